import type { ReactNode } from 'react';
import { useClock } from '../hooks/ticker.ts';
import { useText } from '../text/index.tsx';
import { urgencyOf } from './due.ts';

/** Time left as a number and as a ring that fills. Drawn again only when what it shows changes. */
export function DueRing({ fromAt, dueAt }: { readonly fromAt: number; readonly dueAt: number }): ReactNode {
  const { t, f } = useText();
  const shown = useClock((now) => {
    const { gone, urgency, leftMs } = urgencyOf(fromAt, dueAt, now);
    return `${urgency}|${Math.round(gone * 50) * 2}|${f.clock(leftMs)}`;
  });
  const [urgency = 'ok', gone = '0', clock = ''] = shown.split('|');
  return (
    <span className={`due due-${urgency}`} title={t(urgency === 'late' ? 'due.late' : 'due.left')}>
      <span className="due-clock">{clock}</span>
      <svg className="due-ring" viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" focusable="false">
        <circle className="due-ring-ground" cx="16" cy="16" r="16" />
        {/* A stroke as wide as the radius draws a slice. */}
        <circle
          className="due-ring-gone"
          cx="16"
          cy="16"
          r="8"
          pathLength="100"
          strokeWidth="16"
          strokeDasharray={`${gone} 100`}
          transform="rotate(-90 16 16)"
        />
      </svg>
    </span>
  );
}

/** A count-down of whole seconds, for offers and undo. */
export function Countdown({ until }: { readonly until: number }): ReactNode {
  const { f } = useText();
  return <span className="countdown">{useClock((now) => f.clock(Math.max(0, until - now)))}</span>;
}
