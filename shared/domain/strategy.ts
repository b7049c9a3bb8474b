import { z } from 'zod';
import { channelNameSchema, visibilitySchema } from './channel.ts';
import { accountIdSchema, agentIdSchema, instantSchema, queueIdSchema, skillIdSchema, spanMsSchema, teamIdSchema } from './ids.ts';
import { proficiencySchema, skillNeedSchema } from './skill.ts';

// A center's rules of routing are one document. Every section has defaults that work: `strategyRulesSchema.parse({})` is the standard, and a
// document of an older build gains what it lacks. Percent are whole numbers, spans ms.

const MINUTE = 60_000;
const percent = z.number().int().min(0).max(1000);

/** R9: kinds of work that hold a person differently. `call` takes them whole, `live` wants quick turns, `async` can be put aside, `danger` is R11. */
export const workKindSchema = z.enum(['async', 'live', 'call', 'danger']);
export type WorkKind = z.infer<typeof workKindSchema>;

/** R4: opens at `afterMs` of the item's age. Skills of kind topic only; a language, legal or care need is never dropped. */
export const relaxationRingSchema = z.strictObject({
  afterMs: spanMsSchema,
  drop: z.array(skillIdSchema).max(10).default([]),
  lower: z.array(z.strictObject({ skillId: skillIdSchema, minLevel: proficiencySchema })).max(10).default([]),
});

/** What one queue does differently. */
export const queueRulesSchema = z.strictObject({
  rings: z.array(relaxationRingSchema).max(6).default([]),
  /** R3: how long an offer of this queue lasts; absent: as the queue says. */
  offerMs: spanMsSchema.min(1_000).max(30 * MINUTE).optional(),
});
export type QueueRules = z.infer<typeof queueRulesSchema>;

/** `together`: capacity alone decides. `interrupts`: what is held is put aside and costs nothing meanwhile. `waits`: not while that is held. */
export const blendingRuleSchema = z.enum(['together', 'interrupts', 'waits']);
export type BlendingRule = z.infer<typeof blendingRuleSchema>;
const held = (async: BlendingRule, live: BlendingRule, call: BlendingRule) => z.strictObject({ async: blendingRuleSchema.default(async), live: blendingRuleSchema.default(live), call: blendingRuleSchema.default(call) }).prefault({});
/** R9: rows are what comes, columns what the person holds. */
export const blendingMatrixSchema = z.strictObject({
  async: held('together', 'together', 'waits'),
  live: held('together', 'together', 'waits'),
  call: held('interrupts', 'waits', 'waits'),
  danger: held('interrupts', 'interrupts', 'waits'),
});
export type BlendingMatrix = z.infer<typeof blendingMatrixSchema>;

/** R13: the kinds of letter with a clock of their own. */
export const specialMailKindSchema = z.enum(['press', 'lawyer', 'regulator', 'police', 'privacyRequest', 'cancellation', 'withdrawal']);
export type SpecialMailKind = z.infer<typeof specialMailKindSchema>;
/** R13: where such a letter goes and by when; absent fields: as any other. The due span is calendar time. */
export const specialRouteSchema = z.strictObject({ queueId: queueIdSchema.optional(), needs: z.array(skillNeedSchema).max(10).default([]), priority: z.number().int().min(0).max(8).default(3), dueMs: spanMsSchema });

/** R1: as triage reads a message; `other` is neither. */
export const messageLanguageSchema = z.enum(['de', 'en', 'other']);
export type MessageLanguage = z.infer<typeof messageLanguageSchema>;

/** What was read in a message and may say where it goes and how soon. `noAnswer`: probably needs none (T8). */
export const readCauseSchema = z.enum(['outage', 'threatToCancel', 'fault', 'complaint', 'request', 'praise', 'negative', 'abuse', 'impostor', 'reach', 'velocity', 'noise', 'noAnswer']);
export type ReadCause = z.infer<typeof readCauseSchema>;
/** From this confidence on (percent) a message read so needs this of who answers and comes at least with this priority. */
export const readRuleSchema = z.strictObject({ needs: z.array(skillNeedSchema).max(10).default([]), priority: z.number().int().min(0).max(8).default(0), surePercent: percent.max(100).default(60) });
export type ReadRule = z.infer<typeof readRuleSchema>;

/** FLAG-1: what a rule may ask of what was read. */
export const flagCauseSchema = z.enum(['danger', ...specialMailKindSchema.options, ...readCauseSchema.options]);
export type FlagCause = z.infer<typeof flagCauseSchema>;
/** What is known of who writes. `stranger`: nobody here has ever answered them; `unchecked`: who they are has not been checked (D16). */
export const contactMarkSchema = z.enum(['stranger', 'unchecked', 'checked', 'leaveAlone', 'blocked']);
export type ContactMark = z.infer<typeof contactMarkSchema>;
/** Every kind that is named must fit; of each kind one is enough. */
export const flagConditionsSchema = z.strictObject({
  read: z.array(flagCauseSchema).max(flagCauseSchema.options.length).default([]),
  languages: z.array(messageLanguageSchema).max(3).default([]),
  channels: z.array(channelNameSchema).max(30).default([]),
  accounts: z.array(accountIdSchema).max(200).default([]),
  visibility: z.array(visibilitySchema).max(2).default([]),
  queues: z.array(queueIdSchema).max(100).default([]),
  tags: z.array(z.string().trim().min(1).max(40)).max(50).default([]),
  contact: z.array(contactMarkSchema).max(contactMarkSchema.options.length).default([]),
  /** Looked for at the beginnings of words, as a queue's terms are. */
  words: z.array(z.string().trim().min(2).max(60)).max(200).default([]),
});
export type FlagConditions = z.infer<typeof flagConditionsSchema>;
/** S2: answers in a conversation this fits are looked at before they go; by whom and within what time, where it says so. */
export const flagRuleSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  isOn: z.boolean().default(true),
  when: flagConditionsSchema.prefault({}),
  /** How sure the reading must be to count. */
  surePercent: percent.max(100).default(60),
  approverId: agentIdSchema.optional(),
  standInId: agentIdSchema.optional(),
  dueMs: spanMsSchema.min(MINUTE).max(24 * 60 * MINUTE).optional(),
});
export type FlagRule = z.infer<typeof flagRuleSchema>;
export const flagRuleIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);
export const MOST_FLAG_RULES = 50;

/**
 * How a brand's numbers look: literal signs, classes and counts that end (`\d{8}`, `[A-Z]{2}-\d{6,8}`). Nothing that could take long on a long text: no `*`, no `+`,
 * no count after a bracket, at most three counts that vary, by at most twelve.
 */
export const numberPatternSchema = z.string().min(2).max(100).refine(isTamePattern, 'literal signs, classes and counts that end');
/** What the reading machine should know of a brand beside its accounts. */
export const brandRulesSchema = z.strictObject({
  names: z.array(z.string().min(2).max(60)).max(50).default([]),
  /** Words that sound like the brand and are not. */
  notNames: z.array(z.string().min(2).max(60)).max(50).default([]),
  numbers: z.array(z.strictObject({ kind: z.enum(['customerNumber', 'orderNumber']), pattern: numberPatternSchema })).max(20).default([]),
});
export type BrandRules = z.infer<typeof brandRulesSchema>;

function isTamePattern(pattern: string): boolean {
  const bare = pattern.replace(/\\./gu, '_').replace(/\[[^\]]*\]/gu, '_');
  if (/[*+]|\)\s*[{?]|\{\d*,\}|\(\?/u.test(bare)) return false;
  const counts = [...bare.matchAll(/\{(\d+),(\d+)\}|\?/gu)];
  if (counts.length > 3 || counts.some(([, least, most]) => Number(most ?? 1) - Number(least ?? 0) > 12)) return false;
  try {
    return !new RegExp(`^(?:${pattern})$`, 'u').test('');
  } catch {
    return false;
  }
}

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const strategyRulesSchema = z.strictObject({
  /** R6: of a person's picks every n-th goes to the late item that waited longest, every m-th once it is overdue by `overdueMs`. 0: none. Of what is due within `linePercent` of the remaining time later, the longest line goes first. */
  order: z.strictObject({ lateEvery: z.number().int().min(0).max(1000).default(20), overdueEvery: z.number().int().min(0).max(1000).default(8), overdueMs: spanMsSchema.default(2 * HOUR), linePercent: percent.max(100).default(25) }).prefault({}),
  /** R1: what a message in this language needs of who answers, besides what its queue needs. */
  languages: z.partialRecord(messageLanguageSchema, z.array(skillNeedSchema).max(10)).default({}),
  /** R2: items whose customers write again stay with their owner up to this share of capacity; the rest overflows to the queue. */
  overflow: z.strictObject({ capPercent: percent.min(100).default(150) }).prefault({}),
  /** R3: missed offers in a row that set *not responding*; how long a decline stands once everyone has declined. */
  offers: z.strictObject({ missedLimit: z.number().int().min(1).max(10).default(2), declineRestMs: spanMsSchema.default(30_000) }).prefault({}),
  /** R5: how long an item is kept for the last agent who is there but full. */
  lastAgent: z.strictObject({ headStartMs: spanMsSchema.default(MINUTE) }).prefault({}),
  /**
   * R7: `handlingMs` is what someone else needs to make the deadline, `draftHandlingMs` where a begun answer lies on the server for them; a dropped desk keeps its items at most `maxGraceMs`. An item nobody has
   * touched returns at `untouchedPercent` of its time to the deadline (0: never), held at least `untouchedMinMs`.
   */
  homeOffice: z.strictObject({ handlingMs: spanMsSchema.default(5 * MINUTE), draftHandlingMs: spanMsSchema.default(MINUTE), maxGraceMs: spanMsSchema.default(10 * MINUTE), untouchedPercent: percent.max(100).default(75), untouchedMinMs: spanMsSchema.default(10 * MINUTE) }).prefault({}),
  /**
   * R8: for `startMs` after a shift begins a person gets at most `perHour` new items an hour and holds at most `atOnce` of them (0: no limit); none in the last
   * `runOutMs` of a planned shift. A promise wakes `promiseLeadMs` before it is due.
   */
  shift: z.strictObject({ startMs: spanMsSchema.max(4 * HOUR).default(30 * MINUTE), perHour: z.number().int().min(0).max(1000).default(40), atOnce: z.number().int().min(0).max(1000).default(5), runOutMs: spanMsSchema.default(15 * MINUTE), promiseLeadMs: spanMsSchema.default(30 * MINUTE) }).prefault({}),
  /** R9: one matrix for all, or per team (the first team of a person that has one counts). */
  blending: z.strictObject({ standard: blendingMatrixSchema.prefault({}), teams: z.record(teamIdSchema, blendingMatrixSchema).default({}) }).prefault({}),
  /** R10: after so many items of one queue in a row another is picked if what waits has `slackMs` left (0: never); whether wishes count. */
  variety: z.strictObject({ afterSame: z.number().int().min(0).max(1000).default(20), slackMs: spanMsSchema.default(10 * MINUTE), wishes: z.boolean().default(true) }).prefault({}),
  /** R11: what a person in danger needs of who helps; leads are reminded until one has seen it. */
  danger: z.strictObject({ needs: z.array(skillNeedSchema).max(10).default([]), remindMs: spanMsSchema.min(10_000).default(2 * MINUTE) }).prefault({}),
  /** R13 */
  special: z
    .partialRecord(specialMailKindSchema, specialRouteSchema)
    .default({
      press: { needs: [], priority: 4, dueMs: 4 * HOUR },
      lawyer: { needs: [], priority: 4, dueMs: DAY },
      regulator: { needs: [], priority: 5, dueMs: DAY },
      police: { needs: [], priority: 6, dueMs: 4 * HOUR },
      privacyRequest: { needs: [], priority: 3, dueMs: 7 * DAY },
      cancellation: { needs: [], priority: 3, dueMs: DAY },
      withdrawal: { needs: [], priority: 3, dueMs: DAY },
    }),
  /** T1, T5: by brand, as its accounts name it. */
  brands: z.record(z.string().min(1).max(128), brandRulesSchema).default({}),
  /**
   * T11: from how many followers on somebody's reach is shown, from how many replies to one post in an hour on; from how many strangers on almost the same
   * words with a link or about something else are a spam wave, within which time.
   */
  notice: z.strictObject({ followersFrom: z.number().int().min(1).default(10_000), perHourFrom: z.number().int().min(2).max(100_000).default(20), waveFrom: z.number().int().min(3).max(1000).default(8), waveMs: spanMsSchema.min(MINUTE).max(24 * HOUR).default(HOUR) }).prefault({}),
  /** T3, T5, T11: what a message read so needs, and how soon it comes. */
  reading: z.partialRecord(readCauseSchema, readRuleSchema).default({ outage: { needs: [], priority: 2, surePercent: 60 }, threatToCancel: { needs: [], priority: 2, surePercent: 60 } }),
  queues: z.record(queueIdSchema, queueRulesSchema).default({}),
  /** S2: which conversations are flagged by themselves. */
  flags: z.record(flagRuleIdSchema, flagRuleSchema).refine((rules) => Object.keys(rules).length <= MOST_FLAG_RULES, `at most ${MOST_FLAG_RULES}`).default({}),
  /** T6: from so many people asking the same within `windowMs` on it is proposed. */
  sameQuestion: z.strictObject({ minPeople: z.number().int().min(2).max(1000).default(5), windowMs: spanMsSchema.min(HOUR).max(7 * DAY).default(12 * HOUR) }).prefault({}),
  /** T7: fewer than `minCount` in an hour are no spike. Out of business hours only what is `nightPercent` of what would be one in them wakes anybody. */
  spikes: z.strictObject({ minCount: z.number().int().min(2).max(10_000).default(8), nightPercent: percent.default(300) }).prefault({}),
});
/** A whole document, every default filled in. */
export type StrategyRules = z.infer<typeof strategyRulesSchema>;

export const DEFAULT_STRATEGY: StrategyRules = strategyRulesSchema.parse({});

/** One difference between two documents: place (`shift.perHour`), and both values as short JSON; absent: not there. */
export const strategyDiffSchema = z.object({ path: z.string().max(300), from: z.string().max(400).optional(), to: z.string().max(400).optional() });
export type StrategyDiff = z.infer<typeof strategyDiffSchema>;

const who = { at: instantSchema, byAgentId: agentIdSchema, note: z.string().max(500).optional() };
export const strategyChangeSchema = z.object({ version: z.number().int().min(1), ...who, /** Set by an undo: the version whose rules are in force again (0: the defaults). */ restores: z.number().int().min(0).optional(), diff: z.array(strategyDiffSchema).max(100) });
export type StrategyChange = z.infer<typeof strategyChangeSchema>;

/** The one strategy of a center (id `center`). While there is none, version 0 holds: the defaults. */
export const strategySchema = z.object({
  id: z.literal('center'),
  version: z.number().int().min(0),
  rules: strategyRulesSchema,
  /** Newest last; at most 100. */
  history: z.array(strategyChangeSchema).max(100),
  /** The documents of the last versions, for undo; at most 20, newest last, the one in force included. */
  documents: z.array(z.object({ version: z.number().int().min(0), rules: strategyRulesSchema })).max(20),
  proposal: z.object({ id: z.string().min(1).max(128), baseVersion: z.number().int().min(0), rules: strategyRulesSchema, ...who }).optional(),
});
export type Strategy = z.infer<typeof strategySchema>;

export const STRATEGY_ID = 'center';

/** What holds where nobody has changed anything. */
export function strategyInForce(strategy: Strategy | undefined): { readonly version: number; readonly rules: StrategyRules } {
  return strategy ?? { version: 0, rules: DEFAULT_STRATEGY };
}
