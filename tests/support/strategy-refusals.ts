import type { Command, CommandType } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { DEFAULT_STRATEGY } from '../../shared/domain/strategy.ts';
import { MINUTE, START, type SharedCenter } from './shared-center.ts';

export interface RefusalKit {
  refuses(rule: string, type: CommandType, code: string, when: string, run: () => Decision): void;
  command(input: Command, by: string): Decision;
  center(): SharedCenter;
  disable(id: string): void;
}

/** Every way in which the commands of strategy, shifts, danger and bulk are refused. */
export function strategyRefusals({ refuses, command, center, disable }: RefusalKit): void {
  const lead = 'a role below the one it needs';
  const RULES = DEFAULT_STRATEGY;
  const strategy = (rules: typeof RULES, by = 'lea', baseVersion = center().state.get('strategy', 'center')?.version ?? 0): Decision => command({ type: 'strategy.apply', data: { rules, baseVersion } }, by);
  const SHIFT = { startAt: START, endAt: START + 60 * MINUTE };
  refuses('CMD-2', 'strategy.propose', 'NOT_ALLOWED', lead, () => command({ type: 'strategy.propose', data: { rules: RULES, baseVersion: 0 } }, 'ann'));
  refuses('CMD-2', 'strategy.apply', 'NOT_ALLOWED', lead, () => strategy(RULES, 'ann'));
  refuses('CMD-2', 'strategy.undo', 'NOT_ALLOWED', lead, () => command({ type: 'strategy.undo', data: { version: 1 } }, 'ann'));
  refuses('CMD-2', 'agent.planShift', 'NOT_ALLOWED', lead, () => command({ type: 'agent.planShift', data: { agentId: 'ben', shift: SHIFT } }, 'ann'));
  refuses('CMD-2', 'alert.acknowledge', 'NOT_ALLOWED', lead, () => command({ type: 'alert.acknowledge', data: { workItemId: center().given('ann').itemId } }, 'ann'));

  // -- the strategy --
  refuses('STR-2', 'strategy.propose', 'STRATEGY_STALE', 'another version is in force', () => (strategy(RULES), command({ type: 'strategy.propose', data: { rules: RULES, baseVersion: 0 } }, 'lea')));
  refuses('STR-1', 'strategy.propose', 'STRATEGY_INVALID', 'it names a team that is not there', () => command({ type: 'strategy.propose', data: { rules: { ...RULES, blending: { ...RULES.blending, teams: { none: RULES.blending.standard } } }, baseVersion: 0 } }, 'lea'));
  refuses('STR-2', 'strategy.apply', 'STRATEGY_STALE', 'another version is in force', () => (strategy(RULES), strategy(RULES, 'lea', 0)));
  refuses('STR-1', 'strategy.apply', 'STRATEGY_INVALID', 'a ring would drop a language', () => {
    center().emit({ type: 'skill.defined', data: { id: 'german', name: { de: 'Deutsch', en: 'German' }, kind: 'language' } });
    return strategy({ ...RULES, queues: { mobile: { rings: [{ afterMs: MINUTE, drop: ['german'], lower: [] }] } } });
  });
  refuses('STR-2', 'strategy.apply', 'NOT_FOUND', 'there is no such proposal', () => command({ type: 'strategy.apply', data: { proposalId: 'none', baseVersion: 0 } }, 'lea'));
  refuses('STR-4', 'strategy.undo', 'STRATEGY_STALE', 'another version is in force', () => (strategy(RULES), command({ type: 'strategy.undo', data: { version: 2 } }, 'lea')));
  refuses('STR-4', 'strategy.undo', 'STRATEGY_NOTHING_TO_UNDO', 'the defaults hold again already', () => (strategy(RULES), command({ type: 'strategy.undo', data: { version: 1 } }, 'lea'), command({ type: 'strategy.undo', data: { version: 2 } }, 'lea')));
  refuses('STR-4', 'strategy.undo', 'STRATEGY_INVALID', 'what the rules before named is a topic no more', () => {
    center().emit({ type: 'skill.defined', data: { id: 'tv', name: { de: 'TV', en: 'TV' }, kind: 'topic' } });
    strategy({ ...RULES, queues: { mobile: { rings: [{ afterMs: MINUTE, drop: ['tv'], lower: [] }] } } });
    strategy(RULES);
    center().emit({ type: 'skill.defined', data: { id: 'tv', name: { de: 'TV', en: 'TV' }, kind: 'legal' } });
    return command({ type: 'strategy.undo', data: { version: 2 } }, 'lea');
  });

  // -- shifts, wishes, danger, bulk, hand-over --
  refuses('R8', 'agent.planShift', 'AGENT_UNKNOWN', 'nobody has this id', () => command({ type: 'agent.planShift', data: { agentId: 'nobody', shift: SHIFT } }, 'lea'));
  refuses('R10', 'agent.setWishes', 'AGENT_UNKNOWN', 'the person is disabled', () => (disable('ann'), command({ type: 'agent.setWishes', data: { wishes: [] } }, 'ann')));
  refuses('R11', 'alert.raise', 'NOT_FOUND', 'it is of an account of another team', () => command({ type: 'alert.raise', data: { workItemId: center().given(undefined, { account: 'north' }).itemId } }, 'sue'));
  refuses('R11', 'alert.raise', 'ITEM_CLOSED', 'it is closed', () => command({ type: 'alert.raise', data: { workItemId: closedItem('kim') } }, 'ann'));
  refuses('R11', 'alert.acknowledge', 'NOT_FOUND', 'there is no alert', () => command({ type: 'alert.acknowledge', data: { workItemId: center().given('ann').itemId } }, 'lea'));
  const bulk = (ids: string[], by = 'ann'): Decision => command({ type: 'workItem.claimBulk', data: { workItemIds: ids } }, by);
  function closedItem(who: string): string {
    const { itemId } = center().given('ann', { who });
    command({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, 'ann');
    return itemId;
  }
  refuses('R2', 'workItem.claimBulk', 'NOT_FOUND', 'none of them exists', () => bulk(['x', 'y']));
  refuses('R2', 'workItem.claimBulk', 'ITEM_CLOSED', 'they are closed', () => bulk([closedItem('kim'), closedItem('tom')]));
  refuses('R2', 'workItem.claimBulk', 'ALREADY_TAKEN', 'somebody else holds them', () => bulk([center().given('ben', { who: 'kim' }).itemId, center().given('ben', { who: 'tom' }).itemId]));
  refuses('R2', 'workItem.claimBulk', 'NOT_ALLOWED', 'they are of an account of another team', () => bulk([center().given(undefined, { who: 'kim', account: 'north' }).itemId, center().given(undefined, { who: 'tom', account: 'north' }).itemId], 'sue'));
  refuses('R11', 'workItem.claimBulk', 'DANGER_ALONE', 'somebody may be in danger', () => {
    const ids = ['kim', 'tom'].map((who) => center().given(undefined, { who }).itemId);
    for (const id of ids) command({ type: 'alert.raise', data: { workItemId: id } }, 'ann');
    return bulk(ids);
  });
  const snooze = (workItemId: string, by: string, seenThroughMessageId?: string): Decision => command({ type: 'workItem.snooze', data: { workItemId, untilAt: START + 60 * MINUTE, ...(seenThroughMessageId === undefined ? {} : { seenThroughMessageId }) } }, by);
  const wake = (workItemId: string, by: string): Decision => command({ type: 'workItem.wake', data: { workItemId } }, by);
  refuses('R2', 'workItem.snooze', 'NOT_FOUND', 'nobody knows it', () => snooze('none', 'ann'));
  refuses('R2', 'workItem.snooze', 'NOT_OWNER', 'a colleague holds it', () => snooze(center().given('ann').itemId, 'ben'));
  refuses('R2', 'workItem.snooze', 'ITEM_CLOSED', 'a lead finds it closed', () => snooze(closedItem('kim'), 'lea'));
  refuses('R11', 'workItem.snooze', 'DANGER_ALONE', 'somebody may be in danger', () => {
    const { itemId } = center().given('ann');
    command({ type: 'alert.raise', data: { workItemId: itemId } }, 'ann');
    return snooze(itemId, 'ann');
  });
  refuses('R2', 'workItem.snooze', 'NEWER_MESSAGE', 'the customer wrote what the agent has not seen', () => {
    const { itemId, messageId } = center().given('ann', { who: 'kim' });
    center().customerWrites('kim');
    return snooze(itemId, 'ann', messageId);
  });
  refuses('R2', 'workItem.wake', 'NOT_FOUND', 'nobody knows it', () => wake('none', 'ann'));
  refuses('R2', 'workItem.wake', 'NOT_OWNER', 'a colleague holds it', () => wake(center().given('ann').itemId, 'ben'));
  refuses('R2', 'workItem.wake', 'ITEM_CLOSED', 'a lead finds it closed', () => wake(closedItem('kim'), 'lea'));
  refuses('R8', 'workItem.handover', 'NOT_FOUND', 'no such item', () => command({ type: 'workItem.handover', data: { workItemId: 'none', line: 'x' } }, 'ann'));
  refuses('R8', 'workItem.handover', 'ITEM_CLOSED', 'it is closed', () => command({ type: 'workItem.handover', data: { workItemId: closedItem('kim'), line: 'x' } }, 'ann'));
  refuses('R8', 'workItem.handover', 'NOT_OWNER', 'somebody else holds it', () => command({ type: 'workItem.handover', data: { workItemId: center().given('ben').itemId, line: 'x' } }, 'ann'));
}
