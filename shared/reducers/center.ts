import type { Account } from '../domain/account.ts';
import type { Queue } from '../domain/queue.ts';
import type { Skill, Team } from '../domain/skill.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceAccount(state: Account | undefined, event: CenterEvent): Account | undefined {
  if (event.type === 'account.registered') return { ...event.data, ...(state?.stopped === undefined ? {} : { stopped: state.stopped }), ...(state?.feedPaused === undefined ? {} : { feedPaused: state.feedPaused }) };
  if (state === undefined) return undefined;
  if (event.type === 'account.stopped') return { ...state, stopped: { at: event.data.at, by: event.data.agentId, reason: event.data.reason } };
  if (event.type === 'account.resumed') {
    const { stopped: _stopped, ...rest } = state;
    return rest;
  }
  if (event.type === 'account.feedSwitched') {
    const { feedPaused: _paused, ...rest } = state;
    return event.data.paused ? { ...rest, feedPaused: { at: event.data.at, by: event.data.agentId } } : rest;
  }
  return state;
}

export function reduceQueue(state: Queue | undefined, event: CenterEvent): Queue | undefined {
  return event.type === 'queue.defined' ? event.data : event.type === 'house.removed' ? undefined : state;
}
export function reduceSkill(state: Skill | undefined, event: CenterEvent): Skill | undefined {
  return event.type === 'skill.defined' ? event.data : event.type === 'house.removed' ? undefined : state;
}
export function reduceTeam(state: Team | undefined, event: CenterEvent): Team | undefined {
  return event.type === 'team.defined' ? event.data : event.type === 'house.removed' ? undefined : state;
}
