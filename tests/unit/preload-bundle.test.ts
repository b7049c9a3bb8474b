// The built preload, run as Electron would in its sandbox: nothing there but `require('electron')`.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IPC_TOPICS, IPC_TOPIC_NAMES } from '../../shared/ipc/index.ts';

let folder: string;
let code: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leitstand-preload-'));
  const root = path.resolve(import.meta.dirname, '../..');
  const run = spawnSync(process.execPath, [path.join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, LEITSTAND_BUILD: 'preload', LEITSTAND_OUT: folder, NODE_ENV: 'production' },
  });
  expect(run.status, run.stdout + run.stderr).toBe(0);
  code = await readFile(path.join(folder, 'preload/index.cjs'), 'utf8');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Exposed {
  call(name: string, request: unknown): Promise<unknown>;
  on(topic: string, listener: (...args: unknown[]) => void): () => void;
  host: string;
}

function run(answer: (...args: unknown[]) => unknown = () => ({ ok: true, value: {} })) {
  const required: string[] = [];
  const exposed = new Map<string, unknown>();
  const invoked: unknown[][] = [];
  const listeners = new Map<string, (...args: unknown[]) => void>();
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => void exposed.set(name, value) },
    ipcRenderer: {
      invoke: async (...args: unknown[]) => {
        invoked.push(args);
        return answer(...args);
      },
      on: (channel: string, listener: (...args: unknown[]) => void) => void listeners.set(channel, listener),
    },
  };
  const module = { exports: {} };
  // No process, no Buffer, no timers, no globalThis of Node: touching any would throw.
  const context = createContext({
    require: (name: string) => {
      required.push(name);
      if (name !== 'electron') throw new Error(`module not found: ${name}`);
      return electron;
    },
    module,
    exports: module.exports,
  });
  runInContext(code, context);
  return { required, exposed, invoked, listeners, workstation: exposed.get('workstation') as Exposed };
}

describe('the preload', () => {
  test('is one small file of CommonJS', async () => {
    expect(await readdir(path.join(folder, 'preload'))).toEqual(['index.cjs']);
    expect(code).not.toMatch(/^\s*(import|export)\s/m);
    // Schemas and their library would be hundreds of times that.
    expect(code.length).toBeLessThan(8_000);
  });

  test('requires electron and nothing else', () => expect(new Set(run().required)).toEqual(new Set(['electron'])));

  test('exposes one object, frozen, with call, on and host', () => {
    const { exposed, workstation } = run();
    expect([...exposed.keys()]).toEqual(['workstation']);
    expect(Object.isFrozen(workstation)).toBe(true);
    expect(Object.keys(workstation).toSorted()).toEqual(['call', 'host', 'on']);
    expect(workstation.host).toBe('electron');
  });

  test('sends calls over the one channel and gives the answer as it came', async () => {
    const { invoked, workstation } = run(() => ({ ok: true, value: { a: 1 } }));
    expect(await workstation.call('session.get', { x: 1 })).toEqual({ ok: true, value: { a: 1 } });
    expect(invoked).toEqual([['workstation:call', 'session.get', { x: 1 }]]);
  });

  test('a call that cannot cross fails as a result, without Electron’s words', async () => {
    const { workstation } = run(() => {
      throw new Error('Error invoking remote method: /home/anna/…');
    });
    const result = await workstation.call('session.get', {});
    expect(result).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(JSON.stringify(result)).not.toContain('anna');
  });

  test('hears pushes on the one channel, never passing the event on', () => {
    const { listeners, workstation } = run();
    expect([...listeners.keys()]).toEqual(['workstation:topic']);
    const heard: unknown[][] = [];
    const stop = workstation.on('notice', (...args) => heard.push(args));
    const event = { sender: 'the whole of ipcRenderer' };
    listeners.get('workstation:topic')?.(event, 'notice', { id: 1 });
    listeners.get('workstation:topic')?.(event, 'rows', { id: 2 });
    for (const topic of ['nothing', '__proto__', 'constructor', 7, undefined, {}])
      listeners.get('workstation:topic')?.(event, topic, { id: 3 });
    expect(heard).toEqual([[{ id: 1 }]]);
    stop();
    listeners.get('workstation:topic')?.(event, 'notice', { id: 4 });
    expect(heard).toHaveLength(1);
  });

  test('knows every topic of the contract and no other', () => {
    const { workstation } = run();
    expect([...IPC_TOPIC_NAMES].toSorted()).toEqual(Object.keys(IPC_TOPICS).toSorted());
    for (const topic of Object.keys(IPC_TOPICS)) expect(() => workstation.on(topic, () => undefined)()).not.toThrow();
    for (const topic of ['', 'workstation:call', '__proto__', 'constructor'])
      expect(() => workstation.on(topic, () => undefined), topic).toThrow('unknown topic');
    expect(() => workstation.on('rows', 'text' as never)).toThrow();
  });

  test('the same listener given twice is heard twice, and each goes alone', () => {
    const { listeners, workstation } = run();
    let heard = 0;
    const listener = (): void => void (heard += 1);
    const stop = workstation.on('rows', listener);
    workstation.on('rows', listener);
    listeners.get('workstation:topic')?.({}, 'rows', {});
    stop();
    listeners.get('workstation:topic')?.({}, 'rows', {});
    expect(heard).toBe(3);
  });
});
