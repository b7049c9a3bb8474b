import type { OutboxEntry } from '../../../shared/ipc/index.ts';
import type { BubbleState } from '../components/MessageBubble.tsx';
import { explain } from '../store/errors.ts';
import type { Texts } from '../text/index.tsx';

/** What of an entry decides how it stands. */
export type Standing = Pick<OutboxEntry, 'state' | 'schedule' | 'takenUpAgain'>;

/** Where an own answer stands, in words, with what the person can do about it. `now` in ms. */
export function replyState(texts: Texts, { state, schedule, takenUpAgain }: Standing, now: number): BubbleState {
  const { t, f } = texts;
  switch (state.kind) {
    case 'undoable':
      return { tone: 'wait', label: t('reply.undoable'), until: state.undoUntil, actions: [{ id: 'undo', label: t('action.undo') }] };
    case 'waiting':
      if (state.reason === 'scheduled') return scheduled(texts, state.until ?? schedule?.sendAt, schedule?.executor ?? 'thisDesk', now);
      return {
        tone: 'wait',
        label: t(`reply.waiting.${state.reason}`),
        detail: joined([
          state.until === undefined || state.reason === 'approval' ? '' : t('reply.nextTry', f.time(state.until)),
          takenUpAgain === undefined ? '' : t('reply.takenUpAgain', takenUpAgain.times, f.time(takenUpAgain.at)),
        ]),
        actions: state.reason === 'backoff' || state.reason === 'credential' ? [{ id: 'retry', label: t('action.tryNow') }] : state.reason === 'approval' ? [{ id: 'undo', label: t('action.undo') }] : [],
      };
    case 'sending':
      return {
        tone: 'wait',
        label: state.parts > 1 ? t('reply.sendingPart', state.part + 1, state.parts) : t('reply.sending'),
        detail: now - state.since > 10_000 ? t('reply.since', f.time(state.since)) : undefined,
        actions: [],
      };
    case 'delivered':
      return { tone: 'good', label: t('reply.delivered', f.time(state.at)), actions: [] };
    case 'failed': {
      const { retryable } = state.failure;
      return {
        tone: 'bad',
        label: t('reply.failed'),
        detail: `${failureText(texts, state.failure)} ${t(retryable ? 'reply.failedHelp.retry' : 'reply.failedHelp.edit')}`,
        actions: [
          ...(retryable ? [{ id: 'retry', label: t('action.tryNow'), look: 'primary' as const }] : []),
          { id: 'edit', label: t('action.edit'), ...(retryable ? {} : { look: 'primary' as const }) },
          { id: 'discard', label: t('action.discard'), look: 'danger' },
        ],
      };
    }
    case 'unclear':
      return {
        tone: 'unclear',
        label: t('reply.unclear', f.time(state.since)),
        detail: `${state.lastLookAt === undefined ? t('reply.unclearHelp') : t('reply.lastLook', f.time(state.lastLookAt))}. ${t('reply.unclearMeans')}`,
        actions: [
          { id: 'lookAgain', label: t('action.lookAgain'), look: 'primary' },
          { id: 'found', label: t('action.found') },
          { id: 'sendAgain', label: t('action.sendAgain') },
          { id: 'discard', label: t('action.discard'), look: 'danger' },
        ],
      };
    case 'becameDraft':
      return {
        tone: 'bad',
        label: t('reply.becameDraftShort', f.time(state.at)),
        detail: explain(texts, { code: state.code, message: state.detail }),
        actions: [
          { id: 'open', label: t('action.open') },
          { id: 'discard', label: t('action.discardDone'), look: 'quiet' },
        ],
      };
  }
}

function scheduled({ t, f }: Texts, at: number | undefined, executor: 'thisDesk' | 'headless', now: number): BubbleState {
  const here = executor === 'thisDesk';
  return {
    tone: 'wait',
    label: at === undefined ? t('reply.waiting.scheduled') : t('reply.waiting.scheduledAt', f.moment(at, now)),
    detail: t(here ? 'schedule.onlyOpenDesk' : 'schedule.onlyHeadless'),
    actions: [
      { id: here ? 'toHeadless' : 'toDesk', label: t(here ? 'schedule.switchToHeadless' : 'schedule.switchToDesk') },
      { id: 'undo', label: t('action.undo') },
    ],
  };
}

function joined(parts: readonly string[]): string | undefined {
  const said = parts.filter(Boolean);
  return said.length === 0 ? undefined : said.join(' · ');
}

/** What the code means, and the platform's own words where it gave any. */
function failureText(texts: Texts, failure: { readonly code: string; readonly detail: string }): string {
  const known = explain(texts, { code: failure.code, message: failure.detail });
  return failure.detail === '' || known.includes(failure.detail) ? known : `${known} (${failure.detail})`;
}
