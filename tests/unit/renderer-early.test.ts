import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { IpcName, IpcResult } from '../../shared/ipc/index.ts';

type Heard = (payload: unknown) => void;

/** A desk program whose answers and pushes come when the test says so. */
class SlowDesk {
  readonly host = 'browser';
  readonly asked: string[] = [];
  readonly #waiting = new Map<string, ((result: IpcResult<IpcName>) => void)[]>();
  readonly #heard = new Map<string, Set<Heard>>();

  call(name: string): Promise<IpcResult<IpcName>> {
    this.asked.push(name);
    return new Promise((resolve) => this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]));
  }

  on(topic: string, listener: Heard): () => void {
    const of = this.#heard.get(topic) ?? new Set();
    this.#heard.set(topic, of);
    of.add(listener);
    return () => void of.delete(listener);
  }

  async answer(name: string, value: unknown): Promise<void> {
    this.#waiting.get(name)?.shift()?.({ ok: true, value } as never);
    await Promise.resolve();
    await Promise.resolve();
  }

  push(topic: string, payload: unknown): void {
    for (const listener of this.#heard.get(topic) ?? []) listener(payload);
  }
}

let desk: SlowDesk;
async function bridge() {
  const index = await import('../../renderer/src/bridge/index.ts');
  const early = await import('../../renderer/src/bridge/early.ts');
  index.connectDesk();
  return { ...index, askEarly: early.askEarly };
}

beforeEach(() => {
  vi.resetModules();
  desk = new SlowDesk();
  vi.stubGlobal('window', { workstation: desk });
});
afterEach(() => vi.unstubAllGlobals());

describe('what is asked for while the screen is still being read', () => {
  test('is asked once; the screen gets that answer, and later calls are new ones', async () => {
    const { askEarly, call, hearAll, noMoreEarly } = await bridge();
    askEarly();
    noMoreEarly();
    const rows = call('rows.load', {});
    await desk.answer('rows.load', { rows: [] });
    expect(await rows).toEqual({ rows: [] });
    expect(desk.asked.filter((name) => name === 'rows.load')).toHaveLength(1);
    hearAll();
    void call('rows.load', {});
    void call('session.get', {});
    expect(desk.asked.filter((name) => name === 'rows.load')).toHaveLength(2);
    // Nobody took the first: it is not handed out once the screen stands.
    expect(desk.asked.filter((name) => name === 'session.get')).toHaveLength(2);
  });

  test('a push after its answer is heard once and in order, one that the answer holds is not heard again', async () => {
    const { askEarly, call, hearAll, on } = await bridge();
    askEarly();
    const heard: unknown[] = [];
    desk.push('rows', { rows: ['before'] });
    await desk.answer('rows.load', { rows: ['before'] });
    on('rows', (payload) => heard.push(payload));
    on('visitor', (payload) => heard.push(payload));
    desk.push('rows', { rows: ['after'] });
    desk.push('visitor', { text: 'no answer holds this' });
    await call('rows.load', {});
    expect(heard).toEqual([]);
    hearAll();
    expect(heard).toEqual([{ rows: ['after'] }, { text: 'no answer holds this' }]);
    desk.push('rows', { rows: ['live'] });
    expect(heard).toHaveLength(3);
    hearAll();
    expect(heard).toHaveLength(3);
  });

  test('comes too late where the screen was quicker: then nothing is held back', async () => {
    const { askEarly, noMoreEarly, on } = await bridge();
    noMoreEarly();
    askEarly();
    const heard: unknown[] = [];
    on('rows', (payload) => heard.push(payload));
    desk.push('rows', { rows: [] });
    expect(heard).toHaveLength(1);
    expect(desk.asked).toEqual([]);
  });
});
