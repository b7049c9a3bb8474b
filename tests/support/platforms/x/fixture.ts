import { createXConnector } from '../../../../electron/main/channels/x/connector.ts';
import { xInbound } from '../../../../server/channels/x/inbound.ts';
import { xChannel } from '../../../../shared/channels/x.ts';
import type { ChannelFixture } from '../../../contract/channel.suite.ts';
import { listenTo } from '../../feed-listener.ts';
import { openHookDoor } from '../hook-door.ts';
import { addXMedia } from './media.ts';
import { XPeer } from './peer.ts';

const HANDLE = 'musterkom_hilft';

/** X as the shared suite wants it: posts are read by the feed (with a look for deletions every few milliseconds), direct messages arrive at the hook. */
export async function startXFixture(): Promise<ChannelFixture> {
  const peer = await XPeer.start();
  const brand = peer.model.addUser(HANDLE, 'Musterkom Hilft', 48_210);
  for (const [username, name] of [['lena', 'Lena K.'], ['jonas', 'Jonas Brandt'], ['nina', 'Nina Vogel']] as const) peer.model.addUser(username, name, 120);
  const brought = addXMedia(peer);
  const token = peer.token(brand);
  const feed = xInbound.openFeed?.({ account: HANDLE, settings: { remoteId: brand.id, apiUrl: peer.url, everySeconds: 0.1, recheckHours: 0.000_01 }, secrets: { bearer: peer.token() } });
  if (feed === undefined) throw new Error('X has a feed');
  const listener = listenTo(feed);
  const door = await openHookDoor(xInbound, peer.consumerSecret, { [brand.id]: HANDLE });
  await peer.hooks.register(door.url, [brand.id]);
  Object.assign(peer.limits, { mentions: 1_000_000, lookup: 1_000_000 });
  return {
    descriptor: xChannel,
    account: HANDLE,
    connector: createXConnector(Date.now),
    target: { accountHandle: HANDLE, credential: JSON.stringify({ accessToken: token }), settings: { remoteId: brand.id, apiUrl: peer.url } },
    badCredentials: ['', 'not json', '{}', JSON.stringify({ accessToken: 'wrong' }), JSON.stringify({ accessToken: peer.token() })],
    inboundVisibilities: ['public', 'private'],
    say: async ({ author, text, visibility, inReplyTo }) => (visibility === 'private' ? peer.writesTo(author, HANDLE, text) : (await peer.says(author, `@${HANDLE} ${text}`, inReplyTo === undefined ? {} : { inReplyTo })).id),
    edit: async (remoteId, text) => void (await peer.edits(remoteId, `@${HANDLE} ${text}`)),
    erase: (remoteId) => peer.deletes(remoteId),
    // The hook tells of posts, too: which of both is first does not matter to ingest, but the suite counts.
    heard: () => [...listener.heard, ...door.heard.filter((one) => one.kind === 'post' && one.visibility === 'private')],
    answer: (to, text, visibility) => ({ parts: [text], visibility, ...(visibility === 'public' ? { inReplyToRemoteId: to.remoteId } : {}), recipientRemoteId: to.author.remoteId, recipientHandle: to.author.handle }),
    effects: () =>
      Promise.resolve([
        ...peer.postsOf(HANDLE).map((post) => ({ remoteId: post.id, text: post.text, visibility: 'public' as const, ...(post.inReplyTo === undefined ? {} : { inReplyTo: post.inReplyTo }) })),
        ...[...peer.model.messages.values()].filter((one) => one.senderId === brand.id && !one.deleted).map((one) => ({ remoteId: one.id, text: one.text, visibility: 'private' as const })),
      ]),
    filesOf: (remoteId) => {
      const made = peer.http.exchanges.find(({ label, body }) => label === 'POST /2/tweets' && (body as { data?: { id?: string } }).data?.id === remoteId);
      const told = peer.http.exchanges.find(({ label, body }) => label.endsWith('/messages') && (body as { data?: { dm_event_id?: string } }).data?.dm_event_id === remoteId);
      const ids = (made?.json as { media?: { media_ids?: string[] } } | undefined)?.media?.media_ids ?? (told?.json as { attachments?: { media_id: string }[] } | undefined)?.attachments?.map(({ media_id: id }) => id) ?? [];
      return Promise.resolve(ids.flatMap((id) => brought.get(id) ?? []));
    },
    loseUpload: () => Promise.resolve(peer.http.fault({ kind: 'closeAfterEffect', route: 'POST /2/media/upload' })),
    faults: ['answerLost', 'requestLost', 'rateLimited', 'credentialExpired'],
    fault: (kind) => {
      if (kind === 'rateLimited') Object.assign(peer.limits, { post: 0, dm: 0 });
      else if (kind === 'credentialExpired') peer.expire(token);
      else peer.http.fault({ kind: kind === 'answerLost' ? 'closeAfterEffect' : 'closeBeforeEffect', route: 'POST /2/' });
      return Promise.resolve();
    },
    calm: () => {
      Object.assign(peer.limits, { post: 100, dm: 15 });
      const held = peer.model.tokens.get(token);
      if (held !== undefined) held.expired = false;
      return Promise.resolve();
    },
    stop: async () => {
      await listener.stop();
      await door.close();
      await peer.close();
    },
  };
}
