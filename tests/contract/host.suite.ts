// What every host promises, whichever screen it serves: the same calls, the same refusals, the same pushes.
import { afterEach, describe, expect, test } from 'vitest';
import { IPC_CALLS, type IpcName, type IpcResult } from '../../shared/ipc/index.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { FakeDeskCore, NotedLog } from '../support/fake-desk-core.ts';
import { PUSHES, SAMPLES } from '../support/ipc-samples.ts';

export interface HostUnderTest {
  call(name: unknown, request: unknown): Promise<IpcResult<IpcName>>;
  /** Everything pushed so far. */
  readonly pushes: readonly { readonly topic: string; readonly payload: unknown }[];
  /** Ends the host, not the core. */
  stop(): Promise<void>;
}

const NAMES = Object.keys(IPC_CALLS) as IpcName[];
const codeOf = (result: IpcResult<IpcName>): string => (result.ok ? 'ok' : result.error.code);

export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2_000 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(holds()).toBe(true);
}

export function hostContract(title: string, open: (core: FakeDeskCore, log: NotedLog) => Promise<HostUnderTest>): void {
  describe(`Host: ${title}`, () => {
    const opened: HostUnderTest[] = [];
    const fresh = async () => {
      const core = new FakeDeskCore();
      const log = new NotedLog();
      const host = await open(core, log);
      opened.push(host);
      return { core, log, host };
    };
    afterEach(async () => {
      for (const host of opened.splice(0)) await host.stop();
    });

    test('every call of the contract reaches the core as it was sent, and its answer comes back', async () => {
      const { core, host } = await fresh();
      for (const name of NAMES) {
        expect(await host.call(name, SAMPLES[name].request), name).toEqual({ ok: true, value: SAMPLES[name].response });
        expect(core.heard.at(-1), name).toEqual({ name, request: SAMPLES[name].request });
      }
    });

    test.each(NAMES)('%s: a request that does not fit is refused and does not reach the core', async (name) => {
      const { core, host } = await fresh();
      for (const bad of [null, 7, 'text', [], [SAMPLES[name].request]])
        expect(codeOf(await host.call(name, bad)), JSON.stringify(bad)).toBe('INPUT_INVALID');
      for (const field of Object.keys(SAMPLES[name].request)) {
        const result = await host.call(name, { ...SAMPLES[name].request, [field]: { strange: true } });
        expect(codeOf(result), field).toBe('INPUT_INVALID');
        expect(!result.ok && result.error.field?.split('.')[0], field).toBe(field);
      }
      expect(core.heard).toEqual([]);
    });

    test('a name outside the contract does not exist, not even one every object has', async () => {
      const { core, host } = await fresh();
      for (const name of ['', 'session', 'session.get ', 'toString', 'constructor', '__proto__', 'hasOwnProperty'])
        expect(codeOf(await host.call(name, {})), name).toBe('IPC_CALL_UNKNOWN');
      expect(core.heard).toEqual([]);
    });

    test('a request larger than the door is refused as such', async () => {
      const { core, host } = await fresh();
      expect(codeOf(await host.call('notices.seen', { ids: ['x'.repeat(500_000)] }))).toBe('INPUT_TOO_LARGE');
      expect(core.heard).toEqual([]);
    });

    test('a coded failure keeps its code and remedy', async () => {
      const { core, host } = await fresh();
      core.answer('session.signIn', () => {
        throw new CodedError('AUTH_REFUSED');
      });
      const result = await host.call('session.signIn', SAMPLES['session.signIn'].request);
      expect(result).toMatchObject({ ok: false, error: { code: 'AUTH_REFUSED', remedy: expect.stringContaining('admin') } });
    });

    test('an unexpected failure says nothing of its text, to the screen or to the log', async () => {
      const { core, host, log } = await fresh();
      core.answer('reply.send', () => {
        throw new Error('cannot parse "Meine IBAN ist DE02 1203"');
      });
      const result = await host.call('reply.send', SAMPLES['reply.send'].request);
      expect(codeOf(result)).toBe('INTERNAL');
      expect(JSON.stringify(result)).not.toContain('IBAN');
      expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
      expect(log.text).not.toContain('IBAN');
    });

    test('an answer of the core that breaks the contract does not get out', async () => {
      const { core, host, log } = await fresh();
      core.answer('session.get', () => ({ kind: 'signedIn', refreshToken: 'rt-secret' }));
      const result = await host.call('session.get', {});
      expect(codeOf(result)).toBe('INTERNAL');
      expect(JSON.stringify(result) + log.text).not.toContain('rt-secret');
    });

    test('fields the contract does not name are cut off, in answers and in pushes', async () => {
      const { core, host } = await fresh();
      core.answer('session.get', () => ({ ...SAMPLES['session.get'].response, refreshToken: 'rt-secret' }));
      expect(await host.call('session.get', {})).toEqual({ ok: true, value: SAMPLES['session.get'].response });
      core.push('notice', { ...PUSHES.notice, token: 'rt-secret' });
      await until(() => host.pushes.length === 1);
      expect(host.pushes[0]).toEqual({ topic: 'notice', payload: PUSHES.notice });
    });

    test('every topic arrives, in order; what breaks the contract is held back', async () => {
      const { core, host, log } = await fresh();
      core.push('rows', { reset: 'perhaps' });
      core.push('secrets', { all: true });
      for (const [topic, payload] of Object.entries(PUSHES)) core.push(topic, payload);
      await until(() => host.pushes.length === Object.keys(PUSHES).length);
      expect(host.pushes).toEqual(Object.entries(PUSHES).map(([topic, payload]) => ({ topic, payload })));
      expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
    });

    test('calls under way at once each get their own answer', async () => {
      const { core, host } = await fresh();
      core.answer('search.run', async (request) => {
        const { limit } = request as { limit: number };
        await new Promise((resolve) => setTimeout(resolve, (20 - limit) * 2));
        return { hits: [{ conversationId: `c-${limit}`, contactName: '', excerpt: '', at: 1, channel: '' }] };
      });
      const results = await Promise.all(Array.from({ length: 20 }, (_, i) => host.call('search.run', { text: 'x', limit: i + 1 })));
      expect(
        results.map((result) => result.ok && (result.value as { hits: { conversationId: string }[] }).hits[0]?.conversationId),
      ).toEqual(Array.from({ length: 20 }, (_, i) => `c-${i + 1}`));
    });

    test('after its end the host hears the core no more, and leaves it open', async () => {
      const { core, host } = await fresh();
      expect(core.listeners).toBe(1);
      await host.stop();
      expect(core.listeners).toBe(0);
      core.push('notice', PUSHES.notice);
      expect(host.pushes).toEqual([]);
      expect(core.closed).toBe(0);
    });
  });
}
