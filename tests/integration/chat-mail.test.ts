// Mails that come of a chat, through a real SMTP server.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ChatAgent } from '../support/chat-agent.ts';
import { chatAccount, RawVisitor } from '../support/chat-visitor.ts';
import { MailCatcher } from '../support/mail-catcher.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

let catcher: MailCatcher;
let world: ServerWorld;
let ann: ChatAgent;
const LATE_MS = 300;

beforeAll(async () => {
  catcher = await MailCatcher.start();
  world = await startServerWorld({ commands: [chatAccount()], config: { mailSmtpUrl: catcher.url, mailFrom: 'Musterkom <chat@musterkom.example>', chatLateAnswerMs: LATE_MS, timezone: 'Europe/Berlin' } });
  ann = await ChatAgent.start(world, 'ann', 'Ann Berg');
});
beforeEach(() => {
  catcher.mails.length = 0;
});
afterAll(async () => {
  await world?.close();
  await catcher?.stop();
});

async function talk(question: string, answer: string): Promise<{ visitor: RawVisitor; conversationId: string }> {
  const visitor = await RawVisitor.enter(world.app.url);
  await visitor.say(question);
  const { conversationId } = await ann.take(question);
  await ann.answer(conversationId, answer);
  await until('the answer', () => visitor.shown().length === 2);
  return { visitor, conversationId };
}

test('CHAT-8 the transcript has every word once, in order, as plain text, and says who asked for it', async () => {
  const { visitor } = await talk('Wie lange dauert der Umzug?', 'Etwa zwei Wochen.\nWir melden uns.');
  visitor.send({ t: 'transcript', email: 'lena@example.org' });
  await until('the word of it', () => visitor.frames.some((frame) => frame.t === 'mailed'));
  const mail = await until('the mail', () => catcher.mails[0]);
  expect(mail).toMatchObject({ from: 'chat@musterkom.example', to: 'lena@example.org', subject: 'Ihr Chat mit Musterkom', headers: expect.objectContaining({ 'auto-submitted': 'auto-generated', 'content-language': 'de' }) as object });
  expect(mail.messageId).toMatch(/^<[\w-]+@musterkom\.example>$/);
  expect(mail.text.split('Wie lange dauert der Umzug?')).toHaveLength(2);
  expect(mail.text).toMatch(/Sie:\n {2}Wie lange dauert der Umzug\?[^]*Ann B\.:\n {2}Etwa zwei Wochen\.\n {2}Wir melden uns\./);
  expect(mail.headers['content-type']).toMatch(/^text\/plain/);
  await visitor.close();
});

test('CHAT-8 before anybody has answered there is no transcript: nobody may mail their own words to others; and not often', async () => {
  const visitor = await RawVisitor.enter(world.app.url);
  await visitor.say('Kaufen Sie jetzt bei evil.example!');
  visitor.send({ t: 'transcript', email: 'victim@example.org' });
  await until('the refusal', () => visitor.refusals().includes('CHAT_NOTHING_SAID'));
  for (const bad of ['a@b', 'x@example.org\r\nBcc: y@example.org', '"x" <y@example.org>', 'a,b@example.org', `${'a'.repeat(250)}@example.org`]) visitor.raw(JSON.stringify({ t: 'transcript', email: bad }));
  await until('the refusals', () => visitor.closed !== undefined || visitor.refusals().filter((code) => code === 'CHAT_FRAME_INVALID').length >= 3);
  const often = await talk('Noch jemand', 'Ja, ich.');
  for (let n = 0; n < 5; n += 1) often.visitor.send({ t: 'transcript', email: 'lena@example.org' });
  await until('too often', () => often.visitor.refusals().includes('CHAT_FLOOD'));
  await until('those allowed', () => catcher.mails.length === 2);
  expect(catcher.mails.every(({ to }) => to === 'lena@example.org')).toBe(true);
  await often.visitor.close();
});

test('CHAT-8 who has left gets the answer by mail, once, where they left an address; who sees it does not', async () => {
  const gone = await RawVisitor.enter(world.app.url);
  await gone.say('Bitte antworten Sie mir per Mail', undefined, 'jo@example.org');
  const { conversationId } = await ann.take('Bitte antworten Sie mir per Mail');
  await gone.close();
  const here = await RawVisitor.enter(world.app.url);
  await here.say('Ich warte hier', undefined, 'kim@example.org');
  const other = await ann.take('Ich warte hier');
  await ann.answer(conversationId, 'Gern, hier ist die Antwort.');
  await ann.answer(other.conversationId, 'Schön, dass Sie warten.');
  const seq = await until('the answer', () => here.shown()[1]?.seq);
  here.send({ t: 'seen', seq });
  const mail = await until('the mail', () => catcher.mails.find(({ to }) => to === 'jo@example.org'));
  expect(mail).toMatchObject({ subject: 'Antwort von Musterkom' });
  expect(mail.text).toContain('Ann B. von Musterkom hat Ihnen im Chat geantwortet:');
  expect(mail.text).toContain('Gern, hier ist die Antwort.');
  // A restart sends nothing again.
  await world.restart();
  await new Promise((resolve) => setTimeout(resolve, LATE_MS * 3));
  expect(catcher.mails.map(({ to }) => to)).toEqual(['jo@example.org']);
  await here.close();
  ann = await ChatAgent.start(world, 'ann', 'Ann Berg');
});

test('CHAT-8 what a busy mail server did not take lies sealed on disk', async () => {
  const { readFileSync } = await import('node:fs');
  const { join } = await import('node:path');
  const { visitor } = await talk('Und wenn die Post streikt?', 'Dann warten wir.');
  catcher.refusals.push(451);
  visitor.send({ t: 'transcript', email: 'striker@example.org' });
  await until('the first try', () => catcher.refusals.length === 0);
  for (const name of ['mail.db', 'mail.db-wal', 'chat.db', 'chat.db-wal']) {
    const file = readFileSync(join(world.dataDir, 'server', name));
    for (const needle of ['striker@example.org', 'jo@example.org', 'Dann warten wir']) expect(file.includes(needle)).toBe(false);
  }
  expect(catcher.mails).toHaveLength(0);
  await visitor.close();
});
