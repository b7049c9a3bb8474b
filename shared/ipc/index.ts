import type { z } from 'zod';
import type { IPC_CALLS, IpcName } from './calls.ts';
import type { IPC_TOPICS, IpcTopic } from './topics.ts';

export { IPC_CALLS, type IpcName } from './calls.ts';
export { IPC_TOPICS, type IpcTopic } from './topics.ts';
export * from './storage.ts';
export * from './views.ts';
export * from './accounts.ts';
export * from './away.ts';
export * from './desktop.ts';
export * from './bulk.ts';
export * from './unsent.ts';
export * from './guards.ts';
export { IPC_CALL_CHANNEL, IPC_TOPIC_CHANNEL, IPC_TOPIC_NAMES } from './names.ts';

export type IpcRequest<N extends IpcName> = z.input<(typeof IPC_CALLS)[N]['request']>;
export type IpcResponse<N extends IpcName> = z.output<(typeof IPC_CALLS)[N]['response']>;
export type IpcPush<T extends IpcTopic> = z.output<(typeof IPC_TOPICS)[T]>;

export interface IpcError {
  readonly code: string;
  readonly message: string;
  readonly field?: string | undefined;
  readonly remedy: string;
}
export type IpcResult<N extends IpcName> = { readonly ok: true; readonly value: IpcResponse<N> } | { readonly ok: false; readonly error: IpcError };

/** What the preload puts on `window.workstation`: one frozen object, no event object passed on. */
export interface WorkstationBridge {
  call<N extends IpcName>(name: N, request: IpcRequest<N>): Promise<IpcResult<N>>;
  /** Returns the way to stop listening. */
  on<T extends IpcTopic>(topic: T, listener: (payload: IpcPush<T>) => void): () => void;
  readonly host: 'electron' | 'browser';
}
