import { EventEmitter } from 'node:events';
import { createIpcSockets } from '../../../../electron/main/host/browser-socket.ts';
import { runCommand } from '../../../../electron/main/core/run-command.ts';
import { createDispatcher } from '../../../../electron/main/ipc/dispatch.ts';
import { serveCalls, type CallEvent } from '../../../../electron/main/ipc/serve-calls.ts';
import type { DeskSync } from '../../../../electron/main/sync/desk-sync.ts';
import { IPC_CALLS, type IpcName } from '../../../../shared/ipc/index.ts';
import { FakeDeskCore, NotedLog } from '../../../support/fake-desk-core.ts';

const PAGE = 'app://leitstand';
export const OWN_PAGE: CallEvent = { senderFrame: { parent: null, origin: PAGE } };
export const STRANGERS: readonly CallEvent[] = [
  { senderFrame: null },
  { senderFrame: { parent: {}, origin: PAGE } },
  { senderFrame: { parent: undefined, origin: PAGE } },
  { senderFrame: { parent: null, origin: 'https://evil.example' } },
  { senderFrame: { parent: null, origin: 'null' } },
  { senderFrame: { parent: null, origin: 'file://' } },
];

export interface Answered {
  readonly ok: boolean;
  readonly code: string;
}

/** Both hosts' real doors before a core that only listens. A command goes one step further, to the real reading of commands: what its lane takes has reached the handler. */
export function openDoors() {
  const core = new FakeDeskCore();
  const log = new NotedLog();
  const taken: unknown[] = [];
  const sync = {
    base: { person: () => ({ role: 'admin' }) },
    online: true,
    sent: () => undefined,
    lane: {
      append: (command: unknown) => {
        taken.push(command);
        return 1;
      },
      answerOf: async () => ({ status: 'accepted' }),
    },
  } as unknown as DeskSync;
  core.answer('command.run', async (request) => {
    const answer = await runCommand(sync, (request as { command: Parameters<typeof runCommand>[1] }).command);
    return answer;
  });
  const dispatcher = createDispatcher(core, log);
  const answer = serveCalls<CallEvent>(dispatcher, PAGE, log);
  const sockets = createIpcSockets(core, log);

  const window = async (event: CallEvent, ...args: unknown[]): Promise<Answered> => {
    const result = await answer(event, ...args);
    return result.ok ? { ok: true, code: '' } : { ok: false, code: result.error.code };
  };
  /** One frame over a connection of its own; a frame that is none closes it. */
  const socket = (text: string): Promise<Answered> =>
    new Promise((resolve) => {
      const line = Object.assign(new EventEmitter(), {
        readyState: 1,
        OPEN: 1,
        bufferedAmount: 0,
        send: (given: string) => {
          const { result } = JSON.parse(given) as { result: { ok: boolean; error?: { code: string } } };
          resolve({ ok: result.ok, code: result.error?.code ?? '' });
        },
        close: () => resolve({ ok: false, code: 'CLOSED' }),
      });
      sockets.server.emit('connection', line as never);
      line.emit('message', Buffer.from(text), false);
    });
  return {
    names: Object.keys(IPC_CALLS) as IpcName[],
    window,
    socket,
    log,
    /** How many requests have reached a handler, of commands those that were read and put in the lane. */
    reached: (name: IpcName): number => (name === 'command.run' ? taken.length : core.heard.length),
    lastHeard: (): unknown => core.heard.at(-1)?.request,
    forget: () => {
      core.heard.length = 0;
      taken.length = 0;
      log.lines.length = 0;
    },
    close: () => sockets.close(),
  };
}
