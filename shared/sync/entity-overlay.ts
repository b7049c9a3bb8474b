import type { Entity, EntityStore, Noun } from '../domain/entity.ts';
import type { KnownEntity, ReplicaReader } from './replica-reader.ts';

export interface EntityWrite {
  readonly noun: Noun;
  readonly id: string;
  readonly seq: number;
  /** null: gone. */
  readonly value: Entity | null;
}

/** Things by kind and id. Two maps instead of one by a joined key: every event asks several times, and to join the key costs more than the answer. */
class ByName<T> {
  readonly #kinds = new Map<Noun, Map<string, T>>();

  get(noun: Noun, id: string): T | undefined {
    return this.#kinds.get(noun)?.get(id);
  }

  set(noun: Noun, id: string, value: T): void {
    const kind = this.#kinds.get(noun);
    if (kind === undefined) this.#kinds.set(noun, new Map([[id, value]]));
    else kind.set(id, value);
  }

  *entries(): Iterable<readonly [noun: Noun, value: T]> {
    for (const [noun, kind] of this.#kinds) for (const value of kind.values()) yield [noun, value];
  }
}

/** Entities over a replica that only remembers what changed. Invariant: what is folded up to `seq` never goes back behind it. */
export class EntityOverlay implements EntityStore {
  readonly #reader: Pick<ReplicaReader, 'entity'>;
  /** null: looked for, and not there. */
  readonly #known = new ByName<KnownEntity | null>();
  /** As the replica has it, whatever was written since. */
  readonly #before = new ByName<KnownEntity>();
  /** In the order in which they were first written. */
  readonly #writes: EntityWrite[] = [];
  readonly #places = new ByName<number>();
  #seq = 0;
  #existingOnly = false;
  #only: ReadonlySet<Noun> | undefined;

  constructor(reader: Pick<ReplicaReader, 'entity'>) {
    this.#reader = reader;
  }

  /** What is set from now on stands at `seq`. `existingOnly`: entities this copy does not have stay away. `only`: all others stay as they are. */
  at(seq: number, existingOnly: boolean, only?: ReadonlySet<Noun>): void {
    this.#seq = seq;
    this.#existingOnly = existingOnly;
    this.#only = only;
  }

  get<N extends Noun>(noun: N, id: string): Entity<N> | undefined {
    return this.#find(noun, id)?.value as Entity<N> | undefined;
  }

  set<N extends Noun>(noun: N, id: string, value: Entity<N> | undefined): void {
    const known = this.#find(noun, id);
    if (known === undefined && (this.#existingOnly || value === undefined)) return;
    if (this.#only !== undefined && !this.#only.has(noun)) return;
    if (known !== undefined && known.seq >= this.#seq) return;
    this.#write({ noun, id, seq: this.#seq, value: (value as Entity | undefined) ?? null });
  }

  /** A value as the server states it; an older one than is here is ignored. */
  put(write: EntityWrite): void {
    const known = this.#find(write.noun, write.id);
    if (known !== undefined && known.seq > write.seq) return;
    if (known === undefined && write.value === null) return;
    this.#write(write);
  }

  remove(noun: Noun, id: string, seq: number): void {
    if (this.#find(noun, id) !== undefined) this.#write({ noun, id, seq, value: null });
  }

  has(noun: Noun, id: string): boolean {
    return this.#find(noun, id) !== undefined;
  }

  seqOf(noun: Noun, id: string): number | undefined {
    return this.#find(noun, id)?.seq;
  }

  /** What the replica holds of something that was written here. */
  before(noun: Noun, id: string): KnownEntity | undefined {
    return this.#before.get(noun, id);
  }

  /** Everything looked at or written, as it stands now. */
  *values(): Iterable<readonly [noun: Noun, value: Entity]> {
    for (const [noun, known] of this.#known.entries()) if (known !== null) yield [noun, known.value];
  }

  writes(): readonly EntityWrite[] {
    return [...this.#writes];
  }

  #find(noun: Noun, id: string): KnownEntity | undefined {
    const known = this.#known.get(noun, id);
    if (known !== undefined) return known ?? undefined;
    const found = this.#reader.entity(noun, id);
    if (found !== undefined) this.#before.set(noun, id, found);
    this.#known.set(noun, id, found ?? null);
    return found;
  }

  #write(write: EntityWrite): void {
    const { noun, id, seq, value } = write;
    this.#known.set(noun, id, value === null ? null : { seq, value });
    const place = this.#places.get(noun, id);
    if (place === undefined) this.#places.set(noun, id, this.#writes.push(write) - 1);
    else this.#writes[place] = write;
  }
}
