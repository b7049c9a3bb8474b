import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Calendar } from '../../shared/domain/calendar.ts';
import type { HouseEdit } from '../../shared/domain/house.ts';
import { awayNoticeTaskSchema, awayWords, type AwayNoticeTask } from '../../shared/domain/away-notice.ts';
import type { Command } from '../../shared/commands/index.ts';
import type { BusinessHours } from '../../shared/domain/hours.ts';
import { openWords } from '../../server/permits/open-words.ts';
import { post, startServerWorld, until, type RawDesk, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld();
});
afterEach(() => world.close());

/** Open for one minute, three days from now. */
function shut(): BusinessHours {
  const day = (new Date().getUTCDay() + 3) % 7;
  return { timeZone: 'UTC', week: Array.from({ length: 7 }, (_, one) => (one === day ? [{ fromMinute: 720, toMinute: 721 }] : [])), holidays: [] };
}
const WORDS = { enabled: true, de: { du: 'Wir sind {open} wieder für dich da. {brand}', sie: 'Wir sind {open} wieder für Sie da. {brand}' }, en: 'We are back {open}. {brand}' };

/** Gives both queues hours in which they are closed. */
async function close(lead: RawDesk, away: Calendar['away'] = WORDS): Promise<void> {
  const calendar: Calendar = { id: 'night', name: 'Nacht', hours: shut(), away };
  const edits: HouseEdit[] = [{ noun: 'calendar', id: 'night', before: null, after: calendar }];
  for (const id of ['tv', 'mobile']) {
    const before = world.app.center.committed.get('queue', id);
    if (before !== undefined) edits.push({ noun: 'queue', id, before, after: { ...before, calendarId: 'night' } });
  }
  expect(await lead.command({ type: 'house.change', data: { edits } })).toMatchObject({ status: 'accepted' });
}

const tasks = new WeakMap<RawDesk, AwayNoticeTask[]>();
async function desk(agentId: string, replicaId?: string): Promise<RawDesk> {
  const one = await world.desk(agentId, replicaId);
  const told: AwayNoticeTask[] = [];
  tasks.set(one, told);
  one.socket.on('notice', (raw: unknown) => told.push(awayNoticeTaskSchema.parse(raw)));
  await one.hello();
  return one;
}
const toldTo = (one: RawDesk): AwayNoticeTask[] => tasks.get(one) ?? [];

function leave({ id, conversationId, epoch, frozen }: AwayNoticeTask): Command {
  return { type: 'reply.requestPermit', data: { replyId: id, conversationId, epoch, frozen, followUp: true, platformKey: id, frozenAt: Date.now() } };
}
const sent = (id: string): Command => ({ type: 'reply.report', data: { replyId: id, outcome: { kind: 'delivered', by: 'desk', remoteIds: [`out-${id}`], sentAt: Date.now() } } });
const chat = (remoteId: string, who: string, text: string): Record<string, unknown> => post(remoteId, who, text, { channel: 'sandbox-chat', visibility: 'private', threadRemoteId: `t-${who}` });
const notices = () => [...world.app.center.committed.all('awayNotice').values()];

test('AWAY-1 AWAY-2 who writes in private while it is closed is told once, over further messages, a restart and two desks; in public nobody is', async () => {
  const lea = await desk('lea');
  await close(lea);
  await world.ingest([post('p1', 'kim', 'Kein Netz in Kiel!'), chat('c1', 'jo', 'Ich komme nicht ins Internet, können Sie mir helfen?')]);
  const task = await until('the notice', () => toldTo(lea)[0]);
  expect(task.frozen).toMatchObject({ visibility: 'private', inReplyToRemoteId: 'c1', recipientRemoteId: 'id-jo', automatic: true });
  expect(task.frozen.parts[0]).toMatch(/^Wir sind am \p{L}+ um 12:00 Uhr wieder für Sie da\. Musterkom$/u);
  await world.ingest([chat('c2', 'jo', 'Hallo?')]);
  await world.restart();
  // The same person's desk comes back and is told of the same one; another desk of the center is not.
  const again = await desk('lea', notices()[0]?.replicaId);
  const ann = await desk('ann');
  expect(await until('the notice after the restart', () => toldTo(again)[0])).toMatchObject({ id: task.id });
  expect(await ann.command(leave(task))).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
  expect(await again.command(leave(task), 2)).toMatchObject({ status: 'accepted', result: { state: 'permitted' } });
  expect(await again.command(leave(task), 3)).toMatchObject({ status: 'accepted', result: { state: 'permitted' } });
  expect(await again.command(sent(task.id), 4)).toMatchObject({ status: 'accepted' });
  await world.ingest([chat('c3', 'jo', 'Ist da jemand?')]);
  await world.app.center.submit('test', () => ({ events: [] }));
  expect(notices()).toMatchObject([{ id: task.id, state: 'sent', remoteId: `out-${task.id}` }]);
});

test('AWAY-3 AWAY-4 it answers nothing: the turn stays open and unlocked, no clock stops, it stands in the thread as a machine’s word, and its echo is no answer', async () => {
  const lea = await desk('lea');
  await close(lea);
  await world.ingest([chat('c1', 'jo', 'Ich komme nicht ins Internet.')]);
  const task = await until('the notice', () => toldTo(lea)[0]);
  const conversation = () => world.app.center.committed.get('conversation', task.conversationId);
  const item = () => world.app.center.committed.get('workItem', conversation()?.workItemId ?? '');
  const due = item()?.dueAt;
  await lea.command(leave(task));
  expect(conversation()?.lockedByReplyId).toBeUndefined();
  await world.ingest([{ ...chat('o1', 'musterkom', task.frozen.parts[0] ?? ''), direction: 'out', clientKey: task.id, threadRemoteId: 't-jo', inReplyToRemoteId: 'c1' }]);
  await until('the end', () => notices()[0]?.state === 'sent');
  await lea.command(sent(task.id));
  const out = [...world.app.center.committed.all('message').values()].filter(({ direction }) => direction === 'out');
  expect(out).toMatchObject([{ remoteId: 'o1', automatic: 'autoReply', conversationId: task.conversationId }]);
  expect(conversation()).toMatchObject({ openTurn: [{}] });
  expect(conversation()?.firstAnsweredAt).toBeUndefined();
  expect(item()).toMatchObject({ waitingFor: 'us', dueAt: due });
});

test('AWAY-3 what certainly did not go out is told anew, what may be out never; a stopped account sends none', async () => {
  const lea = await desk('lea');
  await close(lea);
  await world.ingest([chat('c1', 'jo', 'Ich komme nicht ins Internet.')]);
  const first = await until('the notice', () => toldTo(lea)[0]);
  await lea.command({ type: 'account.stop', data: { accountId: 'sandbox-chat', reason: 'Probe' } });
  expect(await lea.command(leave(first))).toMatchObject({ status: 'refused', error: { code: 'ACCOUNT_STOPPED' } });
  await lea.command({ type: 'account.resume', data: { accountId: 'sandbox-chat' } });
  await lea.command(leave(first));
  await lea.command({ type: 'reply.report', data: { replyId: first.id, outcome: { kind: 'failed', failure: { code: 'REJECTED', detail: '', retryable: false } } } });
  await world.ingest([chat('c2', 'jo', 'Hallo?')]);
  const second = await until('another notice', () => toldTo(lea)[1]);
  expect(second.id).not.toBe(first.id);
  await lea.command(leave(second));
  await lea.command({ type: 'reply.report', data: { replyId: second.id, outcome: { kind: 'unconfirmed', reason: 'noResponse' } } });
  await world.ingest([chat('c3', 'jo', 'Hallo??')]);
  await until('the third message', () => world.app.center.index.messageByRemote('sandbox-chat', 'c3'));
  expect(notices().map(({ state }) => state)).toEqual(['failed', 'unclear']);
});

test('AWAY-1 the words follow language and form of address, and say when we are back', () => {
  const noon = Date.UTC(2026, 10, 20, 12);
  const hour = 3_600_000;
  expect([openWords(noon + hour, noon, 'UTC', 'de'), openWords(noon + 24 * hour, noon, 'UTC', 'de'), openWords(noon + 72 * hour, noon, 'UTC', 'de'), openWords(noon + 240 * hour, noon, 'UTC', 'de')]).toEqual(['heute um 13:00 Uhr', 'morgen um 12:00 Uhr', 'am Montag um 12:00 Uhr', 'am 30. November um 12:00 Uhr']);
  expect([openWords(noon - 3 * hour + 24 * hour, noon, 'UTC', 'en'), openWords(noon + 72 * hour, noon, 'UTC', 'en')]).toEqual(['tomorrow at 9:00', 'on Monday at 12:00']);
  const say = (language: 'de' | 'en', form: 'du' | 'sie' | undefined) => awayWords(WORDS, { language, form, brand: 'M', open: 'X' });
  expect([say('de', 'du'), say('de', 'sie'), say('de', undefined), say('en', 'du')]).toEqual(['Wir sind X wieder für dich da. M', 'Wir sind X wieder für Sie da. M', 'Wir sind X wieder für Sie da. M', 'We are back X. M']);
  expect(awayWords({ enabled: true, de: { du: '', sie: '' }, en: '' }, { language: 'de', form: 'du', brand: 'M', open: 'X' })).toBeUndefined();
});
