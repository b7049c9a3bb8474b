import { ERROR_CATALOGUE } from '../../../shared/util/error-catalogue.ts';
import { CodedError, type ErrorCode } from '../../../shared/util/errors.ts';
import { ServerRefusal } from '../sync/auth-client.ts';
import type { Person } from '../sync/ports.ts';

/** A refusal of the server as an error of ours; a code this build does not know becomes SERVER_ANSWER_INVALID. */
export function codedRefusal(error: unknown): unknown {
  if (!(error instanceof ServerRefusal)) return error;
  const { code, field, message } = error.refusal;
  return code in ERROR_CATALOGUE
    ? new CodedError(code as ErrorCode, { field })
    : new CodedError('SERVER_ANSWER_INVALID', { detail: message });
}

/** Who worked here last, as the copy has it. */
export function readPerson(text: string | undefined): Person | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Person;
  } catch {
    return undefined;
  }
}
