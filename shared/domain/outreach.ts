import { z } from 'zod';
import { instantSchema } from './ids.ts';
import { termHitSchema } from './search-terms.ts';

// R14: somebody spoke of the brand without addressing it. Whether they were approached, and what came of it, is counted.

export const outreachSchema = z.object({
  /** As the channel allowed when it was found. */
  rule: z.enum(['siteOnly', 'approach']),
  foundAt: instantSchema,
  /** C8: the terms that found it. */
  foundBy: z.array(termHitSchema).max(20).optional(),
  /** Our first word reached them: from here, or written on the platform's page. */
  approachedAt: instantSchema.optional(),
  /** Their first word after that. */
  answeredAt: instantSchema.optional(),
  /** Its item is closed: solved, they want to be left alone, it had nothing to do with us, or anything else. Absent while it is open. */
  ended: z.object({ at: instantSchema, how: z.enum(['resolved', 'leftAlone', 'noise', 'other']) }).optional(),
});
export type Outreach = z.infer<typeof outreachSchema>;

/**
 * What came of it. `open`: nobody has spoken to them yet; `noise`: it has nothing to do with us; `dismissed`: nobody will; `approached`: we wait for their first word; `silent`: closed without one;
 * `inTalk`: they answered us; `resolved`: closed as solved after that; `ended`: closed otherwise after that; `leftAlone`: they want no more of it.
 */
export const OUTREACH_OUTCOMES = ['open', 'noise', 'dismissed', 'approached', 'silent', 'inTalk', 'resolved', 'ended', 'leftAlone'] as const;
export type OutreachOutcome = (typeof OUTREACH_OUTCOMES)[number];

export function outcomeOf({ approachedAt, answeredAt, ended }: Outreach): OutreachOutcome {
  if (ended?.how === 'leftAlone') return 'leftAlone';
  if (approachedAt === undefined) return ended === undefined ? 'open' : ended.how === 'noise' ? 'noise' : 'dismissed';
  if (answeredAt === undefined) return ended === undefined ? 'approached' : 'silent';
  if (ended === undefined) return 'inTalk';
  return ended.how === 'resolved' ? 'resolved' : 'ended';
}

/** Every hit counts once as found and under its outcome; who was approached and who answered count besides. */
export interface OutreachTally {
  readonly found: number;
  readonly approached: number;
  readonly answered: number;
  readonly outcomes: Readonly<Record<OutreachOutcome, number>>;
}

export function tallyOutreach(hits: Iterable<Outreach>): OutreachTally {
  const outcomes = Object.fromEntries(OUTREACH_OUTCOMES.map((one) => [one, 0])) as Record<OutreachOutcome, number>;
  let found = 0;
  let approached = 0;
  let answered = 0;
  for (const hit of hits) {
    found += 1;
    if (hit.approachedAt !== undefined) approached += 1;
    if (hit.answeredAt !== undefined) answered += 1;
    outcomes[outcomeOf(hit)] += 1;
  }
  return { found, approached, answered, outcomes };
}
