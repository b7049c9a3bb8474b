import { deadlines, resolutionDueAt, responseDueAt } from '../domain/deadlines.ts';
import { accountRecord, type Account } from '../domain/account.ts';
import { agentRecord, HOUSE_ID, sameRecord, type AgentRecord, type HouseEdit, type HouseNoun, type HouseRecord } from '../domain/house.ts';
import { emptyDays, ROSTER_WEEKS, type Roster } from '../domain/roster.ts';
import { foldedTag, type HouseTag } from '../domain/tag.ts';
import type { HouseSetting } from '../domain/house-setting.ts';
import type { Queue } from '../domain/queue.ts';
import type { WorkItem } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { accept, refuse, type DecideContext, type Decider, type Decision, type Facts } from './context.ts';
import { houseProblem, needsAdmin, type HouseWorld } from './house-checks.ts';
import { mayPlan, replanned } from './roster.ts';

/** The record as it is now. */
export function recordOf<N extends HouseNoun>(facts: Pick<Facts, 'get'>, noun: N, id: string): HouseRecord<N> | undefined {
  const entity = facts.get(noun, id);
  if (entity === undefined) return undefined;
  if (noun === 'account') return accountRecord(entity as Account) as HouseRecord<N>;
  return (noun === 'agent' ? agentRecord(entity as AgentRecord) : entity) as HouseRecord<N>;
}

export interface Listing {
  all: NonNullable<DecideContext['all']>;
}

/** The house with these edits made. */
export function worldAfter(facts: Pick<Facts, 'get'>, { all }: Listing, edits: readonly HouseEdit[]): HouseWorld {
  const made = new Map(edits.map((edit) => [`${edit.noun} ${edit.id}`, edit.after]));
  const get = <N extends HouseNoun>(noun: N, id: string): HouseRecord<N> | undefined => {
    const key = `${noun} ${id}`;
    return made.has(key) ? ((made.get(key) ?? undefined) as HouseRecord<N> | undefined) : recordOf(facts, noun, id);
  };
  return {
    get,
    *all<N extends HouseNoun>(noun: N): Iterable<HouseRecord<N>> {
      for (const { id } of all(noun)) if (id !== undefined && !made.has(`${noun} ${id}`)) yield recordOf(facts, noun, id) as HouseRecord<N>;
      for (const edit of edits) if (edit.noun === noun && edit.after !== null) yield edit.after as HouseRecord<N>;
    },
    strategy: facts.get('strategy', 'center'),
    hasOpenWork: (queueId) => [...all('workItem')].some((item) => item.queueId === queueId && item.state !== 'closed'),
  };
}

const NOUNS = ['tag', 'houseSetting', 'roster', 'house', 'calendar', 'queue', 'skill', 'team', 'agent', 'account', 'strategy', 'workItem', 'conversation'] as const;

export const decideChangeHouse: Decider<'house.change'> = {
  type: 'house.change',
  facts: [...NOUNS],
  decide: (facts, data, context) => change(facts, context, withHours(facts, data.edits), data.note),
};

export const decideUndoHouse: Decider<'house.undo'> = {
  type: 'house.undo',
  facts: [...NOUNS],
  decide(facts, data, context) {
    const done = facts.get('house', HOUSE_ID)?.history.find(({ version }) => version === data.version);
    if (done?.edits === undefined) return refuse('HOUSE_NOTHING_TO_UNDO', { field: 'version' });
    const back = done.edits.map((edit) => ({ ...edit, before: edit.after, after: edit.before ?? leftOf(edit) }) as HouseEdit);
    return change(facts, context, back, data.note, data.version);
  },
};

/** What stays of a record that came with the change: a person is never gone but disabled, a week of theirs is emptied. */
function leftOf({ noun, after }: HouseEdit): HouseRecord | null {
  if (after === null) return null;
  return noun === 'agent' ? { ...(after as AgentRecord), disabled: true } : noun === 'roster' ? { ...(after as Roster), days: emptyDays() } : null;
}

/** A queue of a calendar has its hours, whatever came with it. */
function withHours(facts: Pick<Facts, 'get'>, edits: readonly HouseEdit[]): HouseEdit[] {
  const calendars = new Map(edits.flatMap((edit) => (edit.noun === 'calendar' && edit.after !== null ? [[edit.id, edit.after] as const] : [])));
  return edits.map((edit) => {
    if (edit.noun !== 'queue' || edit.after?.calendarId === undefined) return edit;
    const calendar = calendars.get(edit.after.calendarId) ?? facts.get('calendar', edit.after.calendarId);
    return calendar === undefined ? edit : { ...edit, after: { ...edit.after, hours: calendar.hours } };
  });
}

/** TAG-2: a tag keeps the names it had, so that what was given under them is still found. */
function withNames(edits: readonly HouseEdit[]): HouseEdit[] {
  return edits.map((edit) => {
    if (edit.noun !== 'tag' || edit.before === null || edit.after === null || edit.before.name === edit.after.name) return edit;
    const { name } = edit.after;
    const was = [...new Set([...(edit.before.was ?? []), ...(edit.after.was ?? []), edit.before.name])].filter((one) => foldedTag(one) !== foldedTag(name)).slice(-10);
    const { was: _before, ...rest } = edit.after;
    return { ...edit, after: was.length === 0 ? rest : { ...rest, was } };
  });
}

function change(facts: Facts, context: DecideContext, edits: readonly HouseEdit[], note: string | undefined, undoes?: number): Decision {
  const all: Listing['all'] = context.all ?? (() => []);
  for (const [i, edit] of edits.entries()) {
    const now = recordOf(facts, edit.noun, edit.id);
    // A queue's hours follow its calendar, which may have changed since.
    const seen = edit.noun === 'queue' && edit.before !== null && edit.before.calendarId !== undefined && now !== undefined ? { ...edit.before, hours: (now as Queue).hours } : edit.before;
    if (!sameRecord(now ?? null, seen)) return refuse('HOUSE_STALE', { field: `edits.${i}`, detail: `${edit.noun} ${edit.id} was changed since` });
    if (context.role !== 'admin' && needsAdmin(edit)) return refuse('NOT_ALLOWED', { field: `edits.${i}`, detail: 'an admin may' });
    if (edit.noun === 'agent' && edit.id === context.agentId && edit.after !== null && (edit.after.disabled || edit.after.role !== edit.before?.role)) return refuse('HOUSE_INVALID', { field: `edits.${i}.after`, detail: 'nobody disables themselves or changes their own role' });
  }
  const late = edits.findIndex((edit) => edit.noun === 'roster' && !mayPlan(edit.id, context.now));
  if (late >= 0) return refuse('HOUSE_INVALID', { field: `edits.${late}.id`, detail: `weeks are planned from ${ROSTER_WEEKS.back} back to ${ROSTER_WEEKS.ahead} ahead` });
  const real = withNames(withHours(facts, edits)).filter(({ before, after }) => !sameRecord(before, after));
  if (real.length === 0) return accept([], { version: facts.get('house', HOUSE_ID)?.version ?? 0 });
  const world = worldAfter(facts, { all }, real);
  const problem = houseProblem(world, real);
  if (problem !== undefined) return refuse(problem.code, { field: problem.field, detail: problem.detail });
  const version = (facts.get('house', HOUSE_ID)?.version ?? 0) + 1;
  const queues = changedQueues(facts, all, real);
  const events: NewEvent[] = [
    ...inOrder(real).flatMap((edit) => eventsOf(edit, context)),
    ...replanned(facts, real, context.now),
    ...queues.filter(({ id }) => !real.some((edit) => edit.noun === 'queue' && edit.id === id)).map((queue): NewEvent => ({ type: 'queue.defined', data: queue })),
    { type: 'house.changed', data: { version, edits: [...real], byAgentId: context.agentId, at: context.now, ...(note === undefined || note === '' ? {} : { note }), ...(undoes === undefined ? {} : { undoes }) } },
    ...dueMoves(facts, all, queues, context.now),
  ];
  return accept(events, { version });
}

/** Skills, teams and calendars come before who names them, and go after. */
function inOrder(edits: readonly HouseEdit[]): HouseEdit[] {
  const rank: Readonly<Record<HouseNoun, number>> = { skill: 0, team: 1, calendar: 2, tag: 2, houseSetting: 2, account: 2, queue: 3, agent: 4, roster: 5 };
  const key = ({ noun, after }: HouseEdit): number => (after === null ? 10 - rank[noun] : rank[noun]);
  return edits.toSorted((a, b) => key(a) - key(b));
}

function eventsOf(edit: HouseEdit, context: DecideContext): NewEvent[] {
  const { after } = edit;
  if (after === null) return edit.noun === 'agent' || edit.noun === 'account' ? [] : [{ type: 'house.removed', data: { noun: edit.noun, id: edit.id } }];
  switch (edit.noun) {
    case 'calendar':
      return [{ type: 'calendar.defined', data: after as HouseRecord<'calendar'> }];
    case 'queue':
      return [{ type: 'queue.defined', data: after as Queue }];
    case 'skill':
      return [{ type: 'skill.defined', data: after as HouseRecord<'skill'> }];
    case 'team':
      return [{ type: 'team.defined', data: after as HouseRecord<'team'> }];
    case 'tag':
      return [{ type: 'tag.defined', data: after as HouseTag }];
    case 'houseSetting':
      return [{ type: 'houseSetting.defined', data: after as HouseSetting }];
    case 'roster':
      return [{ type: 'roster.defined', data: after as Roster }];
    case 'account':
      return [{ type: 'account.registered', data: after as HouseRecord<'account'> }];
    case 'agent': {
      const { trainee, wishes, ...master } = after as AgentRecord;
      const before = edit.before;
      const of = { agentId: edit.id, at: context.now };
      return [
        { type: 'agent.registered', data: master },
        ...(sameRecord(before?.trainee ?? null, trainee ?? null) ? [] : [{ type: 'agent.traineeSet' as const, data: { ...of, trainee: trainee ?? null, byAgentId: context.agentId } }]),
        ...(sameRecord(before?.wishes ?? [], wishes ?? []) ? [] : [{ type: 'agent.wishesSet' as const, data: { ...of, wishes: wishes ?? [] } }]),
      ];
    }
  }
}

/** Queues whose promises are others now, as they will be: edited themselves, or by their calendar. */
export function changedQueues(facts: Pick<Facts, 'get'>, all: Listing['all'], edits: readonly HouseEdit[]): Queue[] {
  const edited = edits.flatMap((edit) => (edit.noun === 'queue' && edit.after !== null ? [edit.after] : []));
  const calendars = new Map(edits.flatMap((edit) => (edit.noun === 'calendar' && edit.after !== null ? [[edit.id, edit.after] as const] : [])));
  const following = [...all('queue')].flatMap((queue) => {
    const calendar = queue.calendarId === undefined || edited.some(({ id }) => id === queue.id) ? undefined : calendars.get(queue.calendarId);
    return calendar === undefined || sameRecord(calendar.hours, queue.hours) ? [] : [{ ...queue, hours: calendar.hours }];
  });
  return [...edited, ...following].filter((queue) => {
    const before = facts.get('queue', queue.id);
    return before !== undefined && !sameRecord([before.hours, before.targets, before.targetRows, before.channelTargets], [queue.hours, queue.targets, queue.targetRows, queue.channelTargets]);
  });
}

/** HOUR-5: what waits is due by the new rules, counted from when it began to wait. Letters and promises keep the clock of their own. */
export function dueMoves(facts: Pick<Facts, 'get'>, all: Listing['all'], queues: readonly Queue[], now: number): Extract<NewEvent, { type: 'workItem.dueMoved' }>[] {
  if (queues.length === 0) return [];
  const byId = new Map(queues.map((queue) => [queue.id as string, queue]));
  return [...all('workItem')].flatMap((item) => {
    const queue = byId.get(item.queueId);
    const due = queue === undefined ? undefined : dueUnder(facts, queue, item);
    if (due === undefined || (due.dueAt === item.dueAt && due.resolutionDueAt === item.resolutionDueAt)) return [];
    return [{ type: 'workItem.dueMoved' as const, data: { workItemId: item.id, conversationId: item.conversationId, ...due, at: now } }];
  });
}

/** By when an open item is due under this queue's promises; undefined where they do not set it. */
export function dueUnder(facts: Pick<Facts, 'get'>, queue: Queue, item: WorkItem): { dueAt: number; resolutionDueAt?: number } | undefined {
  if (item.state === 'closed' || item.waitingFor !== 'us' || item.special !== undefined || item.promise !== undefined) return undefined;
  const step = facts.get('conversation', item.conversationId)?.firstAnsweredAt === undefined ? 'first' : 'next';
  // The solution's clock that has stood still once is not counted anew.
  const solution = item.parkedAt === undefined && step === 'first' ? resolutionDueAt(queue, item.channel, item.createdAt, item.caseType) : item.resolutionDueAt;
  return deadlines(responseDueAt(queue, item.channel, item.queuedAt, step, item.caseType), solution);
}
