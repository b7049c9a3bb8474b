// The brand edits, outside this desk, what it once wrote to somebody who asked to be forgotten: that made the person a new key and brought words of the conversation back.
import { expect, test } from 'vitest';
import { CoreWorld } from '../support/core-world.ts';
import { post } from '../support/server-world.ts';

test('an edit seals nothing for a person who was erased: of what was said before it is not heard, of what came after it is the account’s', async () => {
  const world = await CoreWorld.start();
  const brand = (remoteId: string, text: string): object => post(remoteId, 'brand', text, { direction: 'out', inReplyToRemoteId: 'q1', sentAt: world.now });
  const edit = (remoteId: string, text: string): object => ({ v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom', remoteId, text, editedAt: world.now + 1 });
  await world.ingest(post('q1', 'kim', 'Frage', { sentAt: world.now }), brand('b1', 'Antwort an Kim'));
  const contactId = [...world.core.center.live.all('contact').keys()][0] ?? '';
  expect(world.disk.keys.has(contactId)).toBe(true);
  await world.core.erasure.erase(contactId, 'ada');
  expect(await world.ingest(edit('b1', 'Antwort an Kim, berichtigt'))).toMatchObject([{ status: 'duplicate' }]);
  expect(await world.ingest(brand('b2', 'Nachtrag'), edit('b2', 'Nachtrag, berichtigt'))).toMatchObject([{ status: 'ingested' }, { status: 'ingested' }]);
  expect(world.disk.keys.has(contactId)).toBe(false);
  expect([...world.disk.bodies.values()].map((body) => body.contactId)).toEqual(['account:sandbox']);
});
