import type { UpMessage } from '../../../shared/protocol/up.ts';
import { ERROR_CATALOGUE } from '../../../shared/util/error-catalogue.ts';
import { CodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import type { UpAnswer } from '../sync/link.ts';

/** A question only the server can answer. Throws the server's refusal, OFFLINE_NEEDS_SERVER without it, OFFLINE_ANSWER_LOST when the link broke. */
export async function askServer<N extends UpMessage>(sync: DeskSync, name: N, payload: unknown): Promise<UpAnswer<N>> {
  if (!sync.online) throw new CodedError('OFFLINE_NEEDS_SERVER');
  const answer = await sync.link.up(name, payload);
  if (answer.kind === 'ok') return answer.value;
  if (answer.kind === 'cut') throw new CodedError('OFFLINE_ANSWER_LOST');
  const { code, message, field } = answer.error;
  // A newer server may know codes this desk does not.
  const known = Object.hasOwn(ERROR_CATALOGUE, code) ? (code as ErrorCode) : 'INTERNAL';
  throw new CodedError(known, { detail: message, field });
}
