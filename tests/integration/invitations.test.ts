import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { INVITATION_SALT, readInvitationCode, writeInvitationCode } from '../../shared/domain/invitation.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { PASSWORD, startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

// A real server, the admin's real desk, and desks of people who come for the first time.
let world: ServerWorld;
let admin: DeskWorld;
const desks: DeskWorld[] = [];
beforeAll(async () => {
  world = await startServerWorld();
  admin = new DeskWorld(world.app.url);
  await admin.open();
  await admin.core.handlers['session.signIn']({ serverUrl: world.app.url, name: 'Ada Egge', password: PASSWORD });
  await until('the link', async () => (await admin.core.handlers['connection.get']({})).kind === 'online');
});
afterAll(async () => {
  for (const desk of [admin, ...desks]) await desk.dispose();
  await world.close();
});

async function addPerson(id: string, name: string, initials: string): Promise<void> {
  const after = { id, name, initials, role: 'agent' as const, teamIds: ['north'], place: 'home' as const, skills: [{ skillId: 'tv', level: 3 }], capacity: 100, disabled: false };
  const answer = await admin.core.handlers['command.run']({ command: { type: 'house.change', v: 1, data: { edits: [{ noun: 'agent', id, before: null, after }] } } });
  expect(answer).toMatchObject({ status: 'accepted' });
}
async function invite(agentId: string): Promise<string> {
  const answer = await admin.core.handlers['invitation.make']({ agentId });
  if (answer.status !== 'made') throw new Error(answer.code);
  return answer.code;
}
async function newDesk(): Promise<DeskWorld> {
  const desk = new DeskWorld(world.app.url);
  desks.push(desk);
  await desk.open();
  return desk;
}
const redeem = async (code: string, password = 'ein gutes Passwort', desk?: DeskWorld): Promise<unknown> => (desk ?? (await newDesk())).core.handlers['session.redeem']({ serverUrl: world.app.url, code, password }).then((view) => view, (error: { code?: string }) => error.code);

test('INVITE-1 a code has 140 bits, is read however it is typed, and nothing else is taken for one', () => {
  const code = writeInvitationCode(new Uint8Array(28).map((_, i) => i * 37));
  expect(code).toMatch(/^([\dA-HJKMNP-TV-Z]{4}-){6}[\dA-HJKMNP-TV-Z]{4}$/);
  expect(readInvitationCode(` ${code.toLowerCase().replaceAll('-', ' – ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`)).toBe(code.replaceAll('-', ''));
  for (const wrong of ['', code.slice(1), `${code}A`, code.replace(/^./, 'U'), code.replace(/^./, '!')]) expect(readInvitationCode(wrong)).toBeUndefined();
  expect(() => writeInvitationCode(new Uint8Array(27))).toThrow();
});

test('INVITE-2 who comes with the code is in, as the book has them, and signs in by name and password from then on; the code works once', async () => {
  await addPerson('neu', 'Nele Neu', 'NN');
  const code = await invite('neu');
  const [first, second] = [await newDesk(), await newDesk()];
  expect(await redeem(code, 'kurz', first)).toBe('AUTH_PASSWORD_WEAK');
  // Two at once: one of them gets in.
  const both = await Promise.all([redeem(code, 'ein gutes Passwort', first), redeem(code, 'ein anderes Passwort', second)]);
  expect(both.filter((one) => typeof one === 'object')).toMatchObject([{ kind: 'signedIn', agentId: 'neu', name: 'Nele Neu', role: 'agent' }]);
  expect(both.filter((one) => typeof one === 'string')).toEqual(['INVITATION_USED']);
  expect(await redeem(code)).toBe('INVITATION_USED');
  const winner = both[0] === 'INVITATION_USED' ? second : first;
  await until('the link', async () => (await winner.core.handlers['connection.get']({})).kind === 'online');
  const again = await newDesk();
  expect(await again.core.handlers['session.signIn']({ serverUrl: world.app.url, name: 'nele neu', password: winner === first ? 'ein gutes Passwort' : 'ein anderes Passwort' })).toMatchObject({ kind: 'signedIn', agentId: 'neu' });
});

test('INVITE-3 replaced, taken back, run out, or for somebody disabled it opens nothing; a password there was is replaced', async () => {
  await addPerson('otto', 'Otto Offen', 'OO');
  const [old, newer] = [await invite('otto'), await invite('otto')];
  expect(await redeem(old)).toBe('INVITATION_INVALID');
  expect(await admin.core.handlers['command.run']({ command: { type: 'invitation.revoke', v: 1, data: { agentId: 'otto' } } })).toMatchObject({ status: 'accepted' });
  expect(await redeem(newer)).toBe('INVITATION_REVOKED');
  const late = writeInvitationCode(new Uint8Array(28).fill(9));
  const digest = createHash('sha256').update(INVITATION_SALT).update(readInvitationCode(late) ?? '').digest('hex');
  const { center } = world.app;
  await center.submit('ada', () => ({ events: [{ type: 'invitation.made', data: { agentId: 'otto', digest, byAgentId: 'ada', madeAt: center.now() - 60_000, expiresAt: center.now() - 1 } }] }));
  expect(await redeem(late)).toBe('INVITATION_EXPIRED');
  const ben = await invite('ben');
  const session = await world.desk('ben');
  const cut = new Promise<void>((resolve) => session.socket.once('disconnect', () => resolve()));
  expect(await redeem(ben, 'Bens neues Passwort')).toMatchObject({ kind: 'signedIn', agentId: 'ben' });
  await cut;
  expect(await world.signIn('Ben Carl')).toMatchObject({ error: { code: 'AUTH_REFUSED' } });
});

test('INVITE-3 guessing is slowed down', async () => {
  const wrong = writeInvitationCode(new Uint8Array(28));
  const codes: unknown[] = [];
  for (let i = 0; i < 12; i += 1) {
    const response = await fetch(`${world.app.url}/auth/invitation`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: wrong, password: 'ein gutes Passwort' }) });
    codes.push(((await response.json()) as { error: { code: string } }).error.code);
  }
  expect(codes.at(-1)).toBe('AUTH_THROTTLED');
});

test('INVITE-4 the book says who invited whom and when it was used; the code stands nowhere on the server, the digest on no desk', async () => {
  await addPerson('pia', 'Pia Probe', 'PP');
  const code = await invite('pia');
  const lea = await world.desk('lea');
  await lea.hello();
  await until('the row', () => lea.rows('invitation').get('pia'));
  expect(lea.rows('invitation').get('pia')).toEqual({ agentId: 'pia', byAgentId: 'ada', madeAt: expect.any(Number) as number, expiresAt: expect.any(Number) as number });
  const ann = await world.desk('ann');
  await ann.hello();
  await until('rows', () => ann.rows('queue').size > 0);
  expect(ann.rows('invitation').size).toBe(0);
  const kept = world.app.center.committed.get('invitation', 'pia');
  expect(kept?.digest).toMatch(/^[\da-f]{64}$/);
  expect((kept?.expiresAt ?? 0) - (kept?.madeAt ?? 0)).toBe(72 * 3_600_000);
  const signs = readInvitationCode(code) ?? '';
  const files = readdirSync(world.dataDir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const whole = files.map((one) => readFileSync(path.join(one.parentPath, one.name), 'latin1')).join('\n');
  for (const hidden of [code, signs]) expect(whole.includes(hidden)).toBe(false);
  expect(whole.includes('invitation.make')).toBe(true);
});
