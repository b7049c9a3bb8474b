import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export interface Counted {
  readonly frames: number;
  readonly bytes: number;
  /** Per reading desk: row id and when it came, ms of the machine's steady clock. */
  readonly seen: readonly (readonly [string, number])[][];
}

/** Desks in a process of their own. */
export class Clients {
  readonly #child: ChildProcess = fork(path.join(import.meta.dirname, 'socket-clients.ts'), { stdio: ['ignore', 2, 2, 'ipc'] });

  async connect(url: string, sockets: number, protocol: 'desk' | 'plain' | 'raw', readers = 3): Promise<void> {
    await this.#ask({ kind: 'connect', url, sockets, protocol, readers });
  }

  /** What came since the last count. */
  async count(): Promise<Counted> {
    return (await this.#ask({ kind: 'count' })) as Counted;
  }

  async close(): Promise<void> {
    await this.#ask({ kind: 'close' });
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await gone;
  }

  #ask(order: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', (answer: { error?: string }) =>
        answer.error === undefined ? resolve(answer) : reject(new Error(answer.error)),
      );
      this.#child.send(order as object);
    });
  }
}

/** The machine's steady clock, the same in every process, ms. */
export const steadyMs = (): number => Number(process.hrtime.bigint()) / 1e6;
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
