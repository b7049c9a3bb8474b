import { z } from 'zod';
import { businessHoursSchema } from '../../shared/domain/hours.ts';

// A scenario file: who writes when, how long it takes, who works, and what was promised. Times are minutes from Monday 00:00 UTC.

const minutes = z.number().min(0).max(100_000_000);
const rate = z.number().min(0).max(1_000_000);
const levels = z.record(z.string().min(1).max(64), z.number().int().min(1).max(5));

/** When items arrive. Several sources of one flow add up. */
const arrivalsSchema = z.discriminatedUnion('kind', [
  /** A Poisson stream; `from`/`to` limit it to a stretch. */
  z.strictObject({ kind: z.literal('poisson'), perMinute: rate, from: minutes.optional(), to: minutes.optional() }),
  /** `total` arrivals at random moments of the stretch. */
  z.strictObject({ kind: z.literal('burst'), from: minutes, to: minutes, total: z.number().int().min(1).max(1_000_000) }),
  /** A real call center's year by weekday and six minutes, scaled to so many on an average day of the seven. */
  z.strictObject({
    kind: z.literal('weekday'),
    perDay: rate,
    days: z.number().int().min(1).max(400),
    startDay: z.number().int().min(0).max(6).default(0),
  }),
  /** A recorded day: the instants themselves. */
  z.strictObject({ kind: z.literal('recorded'), at: z.array(minutes).min(1).max(1_000_000) }),
]);

const spanSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exp'), mean: z.number().positive() }),
  z.strictObject({ kind: z.literal('lognormal'), mean: z.number().positive(), cv: z.number().positive().max(20) }),
  z.strictObject({ kind: z.literal('fixed'), mean: z.number().min(0) }),
]);
export type Span = z.infer<typeof spanSchema>;

const channelSchema = z.strictObject({
  id: z.string().min(1).max(40),
  /** First response, minutes; in business hours where `hours` is given. */
  target: z.number().positive(),
  hours: businessHoursSchema.optional(),
  cost: z.number().int().min(0).max(1000).default(100),
  priority: z.number().int().min(0).max(9).default(0),
  distribution: z.enum(['assign', 'offer']).default('assign'),
  offerSeconds: z.number().positive().default(30),
});

const flowSchema = z.strictObject({
  id: z.string().min(1).max(40),
  channel: z.string(),
  needs: levels.default({}),
  arrivals: z.array(arrivalsSchema).min(1),
  service: spanSchema,
  /** How long a customer waits before giving up; absent: for ever. */
  patience: spanSchema.optional(),
  /** The writers are drawn from so many people (last agent, R5); absent: everyone writes once. */
  contacts: z.number().int().min(1).optional(),
});

const agentsSchema = z.strictObject({
  count: z.number().int().min(1).max(20_000),
  skills: levels.default({}),
  capacity: z.number().int().min(1).max(1000).default(100),
  /** Items a person works on at the same time; what they hold beyond waits on their desk. Absent: all. */
  hands: z.number().int().min(1).optional(),
  /** Shifts; absent: always there. */
  shifts: z.array(z.strictObject({ from: minutes, to: minutes })).optional(),
  /** Works from home: the link drops so many times an hour for so long. */
  home: z.strictObject({ dropsPerHour: z.number().positive(), downMinutes: z.number().positive() }).optional(),
  /** Share of offers taken, and after how long. */
  accepts: z.number().min(0).max(1).default(1),
  acceptSeconds: z.number().min(0).default(3),
});

export const scenarioSchema = z
  .strictObject({
    name: z.string().min(1).max(60),
    about: z.string().min(1).max(600),
    /** Simulated length of one run; nothing arrives after it, what waits is finished. */
    minutes: z.number().positive(),
    /** Cut off the front of each run. */
    warmup: minutes.default(0),
    /** Independent repetitions: the intervals come from them. */
    runs: z.number().int().min(1).max(1000).default(1),
    /** Items that may wait at once; an arrival beyond is turned away. Absent: no limit. */
    waitingSpaces: z.number().int().min(0).optional(),
    /** Stop at the end instead of finishing what waits (endless load). */
    cutAtEnd: z.boolean().default(false),
    channels: z.array(channelSchema).min(1),
    flows: z.array(flowSchema).min(1),
    agents: z.array(agentsSchema).min(1),
    /** Changes of the engine's figures for this scenario. */
    routing: z
      .strictObject({
        order: z.enum(['deadline', 'arrival']).optional(),
        who: z.enum(['fit', 'longestIdle']).optional(),
        lateEvery: z.number().int().min(0).optional(),
        headStartMs: z.number().int().min(0).optional(),
      })
      .default({}),
    /** The exact figures this scenario must meet, where a formula knows them. */
    limit: z.record(z.string(), z.number()).optional(),
  })
  .superRefine((scenario, context) => {
    const channels = new Set(scenario.channels.map((c) => c.id));
    for (const flow of scenario.flows)
      if (!channels.has(flow.channel)) context.addIssue({ code: 'custom', message: `flow ${flow.id}: no channel ${flow.channel}` });
    if (scenario.warmup >= scenario.minutes) context.addIssue({ code: 'custom', message: 'the warm-up is longer than the run' });
  });
export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioInput = z.input<typeof scenarioSchema>;
export type Flow = Scenario['flows'][number];
export type ChannelRule = Scenario['channels'][number];
