// The thread that owns the log's file, so that waiting for the disk never holds up a socket.
import { parentPort, workerData } from 'node:worker_threads';
import { isCodedError } from '../../shared/util/errors.ts';
import { must } from '../../shared/util/assert.ts';
import { SqliteLogStore } from './sqlite-log-store.ts';
import type { ThreadCall, ThreadError, ThreadReply } from './threaded-log-store.ts';

const port = must(parentPort, 'the thread that started this one');

function asThreadError(error: unknown): ThreadError {
  if (isCodedError(error)) return { code: error.code, field: error.field, detail: error.detail, message: error.message };
  return { message: error instanceof Error ? error.message : String(error) };
}

function answer(id: number, work: () => unknown): void {
  let reply: ThreadReply;
  try {
    reply = { id, value: work() };
  } catch (error) {
    reply = { id, error: asThreadError(error) };
  }
  port.postMessage(reply);
}

let store: SqliteLogStore | undefined;
answer(0, () => {
  store = new SqliteLogStore((workerData as { path: string }).path);
  return undefined;
});
port.on('message', ({ id, call, args }: ThreadCall) => {
  answer(id, () => {
    const method = must(store, 'the open store')[call] as (...values: unknown[]) => unknown;
    return method.apply(store, [...args]);
  });
  if (call === 'close') port.close();
});
