import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApproval, type ApprovalFlag } from '../../shared/domain/approval.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { DryRun } from '../../shared/domain/explanation.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { strategyRulesSchema } from '../../shared/domain/strategy.ts';
import { startDeskBehindLine } from '../support/desk-behind-line.ts';
import { until as waitFor } from '../support/desk-world.ts';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { post, until } from '../support/server-world.ts';

// Conversations that flag themselves, on a server that ingests, logs and pushes as it does.

let world: CoreWorld;
let ann: WireDesk;
let lea: WireDesk;
beforeEach(async () => {
  world = await CoreWorld.start();
  world.core.start();
  [ann, lea] = [world.desk('ann'), world.desk('lea')];
  for (const desk of [ann, lea]) await desk.hello();
});
afterEach(() => world.core.stop());

const flags = (of: object, baseVersion = 0) => lea.command({ type: 'strategy.apply', data: { rules: strategyRulesSchema.parse({ flags: of }), baseVersion } });
const said = async (remoteId: string, who: string, text: string, more: object = {}): Promise<string> => {
  await world.ingest({ ...(post(remoteId, who, text) as object), ...more });
  return conversations().find(({ id }) => [...world.core.center.committed.all('message').values()].some((message) => message.remoteId === remoteId && message.conversationId === id))?.id ?? '';
};
const conversations = (): Conversation[] => [...world.core.center.committed.all('conversation').values()];
const flagOf = (id: string): ApprovalFlag | undefined => world.core.center.committed.get('conversation', id)?.approvalFlag;
const ruleIds = (id: string): string[] => (flagOf(id)?.rules ?? []).map(({ ruleId }) => ruleId).toSorted();
const lift = (conversationId: string) => lea.command({ type: 'approval.flag', data: { conversationId, wanted: false } });

describe('conversations that flag themselves', () => {
  test('FLAG-1 of every kind a rule names one must fit; what was read, words at the beginnings of words, where it came in', async () => {
    await flags({
      law: { name: 'Recht', when: { read: ['lawyer', 'danger'] }, surePercent: 0 },
      words: { name: 'Kasten', when: { words: ['routerbox', 'TV'], visibility: ['public'] } },
      private: { name: 'Privat', when: { visibility: ['private'] } },
      queue: { name: 'Fernsehen', when: { queues: ['tv'], channels: ['sandbox'] } },
      off: { name: 'Ruht', isOn: false, when: { visibility: ['public'] } },
    });
    expect(ruleIds(await said('p1', 'kim', 'Kein Netz in Kiel'))).toEqual([]);
    expect(ruleIds(await said('p2', 'tom', 'Die Routerboxen blinken'))).toEqual(['words']);
    expect(ruleIds(await said('p3', 'uli', 'Meine Fernsehroutervorrichtung'))).toEqual([]);
    expect(ruleIds(await said('p4', 'pia', 'Mein TV ist dunkel'))).toEqual(['queue', 'words']);
    expect(ruleIds(await said('p5', 'eva', 'Ich kann nicht mehr, ich will nicht mehr leben.'))).toEqual(['law']);
  });

  test('FLAG-2 it is one event beside the message, with rule and reasons and without a word of what was said', async () => {
    await flags({ words: { name: 'Kasten', when: { words: ['geheimwort'] }, approverId: 'lea', standInId: 'ada', dueMs: 120_000 } });
    const id = await said('p1', 'kim', 'Hier ist das Geheimwort');
    expect(flagOf(id)).toMatchObject({ rules: [{ ruleId: 'words', name: 'Kasten', approverId: 'lea', standInId: 'ada', dueMs: 120_000, reasons: [{ kind: 'words' }] }] });
    const message = world.types().indexOf('message.received');
    expect(world.types().indexOf('approval.ruleFlagged')).toBeGreaterThan(message);
    expect(world.disk.events.filter((raw) => raw.includes('approval.')).join('\n')).not.toMatch(/geheimwort/i);
    const row = await until('the row', () => lea.batches.flatMap(({ rows }) => rows).findLast(({ kind, value }) => kind === 'workItem' && (value as QueueRow | null)?.conversationId === id)?.value as QueueRow | undefined);
    expect(row.approvalFlag?.rules?.map(({ name }) => name)).toEqual(['Kasten']);
    // What follows stands in the log: after a restart it is there, and not there twice.
    await world.core.stop();
    await world.boot();
    expect(ruleIds(id)).toEqual(['words']);
    expect(world.types().filter((type) => type === 'approval.ruleFlagged')).toHaveLength(1);
  });

  test('FLAG-2 what changes later flags as well: a tag under any name it had, a reading put right, a person who is checked', async () => {
    const tag = { id: 'vip', name: 'Wichtig', colour: 'red' as const, archived: false, was: ['VIP'] };
    await lea.command({ type: 'house.change', data: { edits: [{ noun: 'tag', id: 'vip', before: null, after: tag }] } });
    await flags({ tag: { name: 'Wichtige', when: { tags: ['vip'] } }, complaint: { name: 'Klagen', when: { read: ['complaint'] } }, both: { name: 'Wort und Wort', when: { tags: ['Wichtig'], words: ['netz'] } } });
    const id = await said('p1', 'kim', 'Kein Netz in Kiel, danke für den Hinweis');
    expect(ruleIds(id)).toEqual([]);
    await lea.command({ type: 'conversation.tag', data: { conversationId: id, tags: ['Wichtig'] } });
    expect(ruleIds(id)).toEqual(['both', 'tag']);
    const messageId = world.core.center.committed.get('conversation', id)?.lastInboundMessageId ?? '';
    await lea.command({ type: 'message.correctReading', data: { messageId, conversationId: id, task: 'caseType', label: 'complaint' } });
    expect(ruleIds(id)).toEqual(['both', 'complaint', 'tag']);
  });

  test('FLAG-3 only a lead takes it away; the same message does not set it again, the next one does', async () => {
    await flags({ words: { name: 'Kasten', when: { words: ['router'] } } });
    const id = await said('p1', 'kim', 'Der Router blinkt');
    expect(await ann.command({ type: 'approval.flag', data: { conversationId: id, wanted: false } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
    expect(await lift(id)).toMatchObject({ status: 'accepted' });
    expect(flagOf(id)).toBeUndefined();
    await lea.command({ type: 'conversation.tag', data: { conversationId: id, tags: ['anders'] } });
    expect(flagOf(id)).toBeUndefined();
    world.now += 1_000;
    await said('p2', 'kim', 'Und der Router ist heiß', { inReplyToRemoteId: 'p1' });
    expect(ruleIds(id)).toEqual(['words']);
  });

  test('FLAG-4 a rule that asks for nothing, or names what is not there, is refused with its place; undone it flags no more', async () => {
    expect(await flags({ all: { name: 'Alles' } })).toMatchObject({ status: 'refused', error: { code: 'STRATEGY_INVALID', field: 'rules.flags.all.when' } });
    expect(await flags({ a: { name: 'A', when: { queues: ['none'] } } })).toMatchObject({ error: { field: 'rules.flags.a.when.queues' } });
    expect(await flags({ a: { name: 'A', when: { accounts: ['none'] } } })).toMatchObject({ error: { field: 'rules.flags.a.when.accounts' } });
    expect(await flags({ a: { name: 'A', when: { words: ['netz'] }, approverId: 'ann' } })).toMatchObject({ error: { field: 'rules.flags.a.approverId' } });
    expect(await flags({ a: { name: 'A', when: { words: ['netz'] } }, b: { name: 'a', when: { words: ['netz'] } } })).toMatchObject({ error: { field: 'rules.flags.b.name' } });
    expect(await flags({ words: { name: 'Netz', when: { words: ['netz'] } } })).toMatchObject({ status: 'accepted' });
    expect(ruleIds(await said('p1', 'kim', 'Kein Netz'))).toEqual(['words']);
    await lea.command({ type: 'strategy.undo', data: { version: 1 } });
    expect(ruleIds(await said('p2', 'tom', 'Kein Netz'))).toEqual([]);
  });

  test('FLAG-6 STR-6 the dry run says what rules would have flagged in the last days beside those in force, also by tag; nothing of it happens', async () => {
    await flags({ words: { name: 'Netz', when: { words: ['netz'] } } });
    const [kiel, box] = [await said('p1', 'kim', 'Kein Netz in Kiel'), await said('p2', 'tom', 'Die Box blinkt')];
    await said('p3', 'uli', 'Danke');
    await lea.command({ type: 'conversation.tag', data: { conversationId: box, tags: ['Umzug'] } });
    await lea.command({ type: 'conversation.tag', data: { conversationId: kiel, tags: ['Umzug'] } });
    world.now += 60_000;
    const rules = strategyRulesSchema.parse({ flags: { words: { name: 'Netz', isOn: false, when: { words: ['netz'] } }, box: { name: 'Kasten', when: { words: ['box'], tags: ['umzug'] } } } });
    const run = await lea.up<DryRun>('dryRunStrategy', { rules });
    expect(run.tags).toEqual([{ tag: 'Umzug', waiting: 2, changed: 0, placed: { before: 0, after: 0 } }]);
    expect(run.flags).toMatchObject({
      conversations: 3,
      isCut: false,
      flagged: { before: 1, after: 1 },
      rules: [{ ruleId: 'box', name: 'Kasten', before: 0, after: 1 }, { ruleId: 'words', name: 'Netz', before: 1, after: 0 }],
      tags: [{ tag: 'Umzug', conversations: 2, before: 1, after: 1 }],
    });
    expect(run.flags?.changed.map(({ conversationId, isFlagged, rules: names }) => ({ conversationId, isFlagged, names })).toSorted((a, b) => Number(a.isFlagged) - Number(b.isFlagged))).toEqual([
      { conversationId: kiel, isFlagged: false, names: ['Netz'] },
      { conversationId: box, isFlagged: true, names: ['Kasten'] },
    ]);
    expect([ruleIds(kiel), ruleIds(box)]).toEqual([['words'], []]);
  });
});

test('FLAG-5 written offline before the rule fitted, an answer gets no leave until a lead has approved it; whom the rule names is asked', async () => {
  const at = await startDeskBehindLine();
  try {
    const { world: server, line, lead, home, platform, logs } = at;
    const of = strategyRulesSchema.parse({ flags: { kiel: { name: 'Kiel', when: { words: ['kiel'] }, approverId: 'lea', standInId: 'ada', dueMs: 120_000 } } });
    expect(await lead.command({ type: 'strategy.apply', data: { rules: of, baseVersion: 0 } })).toMatchObject({ status: 'accepted' });
    const id = await at.question();
    const conversation = () => server.app.center.committed.get('conversation', id);
    expect(conversation()?.approvalFlag).toBeUndefined();
    line.refuse();
    line.cut();
    await waitFor(async () => (await home.handlers['connection.get']({})).kind !== 'online', 'offline', { logs });
    const replyId = await at.send(id, 'Das geht morgen.');
    // Meanwhile the customer goes on.
    const first = server.app.center.committed.get('message', conversation()?.lastInboundMessageId ?? '');
    await server.ingest([post('more', 'kim1', 'Es ist in Kiel', { author: { remoteId: 'kim1', handle: 'kim1' }, inReplyToRemoteId: first?.remoteId })]);
    expect(conversation()?.approvalFlag?.rules).toMatchObject([{ ruleId: 'kiel' }]);
    line.mend();
    await waitFor(() => openApproval(conversation()?.approvals) !== undefined, 'asked', { logs }, 20_000);
    expect(openApproval(conversation()?.approvals)).toMatchObject({ why: 'flagged', approverId: 'lea', standInId: 'ada' });
    expect([...server.app.center.committed.all('reply').values()]).toEqual([]);
    expect(platform.sends).toBe(0);
    expect(await lead.command({ type: 'approval.give', data: { conversationId: id, replyId } })).toMatchObject({ status: 'accepted' });
    await waitFor(() => server.app.center.committed.get('reply', replyId)?.state === 'delivered', 'delivered', { logs }, 20_000);
    expect(platform.sends).toBe(1);
  } finally {
    await at.close();
  }
}, 60_000);
