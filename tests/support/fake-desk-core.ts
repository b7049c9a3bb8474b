import { IPC_CALLS, type IpcName, type IpcPush, type IpcTopic } from '../../shared/ipc/index.ts';
import type { DeskCore, DeskHandlers } from '../../electron/main/core/port.ts';
import { SAMPLES } from './ipc-samples.ts';

/** A core that answers samples and notes what reached it. `answer` replaces what one call does. */
export class FakeDeskCore implements DeskCore {
  readonly heard: { readonly name: IpcName; readonly request: unknown }[] = [];
  readonly #replaced = new Map<IpcName, (request: unknown) => unknown>();
  readonly #listeners = new Set<(topic: IpcTopic, payload: never) => void>();
  closed = 0;
  readonly handlers: DeskHandlers;

  constructor() {
    const handlers = Object.keys(IPC_CALLS).map((key) => {
      const name = key as IpcName;
      return [
        name,
        async (request: unknown): Promise<unknown> => {
          this.heard.push({ name, request });
          const other = this.#replaced.get(name);
          return other === undefined ? structuredClone(SAMPLES[name].response) : other(request);
        },
      ];
    });
    this.handlers = Object.fromEntries(handlers) as unknown as DeskHandlers;
  }

  answer(name: IpcName, run: (request: unknown) => unknown): void {
    this.#replaced.set(name, run);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Deliberately takes any payload: a core may be wrong. */
  push(topic: string, payload: unknown): void {
    for (const listener of this.#listeners) listener(topic as IpcTopic, payload as never);
  }

  subscribe(listener: <T extends IpcTopic>(topic: T, payload: IpcPush<T>) => void): () => void {
    this.#listeners.add(listener as (topic: IpcTopic, payload: never) => void);
    return () => void this.#listeners.delete(listener as (topic: IpcTopic, payload: never) => void);
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}

export class NotedLog {
  readonly lines: { readonly level: string; readonly fields: object; readonly message: string }[] = [];
  #note(level: string) {
    return (fields: object, message: string): void => void this.lines.push({ level, fields, message });
  }
  readonly debug = this.#note('debug');
  readonly info = this.#note('info');
  readonly warn = this.#note('warn');
  readonly error = this.#note('error');
  get text(): string {
    return JSON.stringify(this.lines);
  }
}
