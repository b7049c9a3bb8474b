import type { IngestResult } from '../../shared/domain/inbound.ts';
import type { ReplayInput, ReplayItem } from './item.ts';

/** What the last line on stdout says. `read` = `ingested` + `duplicates` + `rejected` (+ `notSent` of a run that ended early). */
export interface ReplaySummary {
  readonly read: number;
  readonly ingested: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejectedBy: Readonly<Record<string, number>>;
  /** Of the messages the center has now, whether they came in this run or before. */
  readonly threads: number;
  readonly conversations: number;
  readonly customerMessages: number;
  readonly brandMessages: number;
  readonly seconds: number;
  readonly notSent?: number | undefined;
  readonly interrupted?: true | undefined;
  readonly failed?: string | undefined;
}

export interface Tally {
  count(item: ReplayItem, result: IngestResult): void;
  readonly done: number;
  readonly ingested: number;
  summary(seconds: number, ended: { interrupted?: true; failed?: string }): ReplaySummary;
}

export function createTally(input: ReplayInput): Tally {
  const threads = new Set<string>();
  const conversations = new Set<string>();
  const rejectedBy = new Map<string, number>();
  const reject = (code: string): void => void rejectedBy.set(code, (rejectedBy.get(code) ?? 0) + 1);
  for (const row of input.rejected) reject(row.code);
  let ingested = 0;
  let duplicates = input.duplicates;
  let customerMessages = 0;
  let brandMessages = 0;
  let done = 0;

  return {
    get done() {
      return done;
    },
    get ingested() {
      return ingested;
    },
    count({ message, thread }, result) {
      done += 1;
      if (result.status === 'rejected') return reject(result.code);
      if (result.status === 'ingested') ingested += 1;
      else duplicates += 1;
      if (message.kind !== 'post') return;
      const threadKey = JSON.stringify([message.channel, message.account, thread]);
      threads.add(threadKey);
      if (message.direction === 'out') brandMessages += 1;
      else {
        customerMessages += 1;
        conversations.add(`${threadKey} ${message.author.remoteId}`);
      }
    },
    summary(seconds, ended) {
      const rejected = [...rejectedBy.values()].reduce((sum, count) => sum + count, 0);
      const notSent = input.items.length - done;
      return {
        read: input.read,
        ingested,
        duplicates,
        rejected,
        rejectedBy: Object.fromEntries([...rejectedBy].toSorted(([a], [b]) => a.localeCompare(b))),
        threads: threads.size,
        conversations: conversations.size,
        customerMessages,
        brandMessages,
        seconds: Math.round(seconds * 1000) / 1000,
        ...(notSent === 0 ? {} : { notSent }),
        ...ended,
      };
    },
  };
}
