// The thread that owns the log's file, so that waiting for the disk never holds up a socket.
import { parentPort, workerData } from 'node:worker_threads';
import { isCodedError } from '../../shared/util/errors.ts';
import { must } from '../../shared/util/assert.ts';
import { SqliteLogStore } from './sqlite-log-store.ts';
import type { ThreadCall, ThreadError, ThreadReply } from './threaded-log-store.ts';

/** 4 MB, and 32 MB. */
const WAL_PAGES = 1_000;
const LONG_WAL_PAGES = 8_000;
const PAUSE_MS = 5;

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
let cancelRest: (() => void) | undefined;

/** The WAL is emptied once whoever waits for the commit has been told: in the first pause, or when it gets long. */
function emptyWal(): void {
  cancelRest?.();
  cancelRest = undefined;
  const pages = store?.walPages ?? 0;
  if (pages < WAL_PAGES) return;
  if (pages >= LONG_WAL_PAGES) return bringIn();
  const rest = setTimeout(bringIn, PAUSE_MS);
  cancelRest = () => clearTimeout(rest);
}

function bringIn(): void {
  try {
    store?.checkpoint();
  } catch {
    // What could not be brought in stays in the WAL; a disk that fails is found by the next commit.
  }
}

answer(0, () => {
  store = new SqliteLogStore((workerData as { path: string }).path);
  return undefined;
});
port.on('message', ({ id, call, args }: ThreadCall) => {
  answer(id, () => {
    const method = must(store, 'the open store')[call] as (...values: unknown[]) => unknown;
    return method.apply(store, [...args]);
  });
  if (call === 'close') {
    cancelRest?.();
    port.close();
  } else if (call === 'commit') emptyWal();
});
