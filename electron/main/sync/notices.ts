import { z } from 'zod';
import { noticeSchema, type Notice } from '../../../shared/ipc/views.ts';
import type { SyncBase } from './ports.ts';

const KEEP = 200;
const storedSchema = z.array(noticeSchema);

/** What happened while nobody looked; kept until seen. */
export class Notices {
  readonly #base: SyncBase;
  #all: Notice[];

  constructor(base: SyncBase) {
    this.#base = base;
    this.#all = read(base.stores.meta.get('notices'));
  }

  unseen(): Notice[] {
    return [...this.#all];
  }

  /** Never throws: a notice is worth less than what it tells of. */
  add(notice: Omit<Notice, 'id' | 'at'>): void {
    const full: Notice = { id: this.#base.ids.next(), at: this.#base.clock.now(), ...notice };
    this.#all = [...this.#all, full].slice(-KEEP);
    this.#save();
    this.#base.emit('notice', full);
  }

  seen(ids: readonly string[]): void {
    const gone = new Set(ids);
    this.#all = this.#all.filter((notice) => !gone.has(notice.id));
    this.#save();
  }

  #save(): void {
    try {
      this.#base.stores.meta.set('notices', JSON.stringify(this.#all));
    } catch (error) {
      this.#base.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'notices could not be stored');
    }
  }
}

function read(text: string | undefined): Notice[] {
  if (text === undefined) return [];
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
