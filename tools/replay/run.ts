import type { InboundAccount, InboundMessage } from '../../shared/domain/inbound.ts';
import { isCodedError, type CodedError } from '../../shared/util/errors.ts';
import { LARGEST_BATCH, type IngestClient } from '../ingest-client.ts';
import { pause } from '../pause.ts';
import type { ReplayInput, ReplayItem } from './item.ts';
import { scheduleReplay } from './schedule.ts';
import { createTally, type ReplaySummary, type Tally } from './tally.ts';

/** `full`: as fast as the server takes it. `rate`: evenly, messages a second. `speed`: as it happened, so many times faster. */
export type Pace =
  | { readonly kind: 'full' }
  | { readonly kind: 'rate'; readonly perSecond: number }
  | { readonly kind: 'speed'; readonly factor: number };

export interface ReplayRunOptions {
  readonly pace: Pace;
  /** Ends the run after the request under way. */
  readonly signal?: AbortSignal | undefined;
  /** Steady ms. */
  readonly steady?: (() => number) | undefined;
  readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
  readonly onProgress?: ((tally: Tally, total: number) => void) | undefined;
  readonly onRejected?: ((item: ReplayItem, code: string, detail: string) => void) | undefined;
}

export interface ReplayOutcome {
  readonly summary: ReplaySummary;
  /** Why the run ended early. */
  readonly error?: CodedError | undefined;
}

/** Feeds an input to the center, one request at a time so that no reply overtakes what it answers. Throws only on bugs. */
export async function runReplay(input: ReplayInput, client: IngestClient, options: ReplayRunOptions): Promise<ReplayOutcome> {
  const steady = options.steady ?? (() => performance.now());
  const sleep = options.sleep ?? pause;
  const { signal } = options;
  const tally = createTally(input);
  const known = new Set<string>();
  const startedAt = steady();
  const due = dueTimes(input.items, options.pace);
  let error: CodedError | undefined;

  for (let from = 0; from < due.length && signal?.aborted !== true;) {
    const first = due[from] as DueItem;
    const waitMs = first.dueMs - (steady() - startedAt);
    if (waitMs > 1) {
      await sleep(Math.min(waitMs, 1000), signal);
      options.onProgress?.(tally, due.length);
      continue;
    }
    const elapsed = steady() - startedAt + 1;
    let until = from + 1;
    while (until < due.length && until - from < LARGEST_BATCH && (due[until] as DueItem).dueMs <= elapsed) until += 1;
    const items = due.slice(from, until).map((one) => one.item);
    try {
      let at = 0;
      const accounts = newAccounts(items, known);
      await client.send(
        items.map((item) => item.message),
        {
          accounts,
          signal,
          onResults(results) {
            for (const result of results) {
              const item = items[at] as ReplayItem;
              at += 1;
              tally.count(item, result);
              if (result.status === 'rejected') options.onRejected?.(item, result.code, result.message);
            }
          },
        },
      );
      for (const account of accounts) known.add(accountKey(account.channel, account.handle));
    } catch (thrown) {
      if (!isCodedError(thrown)) throw thrown;
      error = thrown;
      break;
    }
    from = until;
    options.onProgress?.(tally, due.length);
  }
  const seconds = (steady() - startedAt) / 1000;
  const interrupted = signal?.aborted === true && tally.done < due.length;
  return {
    summary: tally.summary(seconds, {
      ...(interrupted ? { interrupted: true } : {}),
      ...(error === undefined || interrupted ? {} : { failed: error.code }),
    }),
    error,
  };
}

interface DueItem {
  readonly item: ReplayItem;
  readonly dueMs: number;
}

function dueTimes(items: readonly ReplayItem[], pace: Pace): DueItem[] {
  if (pace.kind === 'full') return items.map((item) => ({ item, dueMs: 0 }));
  const scheduled = scheduleReplay(items);
  if (pace.kind === 'speed') return scheduled.map((item) => ({ item, dueMs: item.dueMs / pace.factor }));
  return scheduled.map((item, index) => ({ item, dueMs: (index * 1000) / pace.perSecond }));
}

const accountKey = (channel: string, handle: string): string => `${channel} ${handle.toLowerCase()}`;

/** Accounts these messages come in on that no batch has named yet. */
function newAccounts(items: readonly ReplayItem[], known: ReadonlySet<string>): InboundAccount[] {
  const found = new Map<string, InboundAccount>();
  for (const { message } of items) {
    const key = accountKey(message.channel, message.account);
    if (!known.has(key) && !found.has(key)) found.set(key, accountFor(message));
  }
  return [...found.values()];
}

/** How a replay registers an account the center does not have; its credential is that of the Probeplattform. */
export function accountFor(message: Pick<InboundMessage, 'channel' | 'account'>): InboundAccount {
  return {
    v: 1,
    channel: message.channel,
    handle: message.account,
    name: message.account,
    brand: message.account,
    credentialId: 'sandbox',
  };
}
