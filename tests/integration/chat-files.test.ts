import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatAccount, RawVisitor } from '../support/chat-visitor.ts';
import { ChatAgent } from '../support/chat-agent.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
let ann: ChatAgent;
beforeAll(async () => {
  world = await startServerWorld({ commands: [chatAccount()] });
  ann = await ChatAgent.start(world, 'ann', 'Ann Berg');
  await ann.available();
});
afterAll(() => world?.close());

test('FILE-2 FILE-5 a file of ours reaches the visitor by a link of its own, and nobody by another', async () => {
  const lena = await RawVisitor.enter(world.app.url);
  await lena.say('Wie sieht der Anschluss aus?');
  const item = await ann.take('Wie sieht der Anschluss aus?');
  const conversation = world.app.center.live.get('conversation', item.conversationId);
  const bytes = Buffer.from('%PDF-1.7 <script>alert(1)</script> der Anschluss');
  const file = { digest: createHash('sha256').update(bytes).digest('hex'), name: 'Anschluß "plan".pdf', mediaType: 'application/pdf', bytes: bytes.length, alt: 'Der Anschluss' };
  const replyId = '018f0000-0000-7000-9000-0000000000f1';
  const { accessToken } = await world.signIn('Ann Berg');
  const put = await fetch(`${world.app.url}/contents/v1/answers/${item.conversationId}/${replyId}/${file.digest}?type=application%2Fpdf`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${accessToken}` }, body: new Uint8Array(bytes) });
  expect(put.status).toBe(200);
  const permit = await ann.desk.command({ type: 'reply.requestPermit', data: { replyId: replyId as never, conversationId: item.conversationId, epoch: conversation?.epoch ?? 0, frozen: { parts: ['So:'], visibility: 'private', files: [file] }, followUp: false, platformKey: replyId, frozenAt: Date.now(), answersThroughMessageId: conversation?.openTurn?.at(-1)?.messageId } });
  expect(permit).toMatchObject({ status: 'accepted' });
  expect(await ann.send(replyId, ['So:'])).toMatchObject({ kind: 'delivered' });
  expect(await ann.send(replyId, ['So:']), 'again the same').toMatchObject({ kind: 'delivered' });
  const line = await until('the answer at the visitor', () => lena.shown().find(({ text }) => text === 'So:'));
  expect(lena.shown().filter(({ text }) => text === 'So:')).toHaveLength(1);
  expect(line.files).toMatchObject([{ name: 'Anschluß "plan".pdf', bytes: bytes.length, alt: 'Der Anschluss' }]);
  const path = line.files?.[0]?.path ?? '';
  const got = await fetch(`${world.app.url}${path}`);
  expect(got.status).toBe(200);
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
  expect(got.headers.get('content-type')).toBe('application/octet-stream');
  expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''Anschlu%C3%9F%20%22plan%22\.pdf$/);
  expect(got.headers.get('content-security-policy')).toContain('sandbox');
  const [, , , , ref = '', day = '', sign = '', name = ''] = path.split('/');
  const other = `${sign.startsWith('A') ? 'B' : 'A'}${sign.slice(1)}`;
  for (const wrong of [[ref, day, other, name], [ref, String(Number(day) + 86_400_000), sign, name], ['file-other', day, sign, name], [ref, day, sign, 'other.html'], [ref, 'x', sign, name]])
    expect((await fetch(`${world.app.url}/chat/v1/files/${wrong.join('/')}`)).status, wrong.join(' ')).toBe(404);
  // Whoever comes again has it again.
  const again = await RawVisitor.enter(world.app.url, { token: lena.token });
  expect(again.shown().find(({ text }) => text === 'So:')?.files).toHaveLength(1);
  // Corrected, it keeps its file.
  const corrected = await fetch(`${world.app.url}/chat/v1/messages`, { method: 'PATCH', headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` }, body: JSON.stringify({ account: 'musterkom_web', id: line.id, text: 'Genau so:' }) });
  expect(corrected.status).toBe(200);
  expect((await until('the correction', () => lena.shown().find(({ text }) => text === 'Genau so:'))).files).toHaveLength(1);
  // Taken back, its file is gone as well.
  const messageId = line.id;
  const gone = await fetch(`${world.app.url}/chat/v1/messages?account=${encodeURIComponent('musterkom_web')}&id=${encodeURIComponent(messageId)}`, { method: 'DELETE', headers: { authorization: `Bearer ${accessToken}` } });
  expect(gone.status).toBe(200);
  await until('the file to be gone', async () => (await fetch(`${world.app.url}${path}`)).status === 404);
  await lena.close();
  await again.close();
});
