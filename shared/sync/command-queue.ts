import { canonicalJson } from './canonical-json.ts';

// Commands go up numbered without gaps, one after the other; each keeps its number until the server has answered it, over cuts and
// restarts. The server answers a number it has seen with its first answer, so a resend changes nothing.

export interface QueuedCommand {
  readonly commandNo: number;
  readonly hash: string;
  readonly command: unknown;
}

/** SHA-256 (hex) of a text; given by the host. */
export type Sha256Hex = (text: string) => string;

export function commandHash(command: unknown, sha256: Sha256Hex): string {
  return sha256(canonicalJson(command));
}

export type QueueStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'send'; readonly command: QueuedCommand }
  | { readonly do: 'wait'; readonly until: number };

/** `pending`: unanswered ones in order of their numbers; `inFlight`: the number on the wire. One at a time keeps the order certain. */
export function nextCommand(facts: {
  readonly pending: readonly QueuedCommand[];
  readonly ready: boolean;
  readonly inFlight: number | undefined;
  readonly notBefore: number;
  readonly now: number;
}): QueueStep {
  const first = facts.pending[0];
  if (first === undefined || !facts.ready || facts.inFlight !== undefined) return { do: 'nothing' };
  if (facts.now < facts.notBefore) return { do: 'wait', until: facts.notBefore };
  return { do: 'send', command: first };
}

/** Codes of an acknowledgement that say "not now": the command was not decided and is sent again under its number. */
const NOT_DECIDED: ReadonlySet<string> = new Set([
  'RATE_EXCEEDED',
  'SERVER_RECOVERING',
  'INTERNAL',
  'HELLO_FIRST',
  'TOKEN_INVALID',
  'SESSION_ENDED',
  'LOG_APPEND_FAILED',
  'LOG_FENCED',
]);

export type AckReading =
  | { readonly kind: 'notDecided'; readonly retryAfterMs: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'reset' };

/** How a refused *acknowledgement* (not a refused command) is to be taken. */
export function readRefusedAck(error: { readonly code: string; readonly retryAfterMs?: number | undefined }): AckReading {
  if (error.code === 'COMMAND_MISMATCH' || error.code === 'COMMAND_GAP') return { kind: 'reset' };
  if (NOT_DECIDED.has(error.code) || error.code.startsWith('AUTH_'))
    return { kind: 'notDecided', retryAfterMs: Math.max(500, error.retryAfterMs ?? 2_000) };
  return { kind: 'refused' };
}
