import type { ReactNode } from 'react';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import { useClock } from '../../hooks/ticker.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter, type CenterState } from '../../store/rows.ts';
import type { ThreadEvent } from '../../store/thread-model.ts';
import { useText, type Texts } from '../../text/index.tsx';
import { openDialog } from '../../store/ui.ts';
import { StateLine } from '../../components/MessageBubble.tsx';
import { PlainText } from '../../components/PlainText.tsx';
import { agentShort, queueName } from '../names.ts';
import { actOnReply } from '../reply-actions.ts';
import { openLink } from '../../store/open-link.ts';
import { reasonWords } from '../why-words.ts';

/** What happened to the item, in one quiet line: who holds it, why, since when. */
export function ThreadEventLine({
  event,
  at,
  maySettle,
}: {
  readonly event: ThreadEvent;
  readonly at: number;
  readonly maySettle: boolean;
}): ReactNode {
  const texts = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const ago = useClock((now) => texts.t('time.ago', texts.f.span(Math.max(0, now - at))));
  const words = [...sentences(event, at, center, texts, me), ago].join(' · ');
  if (event.type === 'foreignAnswer' && event.state === 'unconfirmed' && maySettle) return <ForeignUnclear event={event} words={words} />;
  return <p className="thread-event">{words}</p>;
}

/** A colleague's answer of which nobody knows whether it is out: it blocks the way to this customer until a person looks. */
function ForeignUnclear({
  event,
  words,
}: {
  readonly event: Extract<ThreadEvent, { type: 'foreignAnswer' }>;
  readonly words: string;
}): ReactNode {
  const { t } = useText();
  return (
    <article className="card foreign-unclear" data-testid="foreign-unclear">
      {event.text !== '' && (
        <p className="unsent-text">
          <PlainText text={event.text} signed onOpenLink={openLink} />
        </p>
      )}
      <StateLine
        state={{
          tone: 'unclear',
          label: words,
          detail: t('reply.unclearMeans'),
          actions: [
            { id: 'lookAgain', label: t('action.lookAgain'), look: 'primary' },
            { id: 'found', label: t('action.found') },
            { id: 'sendAgain', label: t('action.sendAgain') },
            { id: 'discard', label: t('action.discard'), look: 'danger' },
          ],
        }}
        onAction={(action) =>
          action === 'sendAgain'
            ? openDialog({ kind: 'sendAgain', replyId: event.replyId, text: event.text })
            : actOnReply(event.replyId, '', action)
        }
      />
    </article>
  );
}

function sentences(event: ThreadEvent, at: number, center: CenterState, texts: Texts, me: string): string[] {
  const { t, f } = texts;
  switch (event.type) {
    case 'assigned':
      return assigned(event.item, center, texts, me);
    case 'returned':
      return [
        t('event.returned', queueName(center, texts, event.item.queueId)),
        t(`returnReason.${event.item.returnReason ?? 'released'}`),
      ];
    case 'closed': {
      const { disposition } = event.item;
      const parts = [t(`disposition.${disposition?.kind ?? 'resolved'}`)];
      if (disposition?.kind === 'noAnswerNeeded') parts.push(t(`noAnswerReason.${disposition.reason}`));
      if (disposition !== undefined && 'note' in disposition && disposition.note) parts.push(disposition.note);
      return parts;
    }
    case 'foreignAnswer':
      return event.state === 'permitted'
        ? [t('event.answer.permittedSince', agentShort(center, event.agentId), f.time(at))]
        : [t(`event.answer.${event.state}`, agentShort(center, event.agentId))];
  }
}

function assigned(item: WorkItem, center: CenterState, texts: Texts, me: string): string[] {
  const { t, f } = texts;
  const who = item.ownerAgentId === me ? t('event.assignedToYou') : t('event.assignedTo', agentShort(center, item.ownerAgentId));
  const { reason } = item;
  if (reason === undefined) return [who];
  const why = reasonWords(reason, center, texts);
  return why.length === 0 ? [who] : [who, f.join(why)];
}
