import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { useDesk } from '../../store/desk.ts';
import { useGoingOut } from '../../store/going-out.ts';
import { useText } from '../../text/index.tsx';

/** An answer the desk program has not yet said it has: it looks like the one that follows, and is not read out, as that one is. */
export function GoingOutBubble({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t } = useText();
  const ground = useRef<HTMLDivElement>(null);
  const going = useGoingOut(({ now }) => (now?.conversationId === conversationId ? now : undefined));
  // The outbox may tell before the call has returned.
  const isKnown = useDesk(({ outbox }) => going !== undefined && [...outbox.values()].some((entry) => entry.conversationId === conversationId && entry.createdAt >= going.at));
  const shown = isKnown ? undefined : going;
  useLayoutEffect(() => {
    if (shown !== undefined) ground.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  if (shown === undefined) return null;
  return (
    <div ref={ground} className="thread-entry" aria-hidden="true" data-testid="going-out">
      <div className={`bubble bubble-out is-own is-${shown.visibility} state-wait`}>
        <div className="bubble-body">
          <div className="bubble-text">{shown.text}</div>
          <div className="state-line state-wait">
            <Icon name="outbox" size={13} />
            <span className="state-text">
              <strong>{t('reply.goingOut')}</strong>
            </span>
          </div>
        </div>
      </div>
    </div>
  );
}
