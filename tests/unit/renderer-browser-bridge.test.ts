import { describe, expect, it } from 'vitest';
import { openBrowserBridge, type BrowserDoors } from '../../renderer/src/bridge/browser-bridge.ts';
import type { LinkStatus } from '../../renderer/src/bridge/link-status.ts';

/** A socket whose other end is the test. */
class Line extends EventTarget {
  readonly sent: { id: number; name: string; request: unknown }[] = [];
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as { id: number; name: string; request: unknown });
  }
  open(): void {
    this.dispatchEvent(new Event('open'));
  }
  say(frame: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: typeof frame === 'string' ? frame : JSON.stringify(frame) }));
  }
  close(code = 1006): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

interface World {
  readonly lines: Line[];
  readonly statuses: LinkStatus[];
  readonly posts: unknown[];
  readonly waits: number[];
  readonly bridge: ReturnType<typeof openBrowserBridge>;
  later(): void;
}

async function world(options: { token?: string; post?: () => Promise<number>; session?: () => Promise<number> } = {}): Promise<World> {
  const lines: Line[] = [];
  const statuses: LinkStatus[] = [];
  const posts: unknown[] = [];
  const waits: number[] = [];
  const planned: (() => void)[] = [];
  const doors: BrowserDoors = {
    origin: 'http://127.0.0.1:4711',
    takeToken: () => options.token,
    post: async (_path, body) => {
      posts.push(body);
      return options.post === undefined ? 204 : options.post();
    },
    get: async () => (options.session === undefined ? 204 : options.session()),
    socket: (url) => {
      const line = new Line(url);
      lines.push(line);
      return line as unknown as WebSocket;
    },
    now: () => 1_000,
    after: (ms, run) => {
      waits.push(ms);
      planned.push(run);
    },
  };
  const bridge = openBrowserBridge((status) => statuses.push(status), doors);
  await settle();
  return { lines, statuses, posts, waits, bridge, later: () => planned.splice(0).forEach((run) => run()) };
}
const settle = async (): Promise<void> => {
  for (let n = 0; n < 5; n += 1) await Promise.resolve();
};

describe('the bridge of the browser host', () => {
  it('exchanges the token once, then opens the socket of its own origin', async () => {
    const { posts, lines, statuses } = await world({ token: 'einmal' });
    expect(posts).toEqual([{ token: 'einmal' }]);
    expect(lines.map((line) => line.url)).toEqual(['ws://127.0.0.1:4711/ipc']);
    lines[0]?.open();
    expect(statuses.map((status) => status.kind)).toEqual(['connecting', 'up']);
  });

  it('needs no token on a reload: the cookie is enough', async () => {
    const { posts, lines } = await world();
    expect(posts).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  it('matches answers to calls in any order and hands pushes to their listeners', async () => {
    const { bridge, lines } = await world();
    const line = lines[0] as Line;
    line.open();
    const heard: unknown[] = [];
    const stop = bridge.on('notice', (notice) => heard.push(notice));
    const first = bridge.call('settings.get', {});
    const second = bridge.call('connection.get', {});
    const [a, b] = line.sent;
    line.say({ id: b?.id, result: { ok: true, value: 'zwei' } });
    line.say({ id: a?.id, result: { ok: true, value: 'eins' } });
    expect(await first).toEqual({ ok: true, value: 'eins' });
    expect(await second).toEqual({ ok: true, value: 'zwei' });
    line.say({ topic: 'notice', payload: { id: 'n' } });
    line.say('kein JSON');
    stop();
    line.say({ topic: 'notice', payload: { id: 'm' } });
    expect(heard).toEqual([{ id: 'n' }]);
  });

  it('fails calls under way when the line drops, tries again with growing pauses, and goes on after', async () => {
    const { bridge, lines, statuses, waits, later } = await world();
    lines[0]?.open();
    const call = bridge.call('settings.get', {});
    lines[0]?.close();
    expect(await call).toMatchObject({ ok: false, error: { code: 'DESK_NOT_RUNNING' } });
    expect(await bridge.call('settings.get', {})).toMatchObject({ ok: false, error: { code: 'DESK_NOT_RUNNING' } });
    expect(statuses.at(-1)).toEqual({ kind: 'lost', since: 1_000 });
    for (let n = 1; n <= 6; n += 1) {
      later();
      lines.at(-1)?.close();
      await settle();
    }
    expect(waits).toEqual([300, 600, 1_200, 2_400, 4_800, 5_000, 5_000]);
    later();
    lines.at(-1)?.open();
    expect(statuses.at(-1)).toEqual({ kind: 'up' });
    const again = bridge.call('settings.get', {});
    lines.at(-1)?.say({ id: lines.at(-1)?.sent[0]?.id, result: { ok: true, value: 1 } });
    expect(await again).toEqual({ ok: true, value: 1 });
  });

  it('tells a refused session from a program that does not run', async () => {
    const refused = await world({ session: async () => 401 });
    refused.lines[0]?.close();
    await settle();
    expect(refused.statuses.at(-1)).toEqual({ kind: 'refused' });
    const down = await world({ session: () => Promise.reject(new Error('refused')) });
    down.lines[0]?.close();
    await settle();
    expect(down.statuses.at(-1)?.kind).toBe('lost');
    const thrownOut = await world();
    thrownOut.lines[0]?.open();
    thrownOut.lines[0]?.close(4401);
    expect(thrownOut.statuses.at(-1)).toEqual({ kind: 'refused' });
  });
});
