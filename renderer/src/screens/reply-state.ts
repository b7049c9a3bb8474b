import type { OutboxEntry } from '../../../shared/ipc/index.ts';
import type { BubbleState } from '../components/MessageBubble.tsx';
import { explain } from '../store/errors.ts';
import type { Texts } from '../text/index.tsx';

/** Where an own answer stands, in words, with what the person can do about it. `now` in ms. */
export function replyState(texts: Texts, state: OutboxEntry['state'], now: number): BubbleState {
  const { t, f } = texts;
  switch (state.kind) {
    case 'undoable':
      return { tone: 'wait', label: t('reply.undoable'), actions: [{ id: 'undo', label: t('action.undo') }] };
    case 'waiting':
      return {
        tone: 'wait',
        label: t(`reply.waiting.${state.reason}`),
        detail: state.until === undefined ? state.detail : t('reply.nextTry', f.time(state.until)),
        actions: state.reason === 'backoff' || state.reason === 'credential' ? [{ id: 'retry', label: t('action.tryNow') }] : [],
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
    case 'failed':
      return {
        tone: 'bad',
        label: t('reply.failed'),
        detail: failureText(texts, state.failure),
        actions: [state.failure.retryable ? { id: 'retry', label: t('action.tryNow'), look: 'primary' } : { id: 'edit', label: t('action.edit') }],
      };
    case 'unclear':
      return {
        tone: 'unclear',
        label: t('reply.unclear', f.time(state.since)),
        detail: state.lastLookAt === undefined ? t('reply.unclearHelp') : t('reply.lastLook', f.time(state.lastLookAt)),
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
        label: t('reply.becameDraft', f.time(state.at)),
        detail: explain(texts, { code: state.code, message: state.detail }),
        actions: [{ id: 'open', label: t('action.open') }],
      };
  }
}

/** What the code means, and the platform's own words where it gave any. */
function failureText(texts: Texts, failure: { readonly code: string; readonly detail: string }): string {
  const known = explain(texts, { code: failure.code, message: failure.detail });
  return failure.detail === '' || known.includes(failure.detail) ? known : `${known} (${failure.detail})`;
}
