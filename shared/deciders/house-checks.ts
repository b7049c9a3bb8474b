import { getChannel } from '../channels/index.ts';
import type { Calendar } from '../domain/calendar.ts';
import type { Entity } from '../domain/entity.ts';
import { isDate } from '../domain/holidays.ts';
import type { OpenInterval } from '../domain/hours.ts';
import type { AgentRecord, HouseEdit, HouseNoun, HouseRecord } from '../domain/house.ts';
import type { Queue } from '../domain/queue.ts';
import { MOST_TAGS_OF_HOUSE } from '../domain/tag.ts';
import { zoneOffset } from '../domain/zone-time.ts';
import { accountProblem } from './account-checks.ts';
import { rosterProblem } from './roster.ts';
import { strategyProblem } from './strategy.ts';

/** What the house is once a change is through. */
export interface HouseWorld {
  get<N extends HouseNoun>(noun: N, id: string): HouseRecord<N> | undefined;
  all<N extends HouseNoun>(noun: N): Iterable<HouseRecord<N>>;
  readonly strategy: Entity<'strategy'> | undefined;
  /** Whether anything open waits in this queue. */
  hasOpenWork(queueId: string): boolean;
}

export interface HouseProblem {
  readonly code: 'HOUSE_INVALID' | 'HOUSE_IN_USE' | 'DUPLICATE_INITIALS';
  readonly field: string;
  readonly detail: string;
}

const invalid = (field: string, detail: string): HouseProblem => ({ code: 'HOUSE_INVALID', field, detail });
const inUse = (field: string, detail: string): HouseProblem => ({ code: 'HOUSE_IN_USE', field, detail });

/** What a schema cannot see, of the world after the change: the first problem, by its place. */
export function houseProblem(world: HouseWorld, edits: readonly HouseEdit[]): HouseProblem | undefined {
  const seen = new Set<string>();
  for (const [i, edit] of edits.entries()) {
    const at = `edits.${i}`;
    const key = `${edit.noun} ${edit.id}`;
    if (seen.has(key)) return invalid(`${at}.id`, `${key} is there twice`);
    seen.add(key);
    const problem = edit.after === null ? removalProblem(world, edit, at) : recordProblem(world, edit, `${at}.after`);
    if (problem !== undefined) return problem;
  }
  if (edits.some(({ noun }) => noun === 'skill' || noun === 'team' || noun === 'queue') && world.strategy !== undefined) {
    const problem = strategyProblem({ get: (noun, id) => world.get(noun as HouseNoun, id) as never }, world.strategy.rules);
    if (problem !== undefined) return inUse(problem.field, problem.detail);
  }
  if (edits.some(({ noun }) => noun === 'agent') && ![...world.all('agent')].some(({ role, disabled }) => role === 'admin' && !disabled)) return invalid('edits', 'no admin would be left');
  return undefined;
}

function recordProblem(world: HouseWorld, edit: HouseEdit, at: string): HouseProblem | undefined {
  switch (edit.noun) {
    case 'calendar':
      return edit.after === null ? undefined : calendarProblem(edit.after, at);
    case 'queue':
      return edit.after === null ? undefined : (queueProblem(world, edit.after, at) ?? twin(world.all('queue'), edit, ({ name }) => name.de, `${at}.name`));
    case 'agent':
      return edit.after === null ? undefined : agentProblem(world, edit.after, at);
    case 'skill':
      return twin(world.all('skill'), edit, ({ name }) => name.de, `${at}.name`);
    case 'team':
      return twin(world.all('team'), edit, ({ name }) => name, `${at}.name`);
    case 'tag':
      if ([...world.all('tag')].length > MOST_TAGS_OF_HOUSE) return invalid(at, `at most ${MOST_TAGS_OF_HOUSE} tags`);
      return twin(world.all('tag'), edit, ({ name }) => name, `${at}.name`);
    case 'houseSetting':
      return undefined;
    case 'account': {
      const problem = edit.after === null ? undefined : accountProblem(world, edit.after, edit.before);
      return problem === undefined ? undefined : invalid(`${at}.${problem.at}`, problem.detail);
    }
    case 'roster': {
      const problem = edit.after === null ? undefined : rosterProblem(edit.after, edit.before, world);
      return problem === undefined ? undefined : invalid(`${at}.${problem.at}`, problem.detail);
    }
  }
}

/** A name that is new must be nobody else's; two that were alike before may stay so. */
function twin<T extends { readonly id?: string }>(all: Iterable<T>, { before, after }: { readonly before: T | null; readonly after: T | null }, nameOf: (record: T) => string, field: string): HouseProblem | undefined {
  const folded = (record: T): string => nameOf(record).trim().toLocaleLowerCase('de');
  if (after === null || (before !== null && folded(before) === folded(after))) return undefined;
  for (const other of all) if (other.id !== after.id && folded(other) === folded(after)) return invalid(field, `there is another one called "${nameOf(after)}"`);
  return undefined;
}

function calendarProblem({ hours, away }: Calendar, at: string): HouseProblem | undefined {
  try {
    zoneOffset(hours.timeZone, 0);
  } catch {
    return invalid(`${at}.hours.timeZone`, `${hours.timeZone} is no time zone`);
  }
  for (const [day, intervals] of hours.week.entries()) {
    const problem = intervalsProblem(intervals, `${at}.hours.week.${day}`);
    if (problem !== undefined) return problem;
  }
  if (hours.week.every((day) => day.length === 0)) return invalid(`${at}.hours.week`, 'it would never open');
  const days = new Set<string>();
  for (const [i, special] of (hours.special ?? []).entries()) {
    if (!isDate(special.date)) return invalid(`${at}.hours.special.${i}.date`, `${special.date} is no day`);
    if (days.has(special.date)) return invalid(`${at}.hours.special.${i}.date`, `${special.date} is there twice`);
    days.add(special.date);
    const problem = intervalsProblem(special.open, `${at}.hours.special.${i}.open`);
    if (problem !== undefined) return problem;
  }
  const bad = hours.holidays.findIndex((date) => !isDate(date));
  if (bad >= 0) return invalid(`${at}.hours.holidays.${bad}`, `${hours.holidays[bad]} is no day`);
  if (away?.enabled === true && [away.de.du, away.de.sie, away.en].every((text) => text === '')) return invalid(`${at}.away`, 'the away notice has no words');
  return undefined;
}

/** In order and without overlap: what is written is what is open. */
function intervalsProblem(intervals: readonly OpenInterval[], field: string): HouseProblem | undefined {
  for (const [i, { fromMinute }] of intervals.entries()) if (i > 0 && fromMinute < (intervals[i - 1]?.toMinute ?? 0)) return invalid(`${field}.${i}`, 'hours overlap or are not in order');
  return undefined;
}

function queueProblem(world: HouseWorld, queue: Queue, at: string): HouseProblem | undefined {
  for (const teamId of queue.teamIds) if (world.get('team', teamId) === undefined) return invalid(`${at}.teamIds`, `no team ${teamId}`);
  for (const { skillId } of queue.needs) if (world.get('skill', skillId) === undefined) return invalid(`${at}.needs`, `no skill ${skillId}`);
  if (new Set(queue.needs.map(({ skillId }) => skillId)).size < queue.needs.length) return invalid(`${at}.needs`, 'a skill is needed twice');
  for (const accountId of queue.match.accountIds) if (world.get('account', accountId) === undefined) return invalid(`${at}.match.accountIds`, `no account ${accountId}`);
  if (queue.calendarId !== undefined && world.get('calendar', queue.calendarId) === undefined) return invalid(`${at}.calendarId`, `no calendar ${queue.calendarId}`);
  const spans = [{ targets: queue.targets, field: 'targets' }, ...(queue.targetRows ?? []).map(({ targets }, i) => ({ targets, field: `targetRows.${i}.targets` }))];
  for (const { targets, field } of spans) {
    if (targets.firstResponseMs < 1_000 || targets.nextResponseMs < 1_000) return invalid(`${at}.${field}`, 'a target is at least a second');
    if (targets.resolutionMs !== undefined && targets.resolutionMs < targets.firstResponseMs) return invalid(`${at}.${field}`, 'nothing is solved before the first answer');
  }
  const rows = new Set<string>();
  for (const [i, { channel, caseType }] of (queue.targetRows ?? []).entries()) {
    if (channel === undefined && caseType === undefined) return invalid(`${at}.targetRows.${i}`, 'a row names a channel, a kind of case or both');
    if (channel !== undefined && getChannel(channel) === undefined) return invalid(`${at}.targetRows.${i}.channel`, `no channel ${channel}`);
    const key = `${channel ?? ''} ${caseType ?? ''}`;
    if (rows.has(key)) return invalid(`${at}.targetRows.${i}`, 'the same row is there twice');
    rows.add(key);
  }
  return undefined;
}

function agentProblem(world: HouseWorld, agent: AgentRecord, at: string): HouseProblem | undefined {
  for (const teamId of agent.teamIds) if (world.get('team', teamId) === undefined) return invalid(`${at}.teamIds`, `no team ${teamId}`);
  for (const { skillId } of [...agent.skills, ...(agent.wishes ?? [])]) if (world.get('skill', skillId) === undefined) return invalid(`${at}.skills`, `no skill ${skillId}`);
  // S2: who looks must be allowed to decide, and nobody looks at their own.
  for (const named of [agent.trainee?.approverId, agent.trainee?.standInId]) {
    const lead = named === undefined ? undefined : world.get('agent', named);
    if (named !== undefined && (lead === undefined || lead.disabled || lead.role === 'agent' || named === agent.id)) return invalid(`${at}.trainee`, `${named} cannot look at answers`);
  }
  if (new Set(agent.skills.map(({ skillId }) => skillId)).size < agent.skills.length) return invalid(`${at}.skills`, 'a skill is there twice');
  for (const other of world.all('agent')) if (other.id !== agent.id && other.initials === agent.initials) return { code: 'DUPLICATE_INITIALS', field: `${at}.initials`, detail: `${other.name} signs so` };
  return undefined;
}

function removalProblem(world: HouseWorld, { noun, id }: HouseEdit, at: string): HouseProblem | undefined {
  const used = (by: string): HouseProblem => inUse(`${at}.id`, by);
  switch (noun) {
    case 'tag':
    case 'houseSetting':
      return undefined;
    case 'agent':
      return inUse(`${at}.id`, 'a person stays in the book: disable them');
    case 'roster':
      return inUse(`${at}.id`, 'a week is emptied, not removed');
    case 'account':
      return inUse(`${at}.id`, 'what was said on an account stays: stop it and give its rights to nobody');
    case 'calendar':
      for (const queue of world.all('queue')) if (queue.calendarId === id) return used(`queue ${queue.name.de}`);
      return undefined;
    case 'queue':
      return world.hasOpenWork(id) ? used('open work waits in it') : [...world.all('queue')].length === 0 ? used('no queue would be left') : undefined;
    case 'skill':
      for (const queue of world.all('queue')) if (queue.needs.some((need) => need.skillId === id)) return used(`queue ${queue.name.de}`);
      for (const agent of world.all('agent')) if ([...agent.skills, ...(agent.wishes ?? [])].some((one) => one.skillId === id)) return used(agent.name);
      return undefined;
    case 'team':
      for (const queue of world.all('queue')) if (queue.teamIds.includes(id)) return used(`queue ${queue.name.de}`);
      for (const agent of world.all('agent')) if (agent.teamIds.includes(id)) return used(agent.name);
      for (const account of world.all('account')) if (account.teamIds.includes(id) || account.rights?.answer?.includes(id) === true || account.rights?.read?.includes(id) === true) return used(account.name);
      return undefined;
  }
}

/** Whether the change touches what only an admin may: accounts, new people, roles, who may sign in, how somebody signs, and other leads. */
export function needsAdmin({ noun, before, after }: HouseEdit): boolean {
  if (noun === 'account') return true;
  if (noun !== 'agent') return false;
  const [was, is] = [before as AgentRecord | null, after as AgentRecord | null];
  return was === null || is === null || was.role !== 'agent' || is.role !== was.role || is.disabled !== was.disabled || is.initials !== was.initials || is.name !== was.name;
}
