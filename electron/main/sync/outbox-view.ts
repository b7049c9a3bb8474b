import type { OutboxEntry, OutboxState as OutboxStateView } from '../../../shared/ipc/views.ts';
import { wordParts } from '../../../shared/domain/reply-files.ts';
import { assertNever } from '../../../shared/util/assert.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { OutboxAction, WaitReason } from '../../../shared/sync/outbox-step.ts';

/** An unknown attempt is shown as under way while it is first looked for; after that the person is told. */
const LOOKS_BEFORE_TOLD = 2;

/** One reply as a screen shows it; undefined where there is nothing to show. `action`: what is to be done with it now. */
export function outboxEntry(item: OutboxItem, action: OutboxAction): OutboxEntry | undefined {
  const state = stateView(item, action);
  if (state === undefined) return undefined;
  return {
    replyId: item.replyId,
    conversationId: item.conversationId,
    accountId: item.accountId,
    agentId: item.reply.agentId,
    // Files show as files.
    parts: [...wordParts(item.reply.frozen)],
    ...(item.reply.frozen.files === undefined ? {} : { files: [...item.reply.frozen.files] }),
    visibility: item.reply.frozen.visibility,
    createdAt: item.createdAt,
    state,
    ...(item.reply.sendAt === undefined
      ? {}
      : { schedule: { sendAt: item.reply.sendAt, executor: executorOf(item) } }),
    ...(item.workItemId === undefined ? {} : { workItemId: item.workItemId }),
    ...(item.reply.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: item.reply.answersThroughMessageId }),
  };
}

function executorOf({ state }: OutboxItem): 'thisDesk' | 'headless' {
  return state.kind === 'scheduled' ? state.executor : 'thisDesk';
}

function stateView(item: OutboxItem, action: OutboxAction): OutboxStateView | undefined {
  const { state } = item;
  const parts = item.reply.frozen.parts.length;
  switch (state.kind) {
    case 'undoable':
      return { kind: 'undoable', undoUntil: state.undoUntil };
    case 'scheduled':
      return { kind: 'waiting', reason: 'scheduled', until: state.sendAt };
    case 'queued':
    case 'asking':
      return waiting(action, state.kind === 'queued' ? undefined : 'permit');
    case 'permitted':
      return action.do === 'wait'
        ? waiting(action, undefined, item.state.kind === 'permitted' ? `${state.tries}` : undefined)
        : { kind: 'sending', part: state.sent.length, parts, since: state.since };
    case 'attempting':
      return { kind: 'sending', part: state.sent.length, parts, since: state.startedAt };
    case 'unknown':
      if (state.looks < LOOKS_BEFORE_TOLD && state.salvaged !== true)
        return { kind: 'sending', part: state.sent.length, parts, since: state.startedAt };
      return {
        kind: 'unclear',
        since: state.startedAt,
        reason: 'looking',
        ...(state.lastLookAt === undefined ? {} : { lastLookAt: state.lastLookAt }),
      };
    case 'unclear':
      return {
        kind: 'unclear',
        since: state.since,
        reason: state.reason,
        ...(state.lastLookAt === undefined ? {} : { lastLookAt: state.lastLookAt }),
      };
    case 'delivered':
      return { kind: 'delivered', at: state.at };
    case 'failed':
      return { kind: 'failed', failure: state.failure, at: state.at };
    case 'becameDraft':
      return { kind: 'becameDraft', code: state.code, detail: state.detail, at: state.at };
    case 'discarded':
      return undefined;
    default:
      return assertNever(state);
  }
}

function waiting(action: OutboxAction, otherwise: 'permit' | undefined, tries?: string): OutboxStateView {
  const reason = action.do === 'wait' ? shown(action.reason) : (otherwise ?? 'permit');
  const until = action.do === 'wait' ? action.until : undefined;
  return {
    kind: 'waiting',
    reason,
    ...(until === undefined ? {} : { until }),
    ...(tries === undefined || tries === '0' ? {} : { detail: tries }),
  };
}

function shown(reason: WaitReason): Extract<OutboxStateView, { kind: 'waiting' }>['reason'] {
  return reason === 'looking' || reason === 'undo' ? 'backoff' : reason;
}

/** For the banner and the server: what waits and what is unclear. */
export function outboxCounts(items: readonly OutboxItem[]): { waiting: number; unclear: number } {
  let waitingCount = 0;
  let unclear = 0;
  for (const { state } of items) {
    if (state.kind === 'unclear' || state.kind === 'unknown') unclear += 1;
    else if (
      state.kind === 'undoable' ||
      state.kind === 'queued' ||
      state.kind === 'asking' ||
      state.kind === 'permitted' ||
      state.kind === 'attempting'
    )
      waitingCount += 1;
  }
  return { waiting: waitingCount, unclear };
}
