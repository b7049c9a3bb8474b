import type { Entity, EntityStore, Noun } from '../domain/entity.ts';
import { entitySchemas } from '../domain/entity.ts';

/** Entities in memory: what the server, the simulation and tests fold into. */
export class EntityMaps implements EntityStore {
  readonly #maps: Record<Noun, Map<string, Entity>>;

  constructor() {
    this.#maps = Object.fromEntries(Object.keys(entitySchemas).map((noun) => [noun, new Map<string, Entity>()])) as Record<Noun, Map<string, Entity>>;
  }

  get<N extends Noun>(noun: N, id: string): Entity<N> | undefined {
    return this.#maps[noun].get(id) as Entity<N> | undefined;
  }

  set<N extends Noun>(noun: N, id: string, value: Entity<N> | undefined): void {
    if (value === undefined) this.#maps[noun].delete(id);
    else this.#maps[noun].set(id, value);
  }

  all<N extends Noun>(noun: N): ReadonlyMap<string, Entity<N>> {
    return this.#maps[noun] as unknown as ReadonlyMap<string, Entity<N>>;
  }

  /** Plain data for a snapshot; `load` takes it back. */
  dump(): Record<Noun, [string, Entity][]> {
    return Object.fromEntries(Object.entries(this.#maps).map(([noun, map]) => [noun, [...map.entries()]])) as Record<Noun, [string, Entity][]>;
  }

  load(dump: Record<Noun, [string, Entity][]>): void {
    for (const noun of Object.keys(this.#maps) as Noun[]) {
      this.#maps[noun].clear();
      for (const [id, value] of dump[noun] ?? []) this.#maps[noun].set(id, value);
    }
  }
}
