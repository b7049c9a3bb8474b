import type { IpcError } from '../../../shared/ipc/index.ts';
import { CodedError, isCodedError } from '../../../shared/util/errors.ts';

/** An error as the screen gets it. What is not coded is `INTERNAL`: its message may hold anything, so it stays here. */
export function failureOf(error: unknown): IpcError {
  const { code, message, field, remedy } = (isCodedError(error) ? error : new CodedError('INTERNAL')).toWire();
  return { code, message, ...(field === undefined ? {} : { field }), remedy };
}

/** What the log may know of an error nobody expected: its class and where it arose. Messages may quote a customer, so they are left out. */
export function logFacts(error: unknown): { readonly type: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { type: typeof error, at: [] };
  const stack = error.stack ?? '';
  // The stack begins with the message, whose lines may look like frames: only what follows it counts, and only what names a place in code.
  const from = error.message === '' ? 0 : stack.indexOf(error.message) + error.message.length;
  const frames = stack
    .slice(from)
    .split('\n')
    .filter((line) => /^\s+at .*(:\d+:\d+|<anonymous>|native code)\)?$/.test(line));
  return { type: error.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}
