import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createDispatcher } from '../../electron/main/ipc/dispatch.ts';
import { IPC_CALLS, IPC_TOPICS, IPC_TOPIC_NAMES, type IpcName } from '../../shared/ipc/index.ts';
import { FakeDeskCore, NotedLog } from '../support/fake-desk-core.ts';
import { PUSHES, SAMPLES } from '../support/ipc-samples.ts';

const names = Object.keys(IPC_CALLS) as IpcName[];

describe('the contract between screen and desk core', () => {
  test.each(names)('IPC-1 %s has a schema for its request and its answer', (name) => {
    const { request, response } = IPC_CALLS[name];
    expect(request).toBeInstanceOf(z.ZodType);
    expect(response).toBeInstanceOf(z.ZodType);
    expect(name).toMatch(/^[a-z][a-zA-Z]*\.[a-zA-Z]+$/);
    const { request: asked, response: answered } = SAMPLES[name];
    expect(request.parse(asked)).toEqual(asked);
    expect(response.parse(answered)).toEqual(answered);
    for (const nonsense of [undefined, null, 7, 'x', []]) expect(request.safeParse(nonsense).success, `${name} takes ${String(nonsense)}`).toBe(false);
  });

  test('IPC-1 every topic has its schema, its sample and its name', () => {
    expect([...IPC_TOPIC_NAMES].sort()).toEqual(Object.keys(IPC_TOPICS).sort());
    for (const topic of IPC_TOPIC_NAMES) expect(IPC_TOPICS[topic].parse(PUSHES[topic])).toEqual(PUSHES[topic]);
  });

  test('IPC-2 what is not in the contract does not exist', async () => {
    const core = new FakeDeskCore();
    const dispatcher = createDispatcher(core, new NotedLog());
    for (const name of ['session.steal', 'toString', '__proto__', 'constructor', '', 'session']) expect(await dispatcher.call(name, {}), name).toMatchObject({ ok: false, error: { code: 'IPC_CALL_UNKNOWN' } });
    expect(core.heard).toEqual([]);
  });

  test('IPC-4 no answer and no topic has a field for a token, a password or a credential’s value, but the demo’s own sign-ins', () => {
    const secret = /password|token|secret|refresh|^value$|key$/i;
    const found = [...names.map((n) => [n, IPC_CALLS[n].response] as const), ...Object.entries(IPC_TOPICS)].flatMap(([name, schema]) => fieldsOf(schema).filter((f) => secret.test(f.path)).map((f) => `${name} ${f.path}`));
    // `value` of a row or entity patch is its content; demoSignIns exist in a demo center only; the key of a report's row is what it was grouped by.
    const explained = /entities\.value$|rows\.value$|demoSignIns\.password$|^report\.load (?:help\.)?tables\.rows\.key$/;
    expect(found.filter((f) => !explained.test(f))).toEqual([]);
    expect(found.length, 'the search finds what is there').toBeGreaterThan(0);
  });
});

function fieldsOf(schema: z.ZodType): { path: string }[] {
  const found: { path: string }[] = [];
  const walk = (node: unknown, at: readonly string[]): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'properties') {
        walk(value, at);
        continue;
      }
      for (const [field, inner] of Object.entries(value as object)) {
        found.push({ path: [...at, field].join('.') });
        walk(inner, [...at, field]);
      }
    }
  };
  walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), []);
  return found;
}
