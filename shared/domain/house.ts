import { z } from 'zod';
import { accountRecordSchema } from './account.ts';
import { agentSchema } from './agent.ts';
import { calendarSchema } from './calendar.ts';
import { agentIdSchema, instantSchema } from './ids.ts';
import { queueSchema } from './queue.ts';
import { rosterSchema } from './roster.ts';
import { houseSettingSchema } from './house-setting.ts';
import { skillSchema, teamSchema } from './skill.ts';
import { tagSchema } from './tag.ts';

// S4, S5: the rules of the house. Calendars, queues, skills, teams, accounts, people and their weeks are records; a change takes several of them from one form to another, whole and
// checked, is kept with who, when and why, and can be taken back.

/** A person's master data, and their wishes. What they do right now is no part of it. */
export const agentRecordSchema = agentSchema.pick({ id: true, name: true, initials: true, role: true, teamIds: true, place: true, skills: true, capacity: true, disabled: true, trainee: true, wishes: true });
export type AgentRecord = z.infer<typeof agentRecordSchema>;

export const houseSchemas = { calendar: calendarSchema, queue: queueSchema, skill: skillSchema, team: teamSchema, tag: tagSchema, houseSetting: houseSettingSchema, roster: rosterSchema, account: accountRecordSchema, agent: agentRecordSchema } as const;
export type HouseNoun = keyof typeof houseSchemas;
export const houseNounSchema = z.enum(['calendar', 'queue', 'skill', 'team', 'tag', 'houseSetting', 'roster', 'account', 'agent']);
export type HouseRecord<N extends HouseNoun = HouseNoun> = { [K in HouseNoun]: z.infer<(typeof houseSchemas)[K]> }[N];

const edit = <N extends HouseNoun, S extends z.ZodType>(noun: N, record: S) => z.object({ noun: z.literal(noun), id: z.string().min(1).max(160), /** null: there was none. */ before: record.nullable(), /** null: it is gone. */ after: record.nullable() });
/** One record from one form to another. */
export const houseEditSchema = z
  .discriminatedUnion('noun', [edit('calendar', calendarSchema), edit('queue', queueSchema), edit('skill', skillSchema), edit('team', teamSchema), edit('tag', tagSchema), edit('houseSetting', houseSettingSchema), edit('roster', rosterSchema), edit('account', accountRecordSchema), edit('agent', agentRecordSchema)])
  .refine(({ id, before, after }) => (before === null || before.id === id) && (after === null || after.id === id), { path: ['id'], message: 'a record keeps its id' })
  .refine(({ before, after }) => before !== null || after !== null, { path: ['after'], message: 'something comes, changes or goes' });
export type HouseEdit = z.infer<typeof houseEditSchema>;
export const houseEditsSchema = z.array(houseEditSchema).min(1).max(100);

/** One difference: place in the record (`skills.tv`), and both values as short JSON; absent: not there. */
export const houseDiffSchema = z.object({ path: z.string().max(300), from: z.string().max(400).optional(), to: z.string().max(400).optional() });
export type HouseDiff = z.infer<typeof houseDiffSchema>;

export const houseChangeSchema = z.object({
  version: z.number().int().min(1),
  at: instantSchema,
  byAgentId: agentIdSchema,
  note: z.string().max(500).optional(),
  /** Set by an undo: the change it took back. */
  undoes: z.number().int().min(1).optional(),
  records: z.array(z.object({ noun: houseNounSchema, id: z.string().max(160), name: z.string().max(160), kind: z.enum(['added', 'changed', 'removed']), diff: z.array(houseDiffSchema).max(60) })).max(100),
  /** The records whole, for undo; gone from older changes. */
  edits: z.array(houseEditSchema).max(100).optional(),
});
export type HouseChange = z.infer<typeof houseChangeSchema>;

/** The book of changes (id `center`); absent while nobody has changed anything in the app. */
export const houseSchema = z.object({ id: z.literal('center'), version: z.number().int().min(0), /** Newest last; at most 100. */ history: z.array(houseChangeSchema).max(100) });
export type House = z.infer<typeof houseSchema>;
export const HOUSE_ID = 'center';

const MOST_DIFFS = 60;

/** What a person's record is, of the entity and of the line on a lead's screen. */
export function agentRecord(agent: AgentRecord): AgentRecord {
  const { id, name, initials, role, teamIds, place, skills, capacity, disabled, trainee, wishes } = agent;
  return { id, name, initials, role, teamIds, place, skills, capacity, disabled, ...(trainee === undefined ? {} : { trainee }), ...(wishes === undefined || wishes.length === 0 ? {} : { wishes }) };
}

/** Whether two records say the same: the order of fields and fields that are not there do not count. */
export function sameRecord(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

/** Every value that differs, by its place, in the order of places; skills, wishes and needs by their skill, other lists as one value. At most 60. */
export function houseDiff({ before, after }: Pick<HouseEdit, 'before' | 'after'>): HouseDiff[] {
  const [was, is] = [leaves(before), leaves(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .toSorted()
    .flatMap((path) => {
      const [from, to] = [was.get(path), is.get(path)];
      return from === to ? [] : [{ path: path.slice(0, 300), ...(from === undefined ? {} : { from: from.slice(0, 400) }), ...(to === undefined ? {} : { to: to.slice(0, 400) }) }];
    })
    .slice(0, MOST_DIFFS);
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === undefined || value === null || path === 'id') return found;
  const bySkill = Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && 'skillId' in one) ? (value as { skillId: string; level?: number; minLevel?: number; wish?: number }[]) : undefined;
  if (bySkill !== undefined) for (const one of bySkill) found.set(`${path}.${one.skillId}`, JSON.stringify(one.level ?? one.minLevel ?? one.wish));
  else if (typeof value !== 'object' || Array.isArray(value)) found.set(path, JSON.stringify(value));
  else for (const [key, inner] of Object.entries(value)) leaves(inner, path === '' ? key : `${path}.${key}`, found);
  return found;
}

/** As the book names it. */
export function recordName({ noun, id, before, after }: HouseEdit): string {
  void noun;
  const record = after ?? before;
  const name = record === null ? id : 'name' in record ? record.name : id;
  return (typeof name === 'string' ? name : name.de).slice(0, 160);
}
