import type { Decision } from '../../shared/deciders/index.ts';
import type { HouseEdit } from '../../shared/domain/house.ts';
import { mondayOf, rosterId } from '../../shared/domain/roster.ts';
import type { RefusalKit } from './strategy-refusals.ts';

/** Every way in which a change of the house is refused. */
export function houseRefusals({ refuses, command, center }: RefusalKit): void {
  const change = (edits: HouseEdit[], by = 'lea'): Decision => command({ type: 'house.change', data: { edits } }, by);
  const undo = (version: number, by = 'lea'): Decision => command({ type: 'house.undo', data: { version } }, by);
  const team = (id: string, name: string, before: string | null = null): HouseEdit => ({ noun: 'team', id, before: before === null ? null : { id, name: before }, after: { id, name } });
  const ann = (): Extract<HouseEdit, { noun: 'agent' }>['before'] => ({ id: 'ann', name: 'ann', initials: 'AB', role: 'agent', teamIds: ['north'], place: 'office', skills: [], capacity: 100, disabled: false });
  const edited = (more: Partial<NonNullable<ReturnType<typeof ann>>>): HouseEdit => ({ noun: 'agent', id: 'ann', before: ann(), after: { ...(ann() as NonNullable<ReturnType<typeof ann>>), ...more } });
  refuses('CMD-2', 'house.change', 'NOT_ALLOWED', 'a role below the one it needs', () => change([team('west', 'West')], 'ann'));
  refuses('HOUSE-5', 'house.change', 'NOT_ALLOWED', 'a lead gives somebody another role', () => change([edited({ role: 'supervisor' })]));
  refuses('HOUSE-1', 'house.change', 'HOUSE_STALE', 'the record was changed since it was seen', () => change([team('north', 'Norden', 'Nordost')]));
  refuses('HOUSE-2', 'house.change', 'HOUSE_INVALID', 'a person would be in a team that is not there', () => change([edited({ teamIds: ['nowhere'] })]));
  refuses('HOUSE-2', 'house.change', 'HOUSE_IN_USE', 'somebody is in the team that would go', () => change([{ noun: 'team', id: 'north', before: { id: 'north', name: 'North' }, after: null }]));
  refuses('HOUSE-2', 'house.change', 'DUPLICATE_INITIALS', 'somebody else signs so', () => change([edited({ initials: 'BC' })], 'ada'));
  refuses('TAG-1', 'conversation.tag', 'TAG_UNKNOWN', 'the word is no longer given', () => {
    change([{ noun: 'tag', id: 'old', before: null, after: { id: 'old', name: 'Alt', colour: 'red', archived: true } }]);
    return command({ type: 'conversation.tag', data: { conversationId: center().given('ann').conversationId, tags: ['alt'] } }, 'ann');
  });
  refuses('SHIFT-9', 'house.change', 'HOUSE_INVALID', 'two shifts of a person would overlap', () => {
    const days = { mon: [{ fromMinute: 480, toMinute: 720 }, { fromMinute: 700, toMinute: 800 }], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const monday = mondayOf('Europe/Berlin', center().now);
    const id = rosterId('ann', monday);
    return change([{ noun: 'roster', id, before: null, after: { id, agentId: 'ann', monday, timeZone: 'Europe/Berlin', days } }]);
  });
  const digest = '0'.repeat(64);
  refuses('CMD-2', 'invitation.make', 'NOT_ALLOWED', 'a role below the one it needs', () => command({ type: 'invitation.make', data: { agentId: 'ann', digest } }, 'lea'));
  refuses('INVITE-1', 'invitation.make', 'AGENT_UNKNOWN', 'nobody has this id', () => command({ type: 'invitation.make', data: { agentId: 'nobody', digest } }, 'ada'));
  refuses('CMD-2', 'invitation.revoke', 'NOT_ALLOWED', 'a role below the one it needs', () => command({ type: 'invitation.revoke', data: { agentId: 'ann' } }, 'lea'));
  refuses('INVITE-3', 'invitation.revoke', 'NOT_FOUND', 'nobody invited them', () => command({ type: 'invitation.revoke', data: { agentId: 'ann' } }, 'ada'));
  refuses('CMD-2', 'house.undo', 'NOT_ALLOWED', 'a role below the one it needs', () => undo(1, 'ann'));
  refuses('HOUSE-5', 'house.undo', 'NOT_ALLOWED', 'a lead takes back what only an admin may do', () => (change([edited({ role: 'supervisor' })], 'ada'), undo(1)));
  refuses('HOUSE-4', 'house.undo', 'HOUSE_NOTHING_TO_UNDO', 'there is no such change', () => undo(7));
  refuses('HOUSE-4', 'house.undo', 'HOUSE_STALE', 'the record was changed again since', () => (change([team('west', 'West')]), change([team('west', 'Westen', 'West')]), undo(1)));
  refuses('HOUSE-4', 'house.undo', 'HOUSE_IN_USE', 'somebody is in the team by now', () => (change([team('west', 'West')]), change([edited({ teamIds: ['north', 'west'] })]), undo(1)));
  refuses('HOUSE-4', 'house.undo', 'HOUSE_INVALID', 'the name it had is another’s by now', () => (change([team('west', 'West')]), change([team('west', 'Westen', 'West')]), change([team('east', 'West')]), undo(2)));
  refuses('HOUSE-4', 'house.undo', 'DUPLICATE_INITIALS', 'somebody else signs so by now', () => {
    change([edited({ initials: 'ZZ' })], 'ada');
    center().emit({ type: 'agent.registered', data: { id: 'zoe', name: 'zoe', initials: 'AB', role: 'agent', teamIds: [], place: 'home', skills: [], capacity: 100, disabled: false } });
    return undo(1, 'ada');
  });
}
