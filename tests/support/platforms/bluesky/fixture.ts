import { createBlueskyConnector } from '../../../../electron/main/channels/bluesky/connector.ts';
import { blueskyInbound } from '../../../../server/channels/bluesky/inbound.ts';
import { blueskyChannel } from '../../../../shared/channels/bluesky.ts';
import type { ChannelFixture } from '../../../contract/channel.suite.ts';
import { listenTo } from '../../feed-listener.ts';
import { startLine } from './line.ts';
import { TalkService } from './messages.ts';
import { blueskyMessageId, readBlueskyMessageId } from '../../../../shared/channels/bluesky-message.ts';
import { PASSWORD, startBluesky, write, type Written } from './server.ts';

/** Bluesky as the shared suite wants it: the real server, read by its public stream; faults strike on the way to it. */
export async function startBlueskyFixture(): Promise<ChannelFixture> {
  const server = await startBluesky();
  const brand = await server.person('marke', 'Die Marke');
  const talks = await TalkService.start(server);
  const mood = { rateLimited: false, signedOut: false };
  const line = await startLine(server.url, mood);
  const feed = blueskyInbound.openFeed?.({ account: 'marke.test', settings: { stream: server.url.replace(/^http/, 'ws'), lookUp: server.url, service: server.url, messageService: talks.name, everySeconds: 0.1 }, secrets: { appPassword: PASSWORD } });
  if (feed === undefined) throw new Error('Bluesky has a feed');
  const listener = listenTo(feed);
  const made = new Map<string, { post: Written; root: Written; author: string }>();
  return {
    descriptor: blueskyChannel,
    account: 'marke.test',
    connector: createBlueskyConnector(Date.now),
    target: { accountHandle: 'marke.test', credential: JSON.stringify({ identifier: 'marke.test', appPassword: PASSWORD }), settings: { service: line.url, messageService: talks.name } },
    badCredentials: ['', 'not json', '{}', JSON.stringify({ identifier: 'marke.test', appPassword: 'wrong' })],
    inboundVisibilities: ['public', 'private'],
    say: async ({ author, text, visibility, inReplyTo }) => {
      const agent = await server.person(author, `${author} (Kundschaft)`);
      if (visibility === 'private') {
        const words = await talks.says(agent, brand.assertDid, text);
        return blueskyMessageId(words.talkId, words.id);
      }
      const parent = inReplyTo === undefined ? undefined : made.get(inReplyTo);
      const post = await write(agent, `@marke.test ${text}`, parent === undefined ? {} : { reply: { root: parent.root, parent: parent.post } });
      made.set(post.uri, { post, root: parent?.root ?? post, author });
      return post.uri;
    },
    edit: async (remoteId, text) => {
      const agent = await server.person(made.get(remoteId)?.author ?? '');
      const [, , repo = '', collection = '', rkey = ''] = remoteId.split('/');
      const { data } = await agent.com.atproto.repo.getRecord({ repo, collection, rkey });
      await agent.com.atproto.repo.putRecord({ repo, collection, rkey, record: { ...data.value, text } });
    },
    erase: async (remoteId) => {
      const message = readBlueskyMessageId(remoteId);
      if (message !== undefined) return talks.takeDown(message.messageId);
      await (await server.person(made.get(remoteId)?.author ?? '')).deletePost(remoteId);
    },
    heard: () => listener.heard,
    answer: (to, text, visibility) => ({ parts: [text], visibility, ...(to.visibility === visibility ? { inReplyToRemoteId: to.remoteId } : {}), recipientRemoteId: to.author.remoteId, recipientHandle: to.author.handle }),
    effects: async () => [...talks.words.filter((one) => one.from === brand.assertDid && !one.deleted).map((one) => ({ remoteId: blueskyMessageId(one.talkId, one.id), text: one.text, visibility: 'private' as const })), ...(await server.postsOf(brand.assertDid)).map(({ uri, value }) => ({ remoteId: uri, text: value.text, visibility: 'public' as const, ...(value.reply === undefined ? {} : { inReplyTo: value.reply.parent.uri }) }))],
    filesOf: async (remoteId) => {
      const post = (await server.postsOf(brand.assertDid)).find(({ uri }) => uri === remoteId);
      const images = (post?.value as { embed?: { images?: { alt: string; image: { mimeType: string; ref: { toString(): string } | { $link: string } } }[] } } | undefined)?.embed?.images ?? [];
      return Promise.all(images.map(async ({ alt, image }) => {
        const cid = '$link' in image.ref ? image.ref.$link : image.ref.toString();
        const { data } = await brand.com.atproto.sync.getBlob({ did: brand.assertDid, cid });
        return { bytes: Buffer.from(data), mediaType: image.mimeType, alt };
      }));
    },
    loseUpload: () => Promise.resolve(line.fault({ kind: 'closeAfterEffect', route: 'POST /xrpc/com.atproto.repo.uploadBlob' })),
    faults: ['answerLost', 'requestLost', 'rateLimited', 'credentialExpired'],
    fault: (kind) => {
      if (kind === 'rateLimited') mood.rateLimited = true;
      else if (kind === 'credentialExpired') mood.signedOut = true;
      else line.fault({ kind: kind === 'answerLost' ? 'closeAfterEffect' : 'closeBeforeEffect', route: ['POST /xrpc/com.atproto.repo.putRecord', 'POST /xrpc/chat.bsky.convo.sendMessage'] });
      return Promise.resolve();
    },
    calm: () => {
      Object.assign(mood, { rateLimited: false, signedOut: false });
      return Promise.resolve();
    },
    stop: async () => {
      await listener.stop();
      await line.close();
      await talks.close();
      await server.close();
    },
  };
}
