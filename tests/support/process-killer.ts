// Processes that are there to be killed: started with a module of ours, talked to in JSON lines, ended by SIGKILL and by their own pid.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What a process says first; absent where it died before it could. */
export type Ready = Readonly<Record<string, unknown>>;

export class ProcessGone extends Error {
  constructor(how: string) {
    super(`the process is gone: ${how}`);
    this.name = 'ProcessGone';
  }
}

let compileCache: string | undefined;

/** Thousands of starts: the sources are compiled once. */
function cacheFolder(): string {
  if (compileCache === undefined) {
    const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-compiled-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    compileCache = folder;
  }
  return compileCache;
}

export class KillableProcess {
  readonly child: ChildProcess;
  readonly ready: Promise<Ready | undefined>;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** The last lines of its error output. */
  readonly complaints: string[] = [];
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #next = 1;
  #gone = false;
  #how = '';

  /** `before`: commands that run it elsewhere (another network namespace). */
  constructor(module: string, argument: object, before: readonly string[] = []) {
    const [command, ...args] = [...before, process.execPath, module, JSON.stringify(argument)];
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: cacheFolder() } });
    this.child = child;
    this.exited = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    let isReady: (ready: Ready | undefined) => void;
    this.ready = new Promise((resolve) => (isReady = resolve));
    child.stdin?.on('error', () => undefined);
    createInterface({ input: child.stderr! }).on('line', (line) => {
      this.complaints.push(line);
      if (this.complaints.length > 20) this.complaints.shift();
    });
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const message = JSON.parse(line) as { ready?: Ready; id?: number; value?: unknown; error?: string };
      if (message.ready !== undefined) return isReady(message.ready);
      const waiting = this.#waiting.get(message.id ?? 0);
      this.#waiting.delete(message.id ?? 0);
      if (message.error === undefined) waiting?.resolve(message.value);
      else waiting?.reject(new Error(message.error));
    });
    void this.exited.then(({ code, signal }) => {
      this.#gone = true;
      this.#how = signal ?? `${code} ${this.complaints.join('\n')}`;
      isReady(undefined);
      for (const { reject } of this.#waiting.values()) reject(new ProcessGone(this.#how));
      this.#waiting.clear();
    });
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Rejects with ProcessGone where no answer came before its end. */
  call<T>(call: string, request: unknown): Promise<T> {
    if (this.#gone) return Promise.reject(new ProcessGone(this.#how));
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      this.child.stdin?.write(`${JSON.stringify({ id, call, request })}\n`);
    });
  }

  /** At once, without a word to it. */
  strike(): void {
    this.child.kill('SIGKILL');
  }

  async kill(): Promise<void> {
    this.strike();
    await this.exited;
  }
}
