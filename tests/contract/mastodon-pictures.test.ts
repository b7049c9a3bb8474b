import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMastodonConnector } from '../../electron/main/channels/mastodon/connector.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { WRITE } from '../support/platforms/mastodon/fixture.ts';
import { MastodonPeer } from '../support/platforms/mastodon/peer.ts';

let peer: MastodonPeer;
let credential: string;
const desk = createMastodonConnector(Date.now);
const content = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const file = { digest: createHash('sha256').update(content).digest('hex'), name: 'a.png', mediaType: 'image/png', bytes: content.length, alt: 'Eine Lampe' };
beforeEach(async () => {
  peer = await MastodonPeer.start();
  credential = JSON.stringify({ accessToken: peer.token(peer.model.addAccount('marke', 'Die Marke'), WRITE) });
});
afterEach(() => peer.close());

const target = () => ({ accountHandle: 'marke', credential, settings: { instance: peer.url }, signal: AbortSignal.timeout(20_000) });
const send = (over: object = {}) => {
  const frozen: FrozenReply = { parts: ['So sieht es aus.'], visibility: 'public', files: [file] };
  return desk.send({ ...target(), frozen, files: [{ ...file, content, ...over }], part: 0, platformKey: 'reply-1' });
};

test('FILE-4 an instance that still works on a picture is waited for; a correction keeps the pictures of the post', async () => {
  peer.mediaTakes = 1;
  const sent = await send();
  if (sent.kind !== 'delivered') throw new Error(JSON.stringify(sent));
  const shown = peer.shows.get(sent.remoteId);
  expect(shown).toHaveLength(1);
  expect(peer.media.get(shown?.[0] ?? '')).toMatchObject({ description: 'Eine Lampe', looks: 2 });
  expect(await desk.correct?.({ ...target(), remoteId: sent.remoteId, visibility: 'public', text: 'So sieht es richtig aus.' })).toMatchObject({ kind: 'done' });
  expect(peer.shows.get(sent.remoteId)).toEqual(shown);
  expect(peer.postsOf('marke').map(({ text }) => text)).toEqual(['So sieht es richtig aus.']);
});

test('FILE-4 what the instance does not take is not brought at all, and a token without the right says so', async () => {
  expect(await send({ mediaType: 'image/tiff' })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
  expect(peer.media.size).toBe(0);
  credential = JSON.stringify({ accessToken: peer.token(peer.model.named('marke') ?? peer.model.addAccount('x', 'x'), ['write:statuses', 'read:statuses']) });
  expect(await send()).toMatchObject({ kind: 'failed', credentialRejected: true });
  expect(peer.postsOf('marke')).toEqual([]);
});
