import { createSandboxChatConnector, createSandboxConnector } from '../../electron/main/channels/sandbox/connector.ts';
import { sandboxChatInbound, sandboxInbound } from '../../server/channels/sandbox/inbound.ts';
import { sandboxChatChannel } from '../../shared/channels/sandbox-chat.ts';
import { sandboxChannel } from '../../shared/channels/sandbox.ts';
import type { PostView } from '../../sandbox/render.ts';
import type { ChannelFixture } from '../contract/channel.suite.ts';
import { listenTo } from './feed-listener.ts';
import { BRAND, startPopulated } from './sandbox-client.ts';

const SIDES = {
  sandbox: { descriptor: sandboxChannel, create: createSandboxConnector, inbound: sandboxInbound, hears: ['public', 'private'] },
  'sandbox-chat': { descriptor: sandboxChatChannel, create: createSandboxChatConnector, inbound: sandboxChatInbound, hears: ['private'] },
} as const;

/** The Probeplattform as the shared suite wants it, heard through its poll feed: as a whole, or its private messages taken as chat. */
export async function startSandboxFixture(name: keyof typeof SIDES = 'sandbox'): Promise<ChannelFixture> {
  const { descriptor, create, inbound, hears } = SIDES[name];
  const { sandbox, client } = await startPopulated();
  const tokenFor = async (name: string, scopes: string[]): Promise<string> => (await client.ok<{ token: string }>('POST', '/tokens', { name, scopes, handles: [BRAND] })).token;
  const token = await tokenFor('desk', ['read', 'write']);
  const readToken = await tokenFor('server', ['read']);
  const feed = inbound.openFeed?.({ account: BRAND, settings: { url: sandbox.url, everyMs: 50 }, secrets: { token: readToken } });
  if (feed === undefined) throw new Error('the sandbox has a feed');
  const listener = listenTo(feed);
  return {
    descriptor,
    account: BRAND,
    connector: create(Date.now),
    target: { accountHandle: BRAND, credential: JSON.stringify({ url: sandbox.url, token }) },
    badCredentials: ['', 'not json', JSON.stringify({ url: sandbox.url, token: 'wrong' }), JSON.stringify({ url: sandbox.url, token: readToken })],
    inboundVisibilities: hears,
    say: async ({ author, text, visibility, inReplyTo }) => (await client.post({ author, text: `@${BRAND} ${text}`, visibility, ...(inReplyTo === undefined ? {} : { inReplyTo }), ...(visibility === 'private' ? { recipient: BRAND } : {}) })).id,
    edit: async (remoteId, text) => void (await client.ok('PATCH', `/posts/${remoteId}`, { text })),
    erase: async (remoteId) => void (await client.ok('DELETE', `/posts/${remoteId}`)),
    heard: () => listener.heard,
    answer: (to, text, visibility) => ({ parts: [text], visibility, ...(to.visibility === visibility ? { inReplyToRemoteId: to.remoteId } : {}), recipientRemoteId: to.author.remoteId, recipientHandle: to.author.handle }),
    effects: async () => {
      const { posts } = await client.ok<{ posts: PostView[] }>('GET', `/accounts/${BRAND}/posts?limit=500`);
      return posts.filter((post) => post.deletedAt === null).map((post) => ({ remoteId: post.id, text: post.text, visibility: post.visibility, ...(post.inReplyTo === null ? {} : { inReplyTo: post.inReplyTo }) }));
    },
    faults: ['answerLost', 'requestLost', 'rateLimited', 'credentialExpired'],
    fault: async (kind) => {
      if (kind === 'rateLimited') {
        await client.ok('PUT', '/faults', { faults: [{ kind: 'rateLimited', route: 'POST /posts' }] });
        return;
      }
      const name = { answerLost: 'closeAfterEffect', requestLost: 'closeBeforeEffect', credentialExpired: 'tokenExpired' }[kind];
      await client.ok('PUT', '/faults', { faults: [{ kind: name, route: 'POST /posts', remaining: 1 }] });
    },
    calm: async () => void (await client.ok('PUT', '/faults', { faults: [] })),
    stop: async () => {
      await listener.stop();
      await sandbox.close();
    },
  };
}
