import type { ReactNode } from 'react';
import { PlainText } from '../../components/PlainText.tsx';
import { openLink } from '../../store/open-link.ts';

export interface SaidCardProps {
  readonly look: 'guard-amber' | 'guard-whisper';
  /** It came while this was open: said aloud. */
  readonly isNews?: boolean | undefined;
  readonly label: string;
  readonly says: string;
  readonly due?: string | undefined;
  /** What was written; undefined where it is not here yet. */
  readonly text: string | undefined;
  readonly testId: string;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** What a colleague says about this conversation, above the composer. */
export function SaidCard({ look, isNews, label, says, due, text, testId, children }: SaidCardProps): ReactNode {
  return (
    <section className={`guard ${look} approval`} role={isNews === true ? 'status' : undefined} aria-label={label} data-testid={testId}>
      <p>
        <strong>{says}</strong> {due !== undefined && <span className="muted">{due}</span>}
      </p>
      <p>
        <PlainText text={text ?? ''} onOpenLink={openLink} />
      </p>
      {children !== undefined && <div className="approval-acts">{children}</div>}
    </section>
  );
}
