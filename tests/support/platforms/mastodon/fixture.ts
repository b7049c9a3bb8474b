import { createMastodonConnector } from '../../../../electron/main/channels/mastodon/connector.ts';
import { mastodonInbound } from '../../../../server/channels/mastodon/inbound.ts';
import { mastodonChannel } from '../../../../shared/channels/mastodon.ts';
import type { ChannelFixture } from '../../../contract/channel.suite.ts';
import { listenTo } from '../../feed-listener.ts';
import { eventually } from '../../sandbox-client.ts';
import { MastodonPeer } from './peer.ts';

export const READ = ['read:notifications', 'read:statuses'];
export const WRITE = ['write:statuses', 'write:media', 'read:statuses', 'read:accounts'];

/** Mastodon as the shared suite wants it: the peer, listened to by its stream. */
export async function startMastodonFixture(): Promise<ChannelFixture> {
  const peer = await MastodonPeer.start();
  peer.limits.calls = 1_000_000;
  const brand = peer.model.addAccount('marke', 'Die Marke');
  const writing = peer.token(brand, WRITE);
  const feed = mastodonInbound.openFeed?.({ account: 'marke', settings: { instance: peer.url, everySeconds: 0.1, againMinutes: 0.002 }, secrets: { token: peer.token(brand, READ) } });
  if (feed === undefined) throw new Error('Mastodon has a feed');
  const listener = listenTo(feed);
  await eventually('the stream', () => listener.health().state === 'live');
  return {
    descriptor: mastodonChannel,
    account: 'marke',
    connector: createMastodonConnector(Date.now),
    target: { accountHandle: 'marke', credential: JSON.stringify({ accessToken: writing }), settings: { instance: peer.url } },
    badCredentials: ['', 'not json', '{}', JSON.stringify({ accessToken: 'wrong' }), JSON.stringify({ accessToken: peer.token(brand, READ) })],
    inboundVisibilities: ['public', 'private'],
    say: ({ author, text, visibility, inReplyTo }) => Promise.resolve(peer.says(author, `@marke ${text}`, { visibility: visibility === 'private' ? 'direct' : 'public', inReplyToId: inReplyTo }).id),
    edit: (remoteId, text) => Promise.resolve(peer.edits(remoteId, `@marke ${text}`)),
    erase: (remoteId) => Promise.resolve(peer.deletes(remoteId)),
    heard: () => listener.heard.filter((one, at) => listener.heard.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === at),
    answer: (to, text, visibility) => ({ parts: [text], visibility, inReplyToRemoteId: to.remoteId, recipientRemoteId: to.author.remoteId, recipientHandle: to.author.handle }),
    effects: () => Promise.resolve(peer.postsOf('marke').map((one) => ({ remoteId: one.id, text: one.text, visibility: one.visibility === 'direct' ? ('private' as const) : ('public' as const), ...(one.inReplyToId === undefined ? {} : { inReplyTo: one.inReplyToId }) }))),
    filesOf: (remoteId) => Promise.resolve((peer.shows.get(remoteId) ?? []).flatMap((id) => { const one = peer.media.get(id); return one === undefined ? [] : [{ bytes: one.bytes, mediaType: one.mediaType, alt: one.description }]; })),
    loseUpload: () => Promise.resolve(peer.http.fault({ kind: 'closeAfterEffect', route: 'POST /api/v2/media' })),
    faults: ['answerLost', 'requestLost', 'rateLimited', 'credentialExpired'],
    fault: (kind) => {
      const token = peer.tokens.get(writing);
      if (kind === 'rateLimited') peer.limits.posts = 0;
      else if (kind === 'credentialExpired' && token !== undefined) token.revoked = true;
      else peer.http.fault({ kind: kind === 'answerLost' ? 'closeAfterEffect' : 'closeBeforeEffect', route: 'POST /api/v1/statuses' });
      return Promise.resolve();
    },
    calm: () => {
      peer.limits.posts = 300;
      const token = peer.tokens.get(writing);
      if (token !== undefined) token.revoked = false;
      return Promise.resolve();
    },
    stop: async () => {
      await listener.stop();
      await peer.close();
    },
  };
}
