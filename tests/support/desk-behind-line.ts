import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { EffectLog, until } from './desk-world.ts';
import { PASSWORD, startServerWorld, type RawDesk, type ServerWorld } from './server-world.ts';
import { TcpProxy } from './tcp-proxy.ts';

type Answered = Awaited<ReturnType<DeskCore['handlers']['outbox.load']>>['entries'][number];
type Schedule = { readonly sendAt: number; readonly executor: 'thisDesk' };

/** A real server, Ann's real desk at home behind a line that can be cut, signed in and online, and a lead's raw desk. */
export interface DeskBehindLine {
  readonly world: ServerWorld;
  readonly line: TcpProxy;
  readonly lead: RawDesk;
  readonly home: DeskCore;
  /** What reached the platform. */
  readonly platform: EffectLog;
  readonly logs: string[];
  online(): Promise<unknown>;
  /** A new customer's question that Ann holds; gives its conversation. */
  question(): Promise<string>;
  /** Gives the reply's id; throws the code of a refusal. */
  send(conversationId: string, text: string, schedule?: Schedule): Promise<string>;
  stateOf(replyId: string): Promise<Answered['state'] | undefined>;
  close(): Promise<void>;
}

export async function startDeskBehindLine(options: Parameters<typeof startServerWorld>[0] = {}): Promise<DeskBehindLine> {
  const world = await startServerWorld(options);
  const line = await TcpProxy.start(world.app.url);
  const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-behind-line-'));
  const lead = await world.desk('lea');
  await lead.hello();
  const platform = new EffectLog();
  const logs: string[] = [];
  const say = (level: string) => (fields: object, message: string): void => void logs.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const home = await createDeskCore({ dataDir: folder, appVersion: 'test', secretStore: { store: new MemorySecretStore(), kind: 'keychain' }, connectors: new Map([['sandbox', platform]]), clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, serverUrl: line.url, defaultSettings: { undoMs: 0 }, linkTimes: { retryMinMs: 50, retryMaxMs: 200 } as never });
  await home.handlers['session.signIn']({ serverUrl: line.url, name: 'Ann Berg', password: PASSWORD });
  await home.handlers['credentials.set']({ credentialId: 'sandbox', value: '{"token":"x"}' });
  const online = (): Promise<unknown> => until(async () => (await home.handlers['connection.get']({})).kind === 'online', 'online', { logs }, 20_000);
  await online();
  let questions = 0;

  return {
    world,
    line,
    lead,
    home,
    platform,
    logs,
    online,
    async question() {
      const { center } = world.app;
      const before = center.committed.all('workItem').size;
      const author = `kim${(questions += 1)}`;
      await world.ingest([{ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId: `q-${author}`, direction: 'in', author: { remoteId: author, handle: author }, text: `Frage ${questions}`, visibility: 'public', sentAt: Date.now() }]);
      await until(() => center.committed.all('workItem').size === before + 1, 'item', { logs });
      const item = [...center.committed.all('workItem').values()].at(-1);
      if (item?.ownerAgentId !== 'ann') await home.handlers['command.run']({ command: { type: 'workItem.take', v: 1, data: { workItemId: item?.id } } });
      const conversationId = item?.conversationId ?? '';
      await until(async () => (await home.handlers['conversation.open']({ conversationId })).held === 'held', 'held', { logs });
      return conversationId;
    },
    async send(conversationId, text, schedule) {
      const answer = await home.handlers['reply.send']({ conversationId, text, visibility: 'public', followUp: false, then: { kind: 'wait' }, ...(schedule === undefined ? {} : { schedule }) });
      if (answer.status === 'refused') throw new Error(answer.code);
      return answer.entry.replyId;
    },
    stateOf: async (replyId) => (await home.handlers['outbox.load']({})).entries.find((one) => one.replyId === replyId)?.state,
    async close() {
      await home.close().catch(() => undefined);
      await line.stop();
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
