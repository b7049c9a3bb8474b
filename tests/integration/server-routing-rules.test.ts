import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Explanation, DryRun } from '../../shared/domain/explanation.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { DEFAULT_STRATEGY, strategyRulesSchema, type Strategy, type StrategyRules } from '../../shared/domain/strategy.ts';
import type { WorkItem } from '../../shared/domain/work-item.ts';
import type { Command } from '../../shared/commands/index.ts';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { post, until } from '../support/server-world.ts';

const HOUR = 60 * 60_000;
const rules = (of: object): StrategyRules => strategyRulesSchema.parse(of);
const care: Command = { type: 'skill.define', data: { id: 'care', name: { de: 'Fürsorge', en: 'Care' }, kind: 'care' } };
const legal: Command = { type: 'skill.define', data: { id: 'law', name: { de: 'Recht', en: 'Law' }, kind: 'legal' } };

let world: CoreWorld;
let ann: WireDesk;
let ben: WireDesk;
let lea: WireDesk;
beforeEach(async () => {
  world = await CoreWorld.start({ commands: [care, legal] });
  world.core.start();
  [ann, ben, lea] = [world.desk('ann'), world.desk('ben'), world.desk('lea')];
  for (const desk of [ann, ben, lea]) await desk.hello();
});
afterEach(() => world.core.stop());

const items = (): WorkItem[] => [...world.core.center.committed.all('workItem').values()];
const only = (): WorkItem => items()[0] as WorkItem;
const available = (desk: WireDesk) => desk.command({ type: 'agent.setState', data: { state: 'available' } });
const trains = (agentId: string, skillId: string) => {
  const { id, name, initials, role, teamIds, place, skills, capacity, disabled } = world.core.center.committed.get('agent', agentId)!;
  return world.core.commands.run({ agentId: 'ada', role: 'admin', replicaId: 'x' }, { type: 'agent.register', data: { id, name, initials, role, teamIds, place, skills: [...skills, { skillId, level: 3 }], capacity, disabled } });
};
const apply = (of: StrategyRules, baseVersion = 0) => lea.command({ type: 'strategy.apply', data: { rules: of, baseVersion } });
const rowsOf = (desk: WireDesk, kind: string): unknown[] => desk.batches.flatMap((b) => b.rows).filter((r) => r.kind === kind).map((r) => r.value);

describe('a person in danger', () => {
  test('R11 reaches a trained person and the leads at once, and nobody else', async () => {
    await apply(rules({ danger: { needs: [{ skillId: 'care', minLevel: 2 }] } }));
    await available(ann);
    await available(ben);
    await world.ingest(post('p1', 'kim', 'Ich kann nicht mehr, ich will nicht mehr leben.'));
    await world.core.router.idle();
    expect(only()).toMatchObject({ priority: 9, needs: expect.arrayContaining([{ skillId: 'care', minLevel: 2 }]), alert: { reminders: 0 }, state: 'queued' });
    const told = await until('the lead to be told', () => (rowsOf(lea, 'workItem') as QueueRow[]).find((row) => row?.item.alert !== undefined));
    expect(told.item.alert?.seenAt).toBeUndefined();
    await trains('ann', 'care');
    await world.core.router.idle();
    expect(only()).toMatchObject({ ownerAgentId: 'ann', reason: { pick: 'danger' } });
    expect(await ann.command({ type: 'alert.acknowledge', data: { workItemId: only().id } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
    expect(await lea.command({ type: 'alert.acknowledge', data: { workItemId: only().id } })).toMatchObject({ status: 'accepted' });
    expect(only().alert).toMatchObject({ seenBy: 'lea' });
  });

  test('R11 a further message may make it danger; who is not trained gives it up, no bulk takes it', async () => {
    await apply(rules({ danger: { needs: [{ skillId: 'care', minLevel: 2 }] } }));
    await available(ann);
    await world.ingest(post('p1', 'kim', 'Kein Netz in Kiel'));
    await world.core.router.idle();
    expect(only().ownerAgentId).toBe('ann');
    await world.ingest(post('p2', 'kim', 'Ich springe gleich von der Brücke', { inReplyToRemoteId: 'p1' }));
    await world.core.router.idle();
    expect(only()).toMatchObject({ priority: 9, state: 'queued', alert: { reminders: 0 } });
    await world.ingest(post('q1', 'tom', 'Kein Netz'));
    const other = items().find((i) => i.id !== only().id)!;
    expect(await ann.command({ type: 'workItem.claimBulk', data: { workItemIds: [only().id, other.id] } })).toMatchObject({ status: 'accepted', result: { refused: [{ workItemId: only().id, code: 'DANGER_ALONE' }] } });
  });
});

describe('the language of a message', () => {
  test('R1 is a need of its own where the rules name one; what can be told from the text counts before what the platform says', async () => {
    const english: Command = { type: 'skill.define', data: { id: 'english', name: { de: 'Englisch', en: 'English' }, kind: 'language' } };
    await world.core.commands.run({ agentId: 'ada', role: 'admin', replicaId: 'x' }, english);
    expect(await apply(rules({ languages: { en: [{ skillId: 'klingon', minLevel: 1 }] } }))).toMatchObject({ status: 'refused', error: { code: 'STRATEGY_INVALID', field: 'rules.languages.en' } });
    await apply(rules({ languages: { en: [{ skillId: 'english', minLevel: 2 }] } }));
    const needs = async (id: string, text: string, language?: string): Promise<boolean> => {
      await world.ingest(post(id, id, text, language === undefined ? {} : { language }));
      return items().at(-1)?.needs.some((need) => need.skillId === 'english' && need.minLevel === 2) ?? false;
    };
    expect(await needs('p1', 'My internet connection has been down since yesterday, please help me')).toBe(true);
    expect(await needs('p2', 'My internet connection has been down since yesterday, please help me', 'de')).toBe(true);
    expect(await needs('p3', 'Mein Internet geht seit gestern nicht, könnt ihr bitte helfen?', 'en')).toBe(false);
    expect(await needs('p4', 'Router???', 'en-GB'), 'nothing to tell it by').toBe(true);
    expect(await needs('p5', 'Router???', 'und')).toBe(false);
    expect(await needs('p6', 'Router???')).toBe(false);
  });
});

describe('special mail', () => {
  test('R13 goes its own way, with its own due time and a receipt that is provable', async () => {
    const at = world.now;
    await apply(rules({ special: { lawyer: { queueId: 'tv', needs: [{ skillId: 'law', minLevel: 1 }], priority: 5, dueMs: 24 * HOUR } } }));
    await world.ingest(post('p1', 'kim', 'Meine Rechtsanwältin wird sich melden, ich behalte mir rechtliche Schritte vor.', { sentAt: at - 5_000 }));
    expect(only()).toMatchObject({ queueId: 'tv', priority: 5, dueAt: at + 24 * HOUR, special: { kind: 'lawyer', sentAt: at - 5_000, receivedAt: at, dueAt: at + 24 * HOUR } });
    expect(only().needs).toContainEqual({ skillId: 'law', minLevel: 1 });
    const receipts = world.disk.events.map((raw) => JSON.parse(raw) as { type: string; data: { digest: string } }).filter((e) => e.type === 'receipt.recorded');
    expect(receipts).toHaveLength(1);
    expect(receipts[0]?.data.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(world.written).not.toContain('Rechtsanwältin');
    // The same words from somebody else are another receipt.
    await world.ingest(post('p2', 'tom', 'Meine Rechtsanwältin wird sich melden, ich behalte mir rechtliche Schritte vor.'));
    expect(new Set(items().map((i) => i.special?.digest)).size).toBe(2);
  });

  test('R13 a kind without a route is work like any other', async () => {
    await apply(rules({ special: {} }));
    await world.ingest(post('p1', 'kim', 'Meine Rechtsanwältin wird sich melden.'));
    expect(only()).toMatchObject({ priority: 0, queueId: 'mobile' });
    expect(only().special).toBeUndefined();
  });
});

describe('not summoned', () => {
  test('R14 where the platform forbids it nothing is sent from here; the answer given there closes the item', async () => {
    await available(ann);
    await world.ingest({ ...(post('p1', 'kim', 'Musterkom ist so lahm') as object), channel: 'sandbox-chat', visibility: 'private', summoned: false });
    await world.core.router.idle();
    expect(only().unsummoned).toBe('siteOnly');
    expect(await ann.command({ type: 'workItem.take', data: { workItemId: only().id } })).toMatchObject({ status: 'accepted' });
    const { conversationId, epoch, id } = only();
    const turn = world.core.center.committed.get('conversation', conversationId)?.openTurn ?? [];
    const ask = await ann.command({ type: 'reply.requestPermit', data: { replyId: 'r', conversationId, workItemId: id, epoch, frozen: { parts: ['Hallo'], visibility: 'private' }, answersThroughMessageId: turn[0]!.messageId, followUp: false, platformKey: 'k', frozenAt: world.now } });
    expect(ask).toMatchObject({ status: 'refused', error: { code: 'SITE_ONLY' } });
    await world.ingest({ ...(post('a1', 'musterkom', 'Hallo Kim', { direction: 'out', inReplyToRemoteId: 'p1' }) as object), channel: 'sandbox-chat', visibility: 'private' });
    expect(only()).toMatchObject({ state: 'closed', disposition: { kind: 'answeredElsewhere' } });
  });

  test('R14 where it is allowed they may be approached', async () => {
    await world.ingest(post('p1', 'kim', 'Musterkom ist so lahm', { summoned: false }));
    expect(only().unsummoned).toBe('approach');
  });
});

describe('the strategy', () => {
  test('STR-2 STR-3 STR-7 a lead changes the rules; leads see it, agents do not; the history says who, what and when', async () => {
    expect(await apply(rules({ shift: { perHour: 12 } }))).toMatchObject({ status: 'accepted', result: { version: 1 } });
    expect(world.core.center.committed.get('strategy', 'center')).toMatchObject({ version: 1, history: [{ version: 1, byAgentId: 'lea', at: world.now, diff: [{ path: 'shift.perHour', from: '40', to: '12' }] }] });
    expect(((await until('the row', () => rowsOf(lea, 'strategy').at(-1))) as Strategy).version).toBe(1);
    expect(rowsOf(ann, 'strategy')).toEqual([]);
    expect(await apply(rules({}), 0)).toMatchObject({ status: 'refused', error: { code: 'STRATEGY_STALE' } });
  });

  test('STR-1 STR-2 a proposal is put forward, tried and applied; a ring for a need of the law is refused with its place', async () => {
    const proposed = await lea.command({ type: 'strategy.propose', data: { rules: rules({ variety: { afterSame: 5 } }), baseVersion: 0, note: 'mehr Abwechslung' } });
    const proposalId = proposed.status === 'accepted' ? String(proposed.result?.['proposalId']) : '';
    expect(world.core.center.committed.get('strategy', 'center')).toMatchObject({ version: 0, proposal: { id: proposalId } });
    expect(await lea.command({ type: 'strategy.apply', data: { proposalId, baseVersion: 0 } })).toMatchObject({ status: 'accepted' });
    const after = world.core.center.committed.get('strategy', 'center');
    expect(after).toMatchObject({ version: 1, rules: { variety: { afterSame: 5 } }, history: [{ note: 'mehr Abwechslung' }] });
    expect(after?.proposal).toBeUndefined();
    const no = rules({ queues: { mobile: { rings: [{ afterMs: 1, drop: ['law'] }] } } });
    expect(await apply(no, 1)).toMatchObject({ status: 'refused', error: { code: 'STRATEGY_INVALID', field: 'rules.queues.mobile.rings.0' } });
    await expect(lea.up('dryRunStrategy', { rules: no })).rejects.toMatchObject({ code: 'STRATEGY_INVALID' });
  });

  test('STR-4 undo brings back what held before, once more what held before that', async () => {
    await apply(rules({ shift: { perHour: 11 } }));
    await apply(rules({ shift: { perHour: 12 } }), 1);
    const undo = (version: number) => lea.command({ type: 'strategy.undo', data: { version } });
    const perHour = (): number | undefined => world.core.center.committed.get('strategy', 'center')?.rules.shift.perHour;
    expect(await undo(2)).toMatchObject({ status: 'accepted', result: { version: 3, restores: 1 } });
    expect(perHour()).toBe(11);
    expect(await undo(3)).toMatchObject({ result: { version: 4, restores: 0 } });
    expect(perHour()).toBe(DEFAULT_STRATEGY.shift.perHour);
    expect(await undo(4)).toMatchObject({ status: 'refused', error: { code: 'STRATEGY_NOTHING_TO_UNDO' } });
    await apply(rules({ shift: { perHour: 13 } }), 4);
    expect(await undo(5)).toMatchObject({ result: { restores: 0 } });
  });

  test('STR-5 STR-6 the dry run says who would get what; applied it happens, after a restart as well', async () => {
    await available(ann);
    await world.ingest(post('p1', 'kim', 'Mein TV ist dunkel'));
    await world.core.router.idle();
    expect(only().state).toBe('queued');
    const opened = rules({ queues: { tv: { rings: [{ afterMs: 60_000, drop: ['tv'] }] } } });
    world.now += 2 * 60_000;
    const run = await lea.up<DryRun>('dryRunStrategy', { rules: opened });
    expect(run).toMatchObject({ waiting: 1, changed: [{ workItemId: only().id, before: { kind: 'waits' }, after: { kind: 'assigned', agentId: 'ann', reason: { ring: 1 } } }], people: [{ agentId: 'ann', before: 0, after: 1 }] });
    expect(only().state).toBe('queued');
    await expect(ann.up('dryRunStrategy', { rules: opened })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await world.core.stop();
    await world.boot();
    await world.core.commands.run({ agentId: 'lea', role: 'supervisor', replicaId: 'x' }, { type: 'strategy.apply', data: { rules: opened, baseVersion: 0 } });
    await world.core.stop();
    await world.boot();
    world.core.start();
    for (const desk of [world.desk('ann', 'again')]) await desk.hello();
    await until('it to be given', () => only().ownerAgentId === 'ann');
    expect(only().reason).toMatchObject({ ring: 1 });
  });
});

describe('why', () => {
  test('WHY-1 WHY-2 leads hear of everyone, an agent of themselves and of numbers, nobody of what they may not see', async () => {
    await available(ann);
    await available(ben);
    await world.ingest(post('p1', 'kim', 'Kein Netz in Kiel'));
    await world.core.router.idle();
    const workItemId = only().id;
    expect(only().ownerAgentId).toBe('ann');
    const whole = await lea.up<Explanation>('why', { workItemId });
    expect(whole).toMatchObject({ scope: 'all', state: 'assigned', owner: { agentId: 'ann', reason: { by: 'router', pick: 'deadline' } }, people: 4 });
    expect(whole.candidates.map((c) => c.agentId).toSorted()).toEqual(['ada', 'ann', 'ben', 'lea']);
    expect(whole.excluded).toContainEqual({ rule: 'R1', because: 'skill', people: 2 });
    const own = await ann.up<Explanation>('why', { workItemId });
    expect(own).toMatchObject({ scope: 'own', people: 4, excluded: whole.excluded });
    expect(own.candidates.map((c) => c.agentId)).toEqual(['ann']);
    expect(JSON.stringify(own)).not.toMatch(/ben|lea|ada/);
    await expect(ann.up('why', { workItemId: 'nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('R2 work given by hand counts and warns', async () => {
    await world.ingest(post('p1', 'kim', 'Mein TV ist dunkel'));
    const { id, name, initials, role, teamIds, place, skills, disabled } = world.core.center.committed.get('agent', 'ann')!;
    await world.core.commands.run({ agentId: 'ada', role: 'admin', replicaId: 'x' }, { type: 'agent.register', data: { id, name, initials, role, teamIds, place, skills, capacity: 5, disabled } });
    const answer = await lea.command({ type: 'workItem.reassign', data: { workItemIds: [only().id], to: { kind: 'agent', agentId: 'ann' }, force: false } });
    expect(answer).toMatchObject({
      status: 'accepted',
      result: { warnings: [{ code: 'overCapacity', used: 0, capacity: 5, cost: 10 }, { code: 'skillMissing', missing: [{ skillId: 'tv', need: 2, has: 0 }] }] },
    });
  });
});
