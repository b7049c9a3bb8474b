import { readCommand, type CommandEnvelope, type ReadCommand } from '../../../shared/commands/index.ts';
import type { IpcResponse } from '../../../shared/ipc/index.ts';
import type { CommandAnswer } from '../../../shared/protocol/down.ts';
import { CodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import type { DeskSync } from '../sync/desk-sync.ts';

type CommandResult = IpcResponse<'command.run'>;

/** These follow from `reply.send`, `reply.settle` and `message.putRight`; a screen must not send them past the outbox. */
const OUTBOX_ONLY: ReadonlySet<string> = new Set(['reply.schedule', 'reply.requestPermit', 'reply.report', 'reply.settle', 'message.requestChange', 'message.reportChange', 'bulkAnswer.confirm', 'bulkAnswer.handOut', 'bulkAnswer.report']);

/** A command from the screen: kept and numbered, then up. What needs the server is refused at once while it is not there. */
export async function runCommand(sync: DeskSync, envelope: CommandEnvelope): Promise<CommandResult> {
  const read = readCommand(envelope);
  if (!read.ok) return refused(read.code, `${read.field}: ${read.detail}`);
  const { command } = read;
  if (OUTBOX_ONLY.has(command.type)) return refused('NOT_ALLOWED');
  return give(sync, read);
}

/** As `runCommand`, for what only the desk itself may give: settling replies that are not in its outbox, confirming what it has kept the texts of. */
export async function settleCommand(sync: DeskSync, envelope: CommandEnvelope): Promise<CommandResult> {
  const read = readCommand(envelope);
  return read.ok ? give(sync, read) : refused(read.code, `${read.field}: ${read.detail}`);
}

async function give(sync: DeskSync, { command, definition }: Extract<ReadCommand, { ok: true }>): Promise<CommandResult> {
  if (!definition.roles.includes(sync.base.person().role)) return refused('NOT_ALLOWED');
  if (definition.offline === 'refuse' && !sync.online) return refused('OFFLINE_NEEDS_SERVER');
  const commandNo = sync.lane.append(command);
  if (!sync.online) {
    sync.sent();
    return { status: 'queued' };
  }
  const answered = sync.lane.answerOf(commandNo);
  sync.sent();
  const answer = await answered;
  if (answer.status === 'cut') return definition.offline === 'queue' ? { status: 'queued' } : refused('OFFLINE_ANSWER_LOST');
  return toResult(answer);
}

function toResult(answer: CommandAnswer): CommandResult {
  if (answer.status === 'accepted') return { status: 'accepted', ...(answer.result === undefined ? {} : { result: answer.result }) };
  const { code, message, remedy, retryAfterMs, underWay } = answer.error;
  return { status: 'refused', code, message, remedy, ...(retryAfterMs === undefined ? {} : { retryAfterMs }), ...(underWay === undefined ? {} : { underWay }) };
}

export function refused(code: ErrorCode, detail?: string): Extract<CommandResult, { status: 'refused' }> {
  const error = new CodedError(code, { detail });
  return { status: 'refused', code, message: error.message, remedy: error.remedy };
}
