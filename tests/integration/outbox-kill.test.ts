import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { until } from '../support/desk-world.ts';
import { FakeCenter } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

const KILLS = 8;
const root = path.resolve(import.meta.dirname, '../..');

/** Takes its time before and after each effect, so that a kill meets every place. */
class SlowPlatform {
  readonly effects: { key: string; part: number }[] = [];
  honoursKeys = false;
  delayMs: () => number = () => 0;
  #http: Server | undefined;

  async start(): Promise<string> {
    this.#http = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      request.on(
        'end',
        () => void this.#answer(new URL(request.url ?? '', 'http://x'), text).then((body) => response.end(JSON.stringify(body))),
      );
    });
    await new Promise<void>((resolve) => this.#http?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#http?.closeAllConnections();
    this.#http?.close();
  }

  async #answer(url: URL, text: string): Promise<unknown> {
    const find = (key: string, part: number): number => this.effects.findIndex((effect) => effect.key === key && effect.part === part);
    const idOf = (at: number): string | null => (at < 0 ? null : `r-${at}`);
    if (url.pathname === '/find') return { id: idOf(find(url.searchParams.get('key') ?? '', Number(url.searchParams.get('part')))) };
    await new Promise((resolve) => setTimeout(resolve, this.delayMs()));
    const { key, part } = JSON.parse(text) as { key: string; part: number };
    const known = find(key, part);
    if (known < 0 || !this.honoursKeys) this.effects.push({ key, part });
    const id = idOf(find(key, part));
    await new Promise((resolve) => setTimeout(resolve, this.delayMs()));
    return { id };
  }
}

class DeskProcess {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  readonly #waiting = new Map<number, (answer: { value?: unknown; error?: string }) => void>();
  #next = 1;

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [path.join(root, 'tests/support/desk-child.ts'), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.ready = new Promise((resolve) => {
      createInterface({ input: this.child.stdout! }).on('line', (line) => {
        const message = JSON.parse(line) as { ready?: boolean; id?: number; value?: unknown; error?: string };
        if (message.ready === true) resolve();
        else this.#waiting.get(message.id ?? 0)?.(message);
      });
    });
  }

  /** Never answers once the process is gone. */
  call<T>(call: string, request: unknown): Promise<T> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ value, error }) => (error === undefined ? resolve(value as T) : reject(new Error(error))));
      this.child.stdin?.write(`${JSON.stringify({ id, call, request })}\n`);
    });
  }

  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}

let center: FakeCenter;
let platform: SlowPlatform;
let dataDir: string;
beforeEach(async () => {
  center = new FakeCenter();
  platform = new SlowPlatform();
  await center.start();
  dataDir = mkdtempSync(path.join(tmpdir(), 'leitstand-kill-'));
});
afterEach(async () => {
  await center.stop();
  platform.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test.each(['none', 'key'] as const)(
  `killed ${KILLS} times while sending to a platform with idempotency "%s": nothing accepted is lost, nothing is sent twice`,
  async (idempotency) => {
    const seed = idempotency === 'none' ? 11 : 12;
    console.log(`seed ${seed}`);
    const rng = seededRng(seed);
    platform.honoursKeys = idempotency === 'key';
    platform.delayMs = () => rng.int(25);
    const platformUrl = await platform.start();
    const conversations = Array.from({ length: KILLS }, (_, n) => seedConversation(center, n + 1));
    for (const { conversationId } of conversations) center.held.add(conversationId);
    const start = async (): Promise<DeskProcess> => {
      const desk = new DeskProcess([dataDir, center.url, platformUrl, idempotency]);
      await desk.ready;
      return desk;
    };
    const online = (desk: DeskProcess): Promise<void> =>
      until(async () => (await desk.call<{ kind: string }>('connection.get', {})).kind === 'online', 'online', undefined, 30_000);
    const accepted: string[] = [];

    let desk = await start();
    await desk.call('session.signIn', { serverUrl: center.url, name: 'Ada', password: 'secret' });
    await desk.call('credentials.set', { credentialId: 'cred-1', value: '{}' });
    for (const { conversationId } of conversations) {
      await online(desk);
      const answer = await desk.call<{ status: string; entry: { replyId: string } }>('reply.send', {
        conversationId,
        text: 'Wir kümmern uns.',
        visibility: 'public',
        followUp: false,
        then: { kind: 'keep' },
      });
      expect(answer.status).toBe('queued');
      accepted.push(answer.entry.replyId);
      await new Promise((resolve) => setTimeout(resolve, rng.int(60)));
      await desk.kill();
      desk = await start();
    }
    await online(desk);
    const settled = new Set(['delivered', 'unclear']);
    const states = async (): Promise<Map<string, string>> => {
      const { entries } = await desk.call<{ entries: { replyId: string; state: { kind: string } }[] }>('outbox.load', {});
      const shown = new Map(entries.map(({ replyId, state }) => [replyId, state.kind]));
      // What is no longer shown has come back in the thread as delivered.
      return new Map(
        accepted.map((id) => [id, shown.get(id) ?? (center.state.get('reply', id)?.state === 'delivered' ? 'delivered' : 'lost')]),
      );
    };
    await until(async () => [...(await states()).values()].every((state) => settled.has(state)), 'settled', undefined, 90_000);
    const final = await states();
    await desk.kill();

    const times = (id: string): number => platform.effects.filter(({ key }) => key === id).length;
    expect(accepted.filter((id) => final.get(id) === 'lost')).toEqual([]);
    expect(accepted.filter((id) => times(id) > 1)).toEqual([]);
    expect(accepted.filter((id) => final.get(id) === 'delivered' && times(id) !== 1)).toEqual([]);
    expect(platform.effects.filter(({ key }) => !accepted.includes(key))).toEqual([]);
    // A platform that honours keys never leaves a person to decide.
    if (idempotency === 'key') expect([...final.values()].filter((state) => state !== 'delivered')).toEqual([]);
  },
  180_000,
);
