import { describe, expect, test, vi } from 'vitest';
import { answeringTeams, mayAdminister, mayAnswer, mayReadAccount } from '../../shared/domain/account-rights.ts';
import type { Account } from '../../shared/domain/account.ts';
import { CoreWorld } from '../support/core-world.ts';
import { post } from '../support/server-world.ts';

const account: Account = { id: 'a', channel: 'sandbox', handle: 'h', name: 'n', brand: 'b', credentialId: 'c', teamIds: ['north', 'south'], budget: { capacity: 1, refillPerMinute: 1 } };
const of = (role: 'agent' | 'supervisor' | 'admin', ...teamIds: string[]) => ({ agentId: 'x', role, teamIds });

describe('rights per account', () => {
  test('ACC-16 who may answer, read and administer: by the account’s teams, by named teams, by an empty list', () => {
    const table = [
      [undefined, 'north', true, true],
      [undefined, 'west', false, false],
      [{ answer: ['south'] }, 'north', false, true],
      [{ answer: ['south'], read: [] }, 'north', false, false],
      [{ answer: ['west'], read: ['south'] }, 'west', true, true],
      [{ answer: [] }, 'north', false, true],
    ] as const;
    for (const [rights, team, answers, reads] of table) {
      const own = rights === undefined ? account : ({ ...account, rights } as unknown as Account);
      expect([mayAnswer(own, of('agent', team)), mayReadAccount(own, of('agent', team))], JSON.stringify([rights, team])).toEqual([answers, reads]);
      expect([mayAnswer(own, of('supervisor')), mayReadAccount(own, of('supervisor')), mayAdminister(own, of('supervisor'))]).toEqual([true, true, false]);
      expect(mayAdminister(own, of('admin'))).toBe(true);
    }
    expect(mayAdminister({ ...account, rights: { administer: ['x'] } }, of('agent'))).toBe(true);
    expect(mayAnswer({ ...account, teamIds: [] }, of('agent', 'west')), 'an account without teams is open to all').toBe(true);
    expect(answeringTeams({ ...account, rights: { answer: [] } })).not.toEqual([]);
  });

  test('ACC-16 an account narrowed to nobody: its work goes to no agent, taking it and leave to send are refused, its rows go; widened again it flows', async () => {
    const world = await CoreWorld.start();
    const registered = world.core.center.committed.get('account', 'sandbox');
    if (registered === undefined) throw new Error('no account');
    const { stopped: _, ...data } = registered;
    const admin = { agentId: 'system', role: 'admin', replicaId: 'setup' } as const;
    await world.core.commands.run(admin, { type: 'account.register', data: { ...data, rights: { answer: [], read: [] } } });
    await world.ingest(post('m1', 'kim', 'Wo bleibt meine SIM?'));
    const item = [...world.core.center.committed.all('workItem').values()][0];
    if (item === undefined) throw new Error('no item');
    expect(item.ownerAgentId).toBeUndefined();
    const ann = { agentId: 'ann', role: 'agent', replicaId: 'r-ann' } as const;
    const lea = { agentId: 'lea', role: 'supervisor', replicaId: 'r-lea' } as const;
    expect(await world.core.commands.run(ann, { type: 'workItem.take', data: { workItemId: item.id } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
    expect(await world.core.commands.run(lea, { type: 'workItem.take', data: { workItemId: item.id } })).toMatchObject({ status: 'accepted' });
    await world.core.commands.run(admin, { type: 'account.register', data: { ...data, rights: { answer: ['north'] } } });
    expect(await world.core.commands.run(lea, { type: 'workItem.reassign', data: { workItemIds: [item.id], to: { kind: 'agent', agentId: 'ann' }, force: false } })).toMatchObject({ status: 'accepted' });
    const ask = () => {
      const conversation = world.core.center.committed.get('conversation', item.conversationId);
      return world.core.commands.run(ann, { type: 'reply.requestPermit', data: { replyId: 'r1', conversationId: item.conversationId, workItemId: item.id, epoch: conversation?.epoch ?? 0, answersThroughMessageId: conversation?.openTurn?.at(-1)?.messageId, followUp: false, platformKey: 'k', frozenAt: world.now, frozen: { parts: ['Kommt.'], visibility: 'public' } } } as never);
    };
    // Taken from her between writing and sending: the permit is where it ends.
    await world.core.commands.run(admin, { type: 'account.register', data: { ...data, rights: { answer: ['elsewhere'] } } });
    const refused = await ask();
    expect(refused.status === 'refused' && ['NOT_ALLOWED', 'LEASE_LOST'].includes(refused.error.code)).toBe(true);
    await vi.waitFor(() => expect(world.core.center.committed.get('workItem', item.id), 'what she held waits for others').toMatchObject({ state: 'queued', returnReason: 'rightLost' }));
    await world.core.commands.run(admin, { type: 'account.register', data });
    expect(await world.core.commands.run(lea, { type: 'workItem.reassign', data: { workItemIds: [item.id], to: { kind: 'agent', agentId: 'ann' }, force: false } })).toMatchObject({ status: 'accepted' });
    expect(await ask()).toMatchObject({ status: 'accepted' });
    await world.core.stop();
  });
});
