import { afterEach, beforeEach, expect, it } from 'vitest';
import { startServerWorld, post, type ServerWorld } from '../support/server-world.ts';
import { deliver } from '../prove/proofs/webhooks/story.ts';

// Found by the proof `webhooks`: a deletion that overtook its post was answered 200 and forgotten, so the deleted post stayed; and whoever knew the secret of one
// account could speak for another.

const OWN = 'the secret of musterkom';
let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld({ config: { webhookSecrets: { musterkom: OWN, zweitmarke: 'the secret of zweitmarke' } } });
});
afterEach(() => world.close());

const message = (remoteId: string) => {
  const id = world.app.center.index.messageByRemote('sandbox', remoteId);
  return id === undefined ? undefined : world.app.center.committed.get('message', id);
};

it('an edit and a deletion that came before their post hold once it is there', async () => {
  const edit = { v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', text: 'neu', editedAt: Date.now() };
  const older = { ...edit, text: 'alt', editedAt: edit.editedAt - 1_000 };
  const deletion = { v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom', remoteId: 'p2', deletedAt: Date.now() };
  const early = await world.ingest([edit, older, deletion, deletion]);
  expect(early.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(await world.ingest([post('p1', 'lena', 'zuerst'), post('p2', 'lena', 'weg')])).toMatchObject([{ status: 'ingested' }, { status: 'ingested' }]);
  expect(message('p1')).toMatchObject({ editedAt: edit.editedAt });
  expect(message('p2')?.deletedAt).toBe(deletion.deletedAt);
  // Once: a post of that id that comes again changes nothing.
  expect(await world.ingest([post('p1', 'lena', 'zuerst')])).toMatchObject([{ status: 'duplicate' }]);
});

it('the address of an account takes nothing for another account, however well it is signed', async () => {
  const at = new Date().toISOString();
  const event = { eventNo: 1, type: 'post.created', at, accounts: ['musterkom'], post: { id: 'p3', threadId: 'p3', inReplyTo: null, author: { handle: 'm', displayName: 'M', kind: 'person', followers: 0 }, recipient: null, text: 'hallo', visibility: 'public', createdAt: at, editedAt: null, deletedAt: null, clientKey: null, url: 'x' } };
  const send = async (account: string, secret: string) => {
    const { path, body, headers } = deliver(secret, account, [event], Date.now(), 'd1');
    const response = await fetch(`${world.app.url}${path}`, { method: 'POST', body, headers });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  expect(await send('zweitmarke', 'the secret of zweitmarke')).toMatchObject({ status: 401, body: { error: { code: 'WEBHOOK_FORGED', field: 'account' } } });
  expect(message('p3')).toBeUndefined();
  expect((await send('Musterkom', OWN)).status).toBe(404);
  expect((await send('musterkom', OWN)).status).toBe(200);
  expect(message('p3')).toBeDefined();
});
