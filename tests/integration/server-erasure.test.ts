import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startServerWorld, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld();
});
afterEach(() => world.close());

const erase = async (who: string, contactId: string): Promise<{ status: number; body: unknown }> => {
  const { accessToken } = await world.signIn(who);
  const response = await fetch(`${world.app.url}/admin/contacts/${contactId}/erase`, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' } });
  return { status: response.status, body: await response.json() };
};
const post = (remoteId: string, text: string) => ({ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId, direction: 'in', author: { remoteId: 'kim', handle: 'kim', displayName: 'Kim Musterfrau' }, text, visibility: 'public', sentAt: Date.now() });

it('ERA-1 ERA-2 at an admin’s word and nobody else’s, on record, over a restart; a new post is heard', async () => {
  await world.ingest([post('q1', 'Mein Geheimnis 4711')]);
  const contactId = [...world.app.center.committed.all('contact').keys()][0] ?? '';
  expect(await erase('Lea Dorn', contactId)).toMatchObject({ status: 403, body: { error: { code: 'NOT_ALLOWED' } } });
  expect(world.app.center.committed.get('contact', contactId)?.erasedAt).toBeUndefined();
  expect(await erase('Ada Egge', 'nobody')).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND', field: 'contactId' } } });
  expect(await erase('Ada Egge', contactId)).toEqual({ status: 200, body: { messages: 1, conversations: 1 } });
  await world.restart();
  expect(world.app.center.committed.get('contact', contactId)?.erasedAt).toBeDefined();
  expect(await world.ingest([post('q1', 'Mein Geheimnis 4711')])).toMatchObject([{ status: 'duplicate' }]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await world.ingest([post('q2', 'Hallo, ich wieder')])).toMatchObject([{ status: 'ingested' }]);
  expect([...world.app.center.committed.all('contact').values()].filter((contact) => contact.erasedAt === undefined)).toHaveLength(1);
  const files = readdirSync(world.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes('Mein Geheimnis'));
  expect(found.map(({ name }) => name)).toEqual([]);
  expect(files.some((file) => file.name.includes('audit') && readFileSync(join(file.parentPath, file.name)).includes('contact.erase'))).toBe(true);
}, 60_000);
