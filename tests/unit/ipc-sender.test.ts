import { describe, expect, test } from 'vitest';
import { createDispatcher } from '../../electron/main/ipc/dispatch.ts';
import { plainSize } from '../../electron/main/ipc/plain-size.ts';
import { serveCalls, type CallEvent } from '../../electron/main/ipc/serve-calls.ts';
import { IPC_CALLS, type IpcName } from '../../shared/ipc/index.ts';
import { FakeDeskCore, NotedLog } from '../support/fake-desk-core.ts';
import { SAMPLES } from '../support/ipc-samples.ts';

const PAGE = 'app://leitstand';
const TORN: CallEvent = {
  get senderFrame(): never {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  },
};
const STRANGERS: readonly (readonly [string, CallEvent])[] = [
  ['a frame that is gone', { senderFrame: null }],
  ['a frame torn down while it is looked at', TORN],
  ['a frame inside the page', { senderFrame: { parent: {}, origin: PAGE } }],
  ['a foreign page', { senderFrame: { parent: null, origin: 'https://evil.example' } }],
  ['a name that only begins like ours', { senderFrame: { parent: null, origin: 'app://leitstand.evil.example' } }],
  ['a sandboxed frame', { senderFrame: { parent: null, origin: 'null' } }],
  ['a file', { senderFrame: { parent: null, origin: 'file://' } }],
  ['a frame whose parent is not told', { senderFrame: { parent: undefined, origin: PAGE } }],
];

const open = () => {
  const core = new FakeDeskCore();
  const log = new NotedLog();
  return { core, log, answer: serveCalls(createDispatcher(core, log), PAGE, log) };
};

describe.each(Object.keys(IPC_CALLS) as IpcName[])('%s', (name) => {
  test.each(STRANGERS)('SEC-1 is refused to %s, although the request is right', async (_title, event) => {
    const { core, log, answer } = open();
    expect(await answer(event, name, SAMPLES[name].request)).toMatchObject({ ok: false, error: { code: 'IPC_SENDER_REFUSED' } });
    expect(core.heard).toEqual([]);
    expect(log.lines).toHaveLength(1);
  });

  test('SEC-1 is answered to the top frame of the page', async () => {
    const { answer } = open();
    expect(await answer({ senderFrame: { parent: null, origin: PAGE } }, name, SAMPLES[name].request)).toEqual({
      ok: true,
      value: SAMPLES[name].response,
    });
  });
});

test.each([[[]], [['session.get']], [['session.get', {}, {}]]])('a call with other than two arguments is refused: %j', async (args) => {
  const { core, answer } = open();
  expect(await answer({ senderFrame: { parent: null, origin: PAGE } }, ...args)).toMatchObject({
    ok: false,
    error: { code: 'INPUT_INVALID' },
  });
  expect(core.heard).toEqual([]);
});

describe('the size of a request', () => {
  test('grows with what is in it, near to its JSON', () => {
    for (const { request } of Object.values(SAMPLES)) {
      const size = plainSize(request, 1e6);
      const json = JSON.stringify(request).length;
      expect(size.kind === 'plain' && Math.abs(size.size - json)).toBeLessThanOrEqual(8 + json);
    }
  });

  test('is not counted beyond the limit: a list of a billion holes costs nothing', () => {
    expect(plainSize(Object.assign([], { length: 1e9 }), 1_000)).toEqual({ kind: 'tooLarge' });
    expect(plainSize({ list: Array.from({ length: 1e5 }, () => 'x') }, 1_000)).toEqual({ kind: 'tooLarge' });
  });
});
