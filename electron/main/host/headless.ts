import type { IpcName, IpcPush, IpcResult, IpcTopic } from '../../../shared/ipc/index.ts';
import type { DeskCore } from '../core/port.ts';
import { createDispatcher } from '../ipc/dispatch.ts';
import type { HostLog } from './log.ts';
import { openDesk, type OpenDeskOptions } from './open-desk.ts';

export interface HeadlessHost {
  /** The same door as the screens use: parsed going in and coming out. Never throws. */
  call<N extends IpcName>(name: N, request: unknown): Promise<IpcResult<N>>;
  on(listener: <T extends IpcTopic>(topic: T, payload: IpcPush<T>) => void): () => void;
  /** Nothing is heard any more; the core stays open. */
  close(): void;
}

/** A desk without a screen: tests, load, and later paced and scheduled answers from an office machine. */
export function startHeadlessHost(core: DeskCore, log: HostLog): HeadlessHost {
  const dispatcher = createDispatcher(core, log);
  const stops = new Set<() => void>();
  return {
    call: (name, request) => dispatcher.call(name, request),
    on: (listener) => {
      const stop = core.subscribe((topic, payload) => {
        const fit = dispatcher.push(topic, payload);
        if (fit !== undefined) listener(topic, fit);
      });
      stops.add(stop);
      return () => {
        stops.delete(stop);
        stop();
      };
    },
    close: () => {
      for (const stop of stops) stop();
      stops.clear();
    },
  };
}

export interface HeadlessDeskOptions extends OpenDeskOptions {
  readonly name: string;
  readonly password: string;
}

export interface HeadlessDesk extends HeadlessHost {
  readonly core: DeskCore;
  readonly agentId: string;
  /** Ends host and core. What is unsent stays in the folder, unless its key was for this session only. */
  stop(): Promise<void>;
}

/** The server or this machine refused the sign-in; `code` may be one this build does not know. */
export class SignInRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'SignInRefused';
    this.code = code;
  }
}

/** A desk of its own, opened and signed in. Throws SignInRefused and what opening a desk throws; then nothing is left open. */
export async function startHeadlessDesk(options: HeadlessDeskOptions): Promise<HeadlessDesk> {
  const core = await openDesk(options);
  const host = startHeadlessHost(core, options.log);
  const stop = async (): Promise<void> => {
    host.close();
    await core.close();
  };
  const { serverUrl, name, password } = options;
  const known = await host.call('session.get', {});
  // A folder that was signed in before goes on where it was; the name may differ only by signing out first.
  const result = known.ok && known.value.kind === 'signedIn' ? known : await host.call('session.signIn', { serverUrl, name, password });
  if (result.ok && result.value.kind === 'signedIn') return { ...host, core, agentId: result.value.agentId, stop };
  await stop();
  if (result.ok)
    throw new SignInRefused(
      result.value.kind === 'signedOut' ? (result.value.error?.code ?? 'SIGNED_OUT') : 'INTERNAL',
      'The sign-in left nobody signed in.',
    );
  throw new SignInRefused(result.error.code, result.error.message);
}
