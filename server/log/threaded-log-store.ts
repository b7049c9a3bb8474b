import { Worker } from 'node:worker_threads';
import { CodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { SqliteLogStore } from './sqlite-log-store.ts';

export interface ThreadCall {
  readonly id: number;
  readonly call: keyof Calls;
  readonly args: readonly unknown[];
}
export interface ThreadError {
  readonly message: string;
  readonly code?: ErrorCode | undefined;
  readonly field?: string | undefined;
  readonly detail?: string | undefined;
}
export type ThreadReply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: ThreadError };

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Calls = Omit<SqliteLogStore, 'walPages' | 'checkpoint'>;
/** The store's calls, answered later and in the order they were made. */
export type LaterStore = { readonly [Name in keyof Calls]: (...args: Parameters<Calls[Name]>) => Promise<ReturnType<Calls[Name]>> };

const fromThread = ({ code, field, detail, message }: ThreadError): Error =>
  code === undefined ? new Error(message) : new CodedError(code, { field, detail });

/** Opens the store on a thread of its own. Rejects as the store's constructor throws. */
export async function openThreadedStore(path: string): Promise<LaterStore> {
  const worker = new Worker(new URL('./log-thread.ts', import.meta.url), { workerData: { path } });
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let ended: Error | undefined;
  const ready = new Promise<unknown>((resolve, reject) => pending.set(0, { resolve, reject }));

  worker.on('message', (reply: ThreadReply) => {
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if ('error' in reply) waiting?.reject(fromThread(reply.error));
    else waiting?.resolve(reply.value);
  });
  const end = (error: Error): void => {
    ended ??= error;
    for (const waiting of pending.values()) waiting.reject(ended);
    pending.clear();
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the thread that writes the log has ended')));

  const call =
    (name: keyof Calls) =>
    (...args: unknown[]): Promise<never> =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        const id = nextId++;
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
        worker.postMessage({ id, call: name, args } satisfies ThreadCall);
      });

  try {
    await ready;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return {
    claim: call('claim'),
    commit: call('commit'),
    head: call('head'),
    read: call('read'),
    bodies: call('bodies'),
    keys: call('keys'),
    destroyKey: call('destroyKey'),
    deleteBodies: call('deleteBodies'),
    answer: call('answer'),
    lastCommandNo: call('lastCommandNo'),
    lastCommandNos: call('lastCommandNos'),
    saveSnapshot: call('saveSnapshot'),
    loadSnapshot: call('loadSnapshot'),
    close: async () => {
      if (ended === undefined) await call('close')();
      await exited;
    },
  };
}
