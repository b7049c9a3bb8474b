import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CodedError } from '../../shared/util/errors.ts';

export interface RunningChild {
  readonly name: string;
  readonly pid: number;
  /** Its JSON line of readiness. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Asks it to end and waits; kills it after 8 s. */
  stop(): Promise<void>;
  onExit(listener: (code: number | null) => void): void;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 8_000;

/** Starts one of our programs and waits for its `{"ready":true,…}`. CHILD_FAILED carries the last it said. */
export async function startChild(name: string, file: string, args: readonly string[], options: { cwd: string; env?: Readonly<Record<string, string>>; onLine?: ((line: string) => void) | undefined }): Promise<RunningChild> {
  // A group of its own: Ctrl+C in the terminal reaches the launcher alone, which ends its children in order.
  const child = spawn(process.execPath, [file, ...args], { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  const last: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    last.push(line);
    if (last.length > 20) last.shift();
    options.onLine?.(line);
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const timer = setTimeout(() => reject(new CodedError('CHILD_FAILED', { field: name, detail: `It did not answer within ${READY_WITHIN_MS / 1000} s. ${last.join(' ')}` })), READY_WITHIN_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = parseReady(line);
      if (said === undefined) return;
      clearTimeout(timer);
      resolve(said);
    });
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new CodedError('CHILD_FAILED', { field: name, detail: `It ended with ${code}. ${last.join(' ')}` }));
    });
  }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return { name, pid: child.pid ?? 0, ready, stop: () => stop(child, exited), onExit: (listener) => void exited.then(listener) };
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
}

function parseReady(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const said = JSON.parse(line) as Record<string, unknown>;
    return said['ready'] === true ? said : undefined;
  } catch {
    return undefined;
  }
}
