// The web chat under the suite of every channel: visitors over real sockets, the real connector against a real server.
import { randomBytes } from 'node:crypto';
import { vi } from 'vitest';
import type { OutboundConnector, SendRequest } from '../../electron/main/channels/ports.ts';
import { chatChannel } from '../../shared/channels/chat.ts';
import type { InboundMessage } from '../../shared/domain/inbound.ts';
import { Ingest } from '../../server/ingest/ingest.ts';
import { ChatAgent } from '../support/chat-agent.ts';
import { CHAT_HANDLE, chatAccount, RawVisitor } from '../support/chat-visitor.ts';
import { PEOPLE, startServerWorld } from '../support/server-world.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { channelSuite, type ChannelFixture, type ChannelFault } from './channel.suite.ts';

channelSuite('chat', async (): Promise<ChannelFixture> => {
  const taken = vi.spyOn(Ingest.prototype, 'take');
  const heard = (): InboundMessage[] => taken.mock.calls.flatMap(([messages]) => messages as InboundMessage[]);
  const world = await startServerWorld({ commands: [chatAccount()], chatLimits: { connectPerAddress: { perSecond: 1_000, burst: 10_000 }, socketsPerAddress: 5_000 }, people: PEOPLE.map((person) => ({ ...person, capacity: 1_000 })) });
  const ann = await ChatAgent.start(world, 'ann', 'Ann Berg');
  // An untouched line to the visitors, one that can be cut for the desk.
  const line = await TcpProxy.start(world.app.url);
  const visitors = new Map<string, RawVisitor>();
  const everybody: RawVisitor[] = [];
  const keys = new Map<string, string>();
  let fault: ChannelFault | undefined;

  const real = ann.connector;
  /** Leave for a key is what the center gives a desk before it sends; here it is asked for at the first attempt. */
  async function send(request: SendRequest): ReturnType<OutboundConnector['send']> {
    const messageId = world.app.center.index.messageByRemote('web', request.frozen.inReplyToRemoteId ?? '');
    const conversationId = messageId === undefined ? undefined : world.app.center.committed.get('message', messageId)?.conversationId;
    if (conversationId === undefined) throw new Error('no conversation to answer in');
    let key = keys.get(request.platformKey);
    if (key === undefined && request.credential === credential) {
      await ann.hold(conversationId);
      key = await ann.permit(conversationId, request.frozen.parts);
      keys.set(request.platformKey, key);
    }
    if (fault === 'answerLost') line.set('hold', 'down');
    if (fault === 'requestLost') line.set('swallow', 'up');
    const late = fault === undefined ? undefined : setTimeout(() => line.cut(), 400);
    const outcome = await real.send({ ...request, platformKey: key ?? request.platformKey });
    clearTimeout(late);
    return outcome;
  }

  const credential = JSON.stringify({ ...(JSON.parse(await ann.credential()) as object), url: line.url });
  return {
    descriptor: chatChannel,
    account: CHAT_HANDLE,
    connector: { ...real, send, reconcile: (request) => real.reconcile({ ...request, platformKey: keys.get(request.platformKey) ?? request.platformKey }) },
    target: { accountHandle: CHAT_HANDLE, credential },
    badCredentials: ['', 'not json', '{}', '{"url":"file:///etc/passwd","token":"x"}'],
    inboundVisibilities: ['private'],
    say: async ({ author, text, inReplyTo }) => {
      // Somebody who answers goes on in their own chat; who opens a thread is somebody new, as every visitor is.
      const known = inReplyTo === undefined ? undefined : visitors.get(author);
      const visitor = known ?? (await RawVisitor.enter(world.app.url));
      if (known === undefined) everybody.push(visitor);
      visitors.set(author, visitor);
      const id = randomBytes(8).toString('hex');
      await visitor.say(text, id);
      const found = heard().findLast((message) => message.remoteId.endsWith(`.${id}`));
      if (found === undefined) throw new Error('it was not heard');
      return found.remoteId;
    },
    heard,
    answer: (to, text, visibility) => ({ parts: [text], visibility, inReplyToRemoteId: to.remoteId, recipientRemoteId: to.author.remoteId }),
    // What visitors are shown, each on a page that has just come: that is what exists.
    effects: async () => {
      const shown = await Promise.all(
        everybody.map(async ({ token }) => {
          const page = await RawVisitor.enter(world.app.url, { token });
          const messages = page.shown().filter((message) => message.from === 'agent' && message.gone !== true);
          await page.close();
          return messages;
        }),
      );
      return shown.flat().map(({ id, text }) => ({ remoteId: id, text, visibility: 'private' as const }));
    },
    faults: ['answerLost', 'requestLost'],
    fault: async (kind) => {
      fault = kind;
    },
    calm: async () => {
      fault = undefined;
      line.mend();
    },
    stop: async () => {
      taken.mockRestore();
      for (const visitor of everybody) await visitor.close();
      await line.stop();
      await world.close();
    },
  };
});
