import type { Entity, EntityStore, Noun } from '../domain/entity.ts';
import type { KnownEntity, ReplicaReader } from './replica-reader.ts';

export interface EntityWrite {
  readonly noun: Noun;
  readonly id: string;
  readonly seq: number;
  /** null: gone. */
  readonly value: Entity | null;
}

/** Entities over a replica that only remembers what changed. Invariant: what is folded up to `seq` never goes back behind it. */
export class EntityOverlay implements EntityStore {
  readonly #reader: Pick<ReplicaReader, 'entity'>;
  readonly #known = new Map<string, KnownEntity | undefined>();
  /** As the replica has it, whatever was written since. */
  readonly #before = new Map<string, KnownEntity | undefined>();
  readonly #writes = new Map<string, EntityWrite>();
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
    return this.#before.get(`${noun} ${id}`);
  }

  /** Everything looked at or written, as it stands now. */
  *values(): Iterable<readonly [noun: Noun, value: Entity]> {
    for (const [key, known] of this.#known) if (known !== undefined) yield [key.slice(0, key.indexOf(' ')) as Noun, known.value];
  }

  writes(): readonly EntityWrite[] {
    return [...this.#writes.values()];
  }

  #find(noun: Noun, id: string): KnownEntity | undefined {
    const key = `${noun} ${id}`;
    const known = this.#known.get(key);
    if (known !== undefined || this.#known.has(key)) return known;
    const found = this.#reader.entity(noun, id);
    if (found !== undefined) this.#before.set(key, found);
    this.#known.set(key, found);
    return found;
  }

  #write(write: EntityWrite): void {
    const key = `${write.noun} ${write.id}`;
    this.#known.set(key, write.value === null ? undefined : { seq: write.seq, value: write.value });
    this.#writes.set(key, write);
  }
}
