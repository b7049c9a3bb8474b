import type { ChannelDescriptor } from '../../../shared/channels/index.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { messagesOf } from './messages-of.ts';
import { sandboxInboxSchema } from './wire.ts';

export interface SandboxPoll {
  readonly descriptor: ChannelDescriptor;
  /** Address of the platform, without a path. */
  readonly url: string;
  /** A token with the scope `read` only. */
  readonly token: string;
  readonly account: string;
  /** Cursor of the poll before; 0 for everything. */
  readonly after: number;
  /** Events per call, 1 to 1,000. */
  readonly limit?: number | undefined;
  readonly signal: AbortSignal;
}

export type SandboxPollResult =
  /** Store `cursor` with the messages; call again at once when there is `more`. */
  | { readonly kind: 'messages'; readonly messages: readonly InboundMessage[]; readonly cursor: number; readonly more: boolean }
  | { readonly kind: 'failed'; readonly code: 'PLATFORM_UNREACHABLE' | 'CREDENTIAL_REJECTED' | 'PLATFORM_ANSWER_UNREADABLE'; readonly detail: string; readonly retryAfterMs?: number | undefined };

/** Reads a brand account's inbox after a cursor, for where no webhook can reach us. Never throws for what the platform does. */
export async function pollSandbox(poll: SandboxPoll): Promise<SandboxPollResult> {
  const address = new URL(`/api/v1/accounts/${encodeURIComponent(poll.account)}/inbox?after=${poll.after}&limit=${poll.limit ?? 200}`, poll.url);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(address, { headers: { authorization: `Bearer ${poll.token}` }, redirect: 'error', signal: poll.signal });
    body = await response.json().catch(() => undefined);
  } catch (error) {
    return { kind: 'failed', code: 'PLATFORM_UNREACHABLE', detail: error instanceof Error ? error.message : String(error) };
  }
  if (response.status === 401 || response.status === 403) return { kind: 'failed', code: 'CREDENTIAL_REJECTED', detail: `the platform answered ${response.status}` };
  if (!response.ok) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { kind: 'failed', code: 'PLATFORM_UNREACHABLE', detail: `the platform answered ${response.status}`, ...(Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}) };
  }
  const inbox = sandboxInboxSchema.safeParse(body);
  if (!inbox.success) return { kind: 'failed', code: 'PLATFORM_ANSWER_UNREADABLE', detail: inbox.error.issues[0]?.message ?? 'not an inbox' };
  return { kind: 'messages', messages: messagesOf(poll.descriptor, inbox.data.events), cursor: inbox.data.cursor, more: inbox.data.more };
}
