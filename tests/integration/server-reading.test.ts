import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { Contact } from '../../shared/domain/contact.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { strategyRulesSchema, type StrategyRules } from '../../shared/domain/strategy.ts';
import type { WorkItem } from '../../shared/domain/work-item.ts';
import type { Command } from '../../shared/commands/index.ts';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { post, until } from '../support/server-world.ts';

const rules = (of: object): StrategyRules => strategyRulesSchema.parse(of);
const retention: Command = { type: 'skill.define', data: { id: 'retention', name: { de: 'Rückgewinnung', en: 'Retention' }, kind: 'topic' } };

let world: CoreWorld;
let ann: WireDesk;
let lea: WireDesk;
beforeEach(async () => {
  world = await CoreWorld.start({ commands: [retention] });
  world.core.start();
  [ann, lea] = [world.desk('ann'), world.desk('lea')];
  for (const desk of [ann, lea]) await desk.hello();
});
afterEach(() => world.core.stop());

const all = <N extends 'message' | 'conversation' | 'contact' | 'workItem'>(noun: N) => [...world.core.center.committed.all(noun).values()];
const message = (at = 0): Message => all('message')[at] as Message;
const conversation = (at = 0): Conversation => all('conversation')[at] as Conversation;
const contact = (at = 0): Contact => all('contact')[at] as Contact;
const item = (at = 0): WorkItem => all('workItem')[at] as WorkItem;
const rowsOf = (desk: WireDesk): QueueRow[] => desk.batches.flatMap((b) => b.rows).filter((r) => r.kind === 'workItem').flatMap((r) => (r.value === null ? [] : [r.value as QueueRow]));
const apply = (of: object, baseVersion = 0) => lea.command({ type: 'strategy.apply', data: { rules: rules(of), baseVersion } });
const said = (spans: readonly number[], text: string): string[] => Array.from({ length: spans.length / 2 }, (_, i) => text.slice(spans[i * 2], spans[i * 2 + 1]));

describe('what is read of a message when it comes', () => {
  test('READ-1 stands on the message with confidence and places of the words, in short on conversation and row; no word of the text is in the log', async () => {
    const text = '@musterkom seit gestern Abend kein Internet in Köln. Wenn das nicht bald behoben ist, wechsle ich den Anbieter. Meine Mail: kim.meier@example.org';
    await world.ingest(post('p1', 'kim', text));
    const { reading } = message();
    expect(reading).toMatchObject({ language: { label: 'de' }, answer: { label: 'true' } });
    expect(reading?.signals.map((one) => one.kind)).toEqual(expect.arrayContaining(['outage', 'threatToCancel']));
    const outage = reading?.signals.find((one) => one.kind === 'outage');
    expect(said(outage?.spans ?? [], text)).toEqual(['kein Internet']);
    expect(reading?.personal.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([['email', 'kim.meier@example.org']]);
    expect(reading?.modelsVersion).toMatch(/^[0-9a-f]{12}$/);
    expect(conversation().reading?.flags.map((one) => one.flag)).toEqual(expect.arrayContaining(['outage', 'threatToCancel', 'personalData']));
    const row = await until('the row', () => rowsOf(lea).find((one) => one.reading !== undefined));
    expect(row.reading).toMatchObject({ caseType: reading?.caseType.label, needsAnswer: true });
    expect(world.written).not.toContain('kein Internet');
    expect(world.written).not.toContain('kim.meier');
  });

  test('READ-1 how a brand’s numbers look is a rule: found in what customers write, and told to every desk for its drafts', async () => {
    expect(() => rules({ brands: { Musterkom: { numbers: [{ kind: 'customerNumber', pattern: '(a+)+b' }] } } })).toThrow('counts that end');
    await apply({ brands: { Musterkom: { numbers: [{ kind: 'customerNumber', pattern: 'MK-\\d{6}' }] } } });
    const text = 'Hier noch mal: MK-123456, danke';
    await world.ingest(post('p1', 'kim', text));
    expect(message().reading?.personal.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([['customerNumber', 'MK-123456']]);
    await until('the account to be told', () => ann.batches.flatMap((b) => b.rows).find((r) => r.kind === 'account' && r.value !== null && 'numbers' in r.value && r.value.numbers?.[0]?.pattern === 'MK-\\d{6}'));
  });

  test('READ-1 words that change are read again, and what people said of the former ones is gone; a deleted message is read no more', async () => {
    await world.ingest(post('p1', 'kim', 'Eure Hotline ist eine Frechheit, kein Internet seit Tagen'));
    await ann.command({ type: 'message.correctReading', data: { messageId: message().id, conversationId: conversation().id, task: 'sentiment', label: 'neutral' } });
    expect(message().reading?.corrections).toMatchObject({ sentiment: { label: 'neutral', byAgentId: 'ann' } });
    const edit = { v: 1, kind: 'edit', channel: 'sandbox', account: post('x', 'x', 'x').account, remoteId: 'p1', text: '@musterkom Danke für die schnelle Hilfe, super Service!', editedAt: world.now + 1 };
    expect(await world.ingest(edit)).toMatchObject([{ status: 'ingested' }]);
    expect(message().reading).toMatchObject({ caseType: { label: 'praise' } });
    expect(message().reading?.corrections).toBeUndefined();
    expect(conversation().reading).toMatchObject({ caseType: 'praise' });
    await world.ingest({ v: 1, kind: 'deletion', channel: 'sandbox', account: edit.account, remoteId: 'p1', deletedAt: world.now + 2 });
    expect(message().reading).toBeUndefined();
    expect(conversation().reading).toBeUndefined();
  });

  test('READ-1 what a machine wrote in somebody’s name says nothing of how they speak', async () => {
    await world.ingest(post('p1', 'kim', 'Vielen Dank für Ihre Nachricht, ich bin nicht im Büro. Wenden Sie sich bitte an meine Kollegen.', { automatic: 'autoReply' }));
    expect(message().reading).toBeUndefined();
    expect(contact().addressForm).toBeUndefined();
  });

  test('READ-2 erasing a person erases what was read of them, wherever it stood', async () => {
    await world.ingest(post('p1', 'kim', 'Hallo, könnt ihr mir helfen? Kein Internet. kim.meier@example.org'));
    expect(contact()).toMatchObject({ addressForm: 'du', addressFormBy: 'customer' });
    await world.core.erasure.erase(contact().id, 'lea');
    expect(message().reading).toBeUndefined();
    expect(conversation().reading).toBeUndefined();
    expect(conversation().addressForm).toBeUndefined();
    expect(contact().addressForm).toBeUndefined();
  });
});

describe('the form of address', () => {
  test('READ-3 is remembered per person and conversation: an agent’s word before the customer’s own, that before a guess', async () => {
    await world.ingest(post('p1', 'kim', 'Guten Tag, ich habe Ihnen gestern geschrieben. Können Sie mir bitte sagen, wann der Techniker kommt?'));
    expect(conversation()).toMatchObject({ addressForm: 'sie', addressFormBy: 'customer' });
    expect(contact()).toMatchObject({ addressForm: 'sie', addressFormBy: 'customer' });
    await world.ingest(post('p2', 'kim', 'Habt ihr das jetzt endlich? Meldet euch bitte bei mir, ihr seid dran.', { inReplyToRemoteId: 'p1' }));
    expect(contact()).toMatchObject({ addressForm: 'du', addressFormBy: 'customer' });
    await ann.command({ type: 'contact.setAddressForm', data: { contactId: contact().id, conversationId: conversation().id, addressForm: 'sie' } });
    await world.ingest(post('p3', 'kim', 'Könnt ihr mir wenigstens antworten? Ihr habt es versprochen.', { inReplyToRemoteId: 'p1' }));
    expect(contact()).toMatchObject({ addressForm: 'sie', addressFormBy: 'agent' });
    const row = await until('the row', () => rowsOf(lea).findLast((one) => one.turnMessages === 3));
    expect(row.addressForm).toBe('sie');
  });
});

describe('putting a verdict right', () => {
  test('READ-4 is kept with who and when, counts at once on every line, and can be taken back; a second time changes nothing', async () => {
    await world.ingest(post('p1', 'kim', 'Eure App ist so schlecht, nie wieder'));
    const data = { messageId: message().id, conversationId: conversation().id, task: 'caseType', label: 'request' } as const;
    const was = message().reading?.caseType.label ?? '';
    expect(await ann.command({ type: 'message.correctReading', data })).toMatchObject({ status: 'accepted' });
    expect(message().reading?.corrections?.caseType).toEqual({ label: 'request', was, byAgentId: 'ann', at: world.now });
    const row = await until('the row', () => rowsOf(lea).find((one) => one.reading?.caseType === 'request'));
    expect(row.reading?.confidence).toBe(1);
    const before = world.types().length;
    await ann.command({ type: 'message.correctReading', data });
    expect(world.types().slice(before)).not.toContain('message.readingCorrected');
    await ann.command({ type: 'message.correctReading', data: { ...data, label: was } });
    expect(message().reading?.corrections).toBeUndefined();
    expect(conversation().reading?.caseType).toBe(was);
    expect(await ann.command({ type: 'message.correctReading', data: { ...data, label: 'sunshine' } })).toMatchObject({ status: 'refused', error: { code: 'INPUT_INVALID', field: 'label' } });
  });

  test('READ-4 danger that nobody read reaches the lead once somebody says so', async () => {
    await world.ingest(post('p1', 'kim', 'Mir ist heute alles egal, macht doch was ihr wollt'));
    expect(item().alert).toBeUndefined();
    await ann.command({ type: 'message.correctReading', data: { messageId: message().id, conversationId: conversation().id, task: 'danger', label: 'true' } });
    expect(item()).toMatchObject({ priority: 9, alert: { reminders: 0 } });
    await until('the lead to be told', () => rowsOf(lea).find((row) => row.item.alert !== undefined && row.reading?.flags.includes('danger')));
  });
});

describe('verdicts and routing', () => {
  test('READ-5 a rule gives needs and the least priority, and the item says which verdict had a say; without a rule nothing changes', async () => {
    await world.ingest(post('p1', 'kim', 'Danke, super Service!'));
    expect(item()).toMatchObject({ priority: 0 });
    expect(item().readAs).toBeUndefined();
    expect(await apply({ reading: { threatToCancel: { needs: [{ skillId: 'nobody', minLevel: 1 }] } } })).toMatchObject({ status: 'refused', error: { code: 'STRATEGY_INVALID', field: 'rules.reading.threatToCancel.needs' } });
    expect(await apply({ reading: { threatToCancel: { needs: [{ skillId: 'retention', minLevel: 2 }], priority: 4 } } })).toMatchObject({ status: 'accepted' });
    await world.ingest(post('p2', 'tom', 'Mir reicht es, ich wechsle den Anbieter'));
    expect(item(1)).toMatchObject({ priority: 4, readAs: ['threatToCancel'], needs: expect.arrayContaining([{ skillId: 'retention', minLevel: 2 }]) as unknown });
    const why = await lea.up('why', { workItemId: item(1).id });
    expect(why).toMatchObject({ readAs: ['threatToCancel'] });
  });

  test('READ-5 a further message may move a waiting item up, and takes it from nobody who holds it', async () => {
    await world.ingest(post('p1', 'kim', 'Wann kommt der Techniker?'));
    await world.ingest(post('p2', 'kim', 'Wenn das so weitergeht, kündige ich und wechsle den Anbieter', { inReplyToRemoteId: 'p1' }));
    expect(item()).toMatchObject({ priority: 2, readAs: ['threatToCancel'] });
    await ann.command({ type: 'agent.setState', data: { state: 'available' } });
    await world.ingest(post('q1', 'tom', 'Wann kommt der Techniker?'));
    await world.core.router.idle();
    expect(item(1).ownerAgentId).toBe('ann');
    await world.ingest(post('q2', 'tom', 'Wenn das so weitergeht, wechsle ich den Anbieter', { inReplyToRemoteId: 'q1' }));
    expect(item(1)).toMatchObject({ ownerAgentId: 'ann', priority: 0 });
  });
});

describe('reach, impostors and spam waves', () => {
  test('READ-6 many followers, many replies in an hour and a name almost like ours are marked', async () => {
    await apply({ notice: { followersFrom: 5_000, perHourFrom: 3 } });
    const account = String(post('x', 'x', 'x')['account']);
    await world.ingest(post('p1', 'kim', 'Warum geht die App nicht?', { author: { remoteId: 'kim', handle: 'kim', followers: 48_000 } }));
    expect(message().reading?.marks).toEqual({ reach: 4 });
    await world.ingest(post('p2', 'tom', 'Bei mir auch nicht', { inReplyToRemoteId: 'p1' }));
    await world.ingest(post('p3', 'uwe', 'Und bei mir', { inReplyToRemoteId: 'p1' }));
    expect(message(2).reading?.marks).toEqual({ perHour: 3 });
    await world.ingest(post('p4', 'fake', 'Bitte schickt mir eure Kundennummer', { author: { remoteId: 'fake', handle: `${account}_service` } }));
    expect(message(3).reading?.marks.impostor).toMatchObject({ by: 'handle' });
    await world.ingest(post('p5', 'fake2', 'Hallo, wir helfen dir', { author: { remoteId: 'fake2', handle: 'hilfe_4711', displayName: 'Musterkom Kundenservice' } }));
    expect(message(4).reading?.marks.impostor).toMatchObject({ by: 'name' });
    const row = await until('the row', () => rowsOf(lea).find((one) => one.reading?.flags.includes('impostor')));
    expect(row.reading?.flags).toContain('impostor');
  });

  test('READ-7 almost the same words with a link from many strangers are a wave, the first of them too; one act closes it, keeps its authors out, and counts nothing as unanswered', async () => {
    await apply({ notice: { waveFrom: 3 } });
    const spam = (n: number): object => post(`s${n}`, `bot${n}`, `Verdiene jetzt ${n}00 Euro am Tag ganz bequem von zu Hause aus, alle Infos unter https://geld${n}.example/x`);
    await world.ingest(spam(1), spam(2));
    expect(all('message').some((one) => one.reading?.marks.wave !== undefined)).toBe(false);
    await world.ingest(spam(3), spam(4), post('c1', 'kim', 'Ich will nicht mehr leben, alle Infos unter https://geld.example/x, verdiene jetzt Euro am Tag bequem von zu Hause aus'));
    const waves = all('message').map((one) => one.reading?.marks.wave?.id);
    expect(new Set(waves.slice(0, 4)).size).toBe(1);
    expect(waves[4]).toBeUndefined();
    const waveId = waves[0] ?? '';
    const ids = all('workItem').map((one) => one.id);
    const answer = await lea.command({ type: 'wave.close', data: { waveId, workItemIds: ids, block: true, reason: 'Werbung' } });
    expect(answer).toMatchObject({ status: 'accepted', result: { blocked: 4, refused: [{ workItemId: ids[4], code: 'DANGER_ALONE' }] } });
    expect(all('workItem').slice(0, 4).map((one) => one.disposition)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'spam', waveId })));
    await world.ingest(post('s9', 'bot1', 'Und noch einmal: verdiene jetzt Euro'));
    expect(all('workItem').at(-1)).toMatchObject({ state: 'closed', disposition: { kind: 'spam' } });
    await world.ingest(post('s10', 'bot2', 'Ich bringe mich um'));
    expect(all('workItem').at(-1)).toMatchObject({ state: 'queued', priority: 9 });
    await lea.command({ type: 'contact.unblock', data: { contactId: contact(0).id } });
    expect(contact(0).blocked).toBeUndefined();
  });

  test('READ-7 many who ask the same without a link are no spam, however alike', async () => {
    await apply({ notice: { waveFrom: 3 } });
    for (let n = 0; n < 6; n += 1) await world.ingest(post(`f${n}`, `person${n}`, 'Wann geht das Internet in der Südstadt endlich wieder? Seit heute Morgen ist alles tot.'));
    expect(all('message').some((one) => one.reading?.marks.wave !== undefined)).toBe(false);
  });
});
