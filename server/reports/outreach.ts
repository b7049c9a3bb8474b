import type { Conversation } from '../../shared/domain/conversation.ts';
import { tallyOutreach, type OutreachTally } from '../../shared/domain/outreach.ts';

export interface OutreachReport {
  /** Found from `from` on and before `to`, ms. */
  readonly from: number;
  readonly to: number;
  readonly all: OutreachTally;
  readonly byAccount: Readonly<Record<string, OutreachTally>>;
  /** By the day on which they were found (UTC, as 2026-11-22), the oldest first. */
  readonly byDay: Readonly<Record<string, OutreachTally>>;
}

/** R14: what came of approaching people who had not addressed us. */
export function outreachReport(conversations: Iterable<Conversation>, from: number, to: number): OutreachReport {
  const hits = [...conversations].flatMap(({ accountId, outreach }) => (outreach === undefined || outreach.foundAt < from || outreach.foundAt >= to ? [] : [{ accountId, outreach }]));
  const byAccount = Map.groupBy(hits, (hit) => hit.accountId);
  const tally = (of: typeof hits): OutreachTally => tallyOutreach(of.map((hit) => hit.outreach));
  const byDay = Map.groupBy(hits.toSorted((a, b) => a.outreach.foundAt - b.outreach.foundAt), (hit) => new Date(hit.outreach.foundAt).toISOString().slice(0, 10));
  return { from, to, all: tally(hits), byDay: Object.fromEntries([...byDay].map(([day, of]) => [day, tally(of)])), byAccount: Object.fromEntries([...byAccount].map(([accountId, of]) => [accountId, tally(of)])) };
}
