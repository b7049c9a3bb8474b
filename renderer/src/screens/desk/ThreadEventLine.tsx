import type { ReactNode } from 'react';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import { useClock } from '../../hooks/ticker.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter, type CenterState } from '../../store/rows.ts';
import type { ThreadEvent } from '../../store/thread-model.ts';
import { useText, type Texts } from '../../text/index.tsx';
import { agentShort, queueName } from '../names.ts';
import { reasonWords } from '../why-words.ts';

/** What happened to the item, in one quiet line: who holds it, why, since when. */
export function ThreadEventLine({ event, at }: { readonly event: ThreadEvent; readonly at: number }): ReactNode {
  const texts = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const ago = useClock((now) => texts.t('time.ago', texts.f.span(Math.max(0, now - at))));
  return <p className="thread-event">{[...sentences(event, at, center, texts, me), ago].join(' · ')}</p>;
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
