import { describe, expect, test, vi } from 'vitest';
import type { Account } from '../../shared/domain/account.ts';
import { answeringTeams, mayAnswer, mayReadAccount, teamsWithSelf, type Asker } from '../../shared/domain/account-rights.ts';
import { seesRow, viewerOf } from '../../server/center/visibility.ts';
import { CoreWorld } from '../support/core-world.ts';
import { post } from '../support/server-world.ts';

const base: Account = { id: 'a', channel: 'sandbox', handle: 'brand', name: 'Brand', brand: 'Brand', credentialId: 'c', teamIds: ['north'], budget: { capacity: 1, refillPerMinute: 1 } };
const asker = (agentId: string, role: Asker['role'], ...teamIds: string[]): Asker => ({ agentId, role, teamIds });

describe('single people beside the teams', () => {
  test('ACC-17 the whole matrix: who is named alone, in a team, in none, a lead, by every form of the rights', () => {
    const answers = ['answerPeople', 'readPeople', 'neither'] as const;
    const teams = [undefined, ['north'], ['south'], []] as const;
    const people = { named: asker('ann', 'agent', 'west'), inNorth: asker('ben', 'agent', 'north'), inSouth: asker('sue', 'agent', 'south'), inNone: asker('tom', 'agent'), lead: asker('lea', 'supervisor'), admin: asker('ada', 'admin') };
    for (const single of answers)
      for (const answer of teams)
        for (const read of teams)
          for (const accountTeams of [['north'], []]) {
            const account: Account = { ...base, teamIds: accountTeams, rights: { ...(answer === undefined ? {} : { answer: [...answer] }), ...(read === undefined ? {} : { read: [...read] }), ...(single === 'neither' ? {} : { [single]: ['ann'] }) } };
            for (const [who, one] of Object.entries(people)) {
              const isLead = one.role !== 'agent';
              const isNamed = who === 'named';
              const byTeam = (named: readonly string[] | undefined): boolean => (named === undefined ? accountTeams.length === 0 || accountTeams.some((id) => one.teamIds.includes(id)) : named.some((id) => one.teamIds.includes(id)));
              const mayA = isLead || (isNamed && single === 'answerPeople') || byTeam(answer);
              const mayR = mayA || (isNamed && single === 'readPeople') || byTeam(read);
              const label = JSON.stringify([who, single, answer, read, accountTeams]);
              expect(mayAnswer(account, one), label).toBe(mayA);
              expect(mayReadAccount(account, one), label).toBe(mayR);
              // Routing knows teams only: a single person is a team of one, and nobody else is let in by it.
              const allowed = answeringTeams(account);
              const asTeams = teamsWithSelf({ id: one.agentId, teamIds: one.teamIds }, [account]);
              if (!isLead) expect(allowed.length === 0 || allowed.some((team) => asTeams.includes(team)), `${label} ${allowed.join()}`).toBe(mayA);
            }
          }
  });

  test('ACC-17 PROF-1 a named person’s profile is used by whom it names, leads and admins not; nothing is routed on it', () => {
    const profile: Account = { ...base, teamIds: [], person: { mayUse: ['ann'], forAccounts: [], threads: 'public', approval: false, mark: '' } };
    expect([asker('ann', 'agent'), asker('ben', 'agent', 'north'), asker('lea', 'supervisor'), asker('ada', 'admin')].map((one) => mayAnswer(profile, one))).toEqual([true, false, false, false]);
    expect(answeringTeams(profile)).toHaveLength(1);
  });

  test('ACC-17 named alone one gets rows and work of a team one is not in; the right lost, rows and the item go at once and leave is refused', async () => {
    const world = await CoreWorld.start();
    const { center, commands } = world.core;
    const { stopped: _, ...data } = center.committed.get('account', 'sandbox') ?? { ...base };
    const admin = { agentId: 'system', role: 'admin', replicaId: 'setup' } as const;
    const give = (rights: Account['rights']) => commands.run(admin, { type: 'account.register', data: { ...data, rights } });
    const queue = [...center.committed.all('queue').values()][0];
    if (queue === undefined) throw new Error('no queue');
    await commands.run(admin, { type: 'team.define', data: { id: 'elsewhere', name: 'Elsewhere' } });
    await commands.run(admin, { type: 'queue.define', data: { ...queue, teamIds: ['elsewhere'], needs: [] } });
    await give({ answer: ['elsewhere'], read: ['elsewhere'] });
    await world.ingest(post('m1', 'kim', 'Wo bleibt meine SIM?'));
    const item = [...center.committed.all('workItem').values()][0];
    if (item === undefined) throw new Error('no item');
    const viewer = () => viewerOf(center.committed, center.committed.get('agent', 'ann') ?? { id: 'ann', teamIds: [] }, 'agent');
    const sees = (): boolean => seesRow(center.committed, viewer(), center.committed.get('workItem', item.id) ?? item, world.now);
    expect([sees(), item.ownerAgentId]).toEqual([false, undefined]);
    await give({ answer: ['elsewhere'], read: ['elsewhere'], answerPeople: ['ann'] });
    expect(sees()).toBe(true);
    await commands.run({ agentId: 'ann', role: 'agent', replicaId: 'r-ann' }, { type: 'workItem.take', data: { workItemId: item.id } });
    expect(center.committed.get('workItem', item.id)).toMatchObject({ ownerAgentId: 'ann' });
    await give({ answer: ['elsewhere'], read: ['elsewhere'] });
    await vi.waitFor(() => expect(center.committed.get('workItem', item.id)).toMatchObject({ state: 'queued', returnReason: 'rightLost' }));
    expect(sees()).toBe(false);
    const conversation = center.committed.get('conversation', item.conversationId);
    expect(
      await commands.run({ agentId: 'ann', role: 'agent', replicaId: 'r-ann' }, { type: 'reply.requestPermit', data: { replyId: 'r1', conversationId: item.conversationId, epoch: conversation?.epoch ?? 0, followUp: false, platformKey: 'k', frozenAt: world.now, frozen: { parts: ['Kommt.'], visibility: 'public' } } } as never),
    ).toMatchObject({ status: 'refused' });
    await world.core.stop();
  });
});
