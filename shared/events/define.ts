import type { z } from 'zod';

/** One kind of event: its current version, its schema and how older versions are lifted to it, one step each. */
export interface EventDefinition<T extends string = string, S extends z.ZodType = z.ZodType> {
  readonly type: T;
  readonly v: number;
  readonly schema: S;
  /** `upcasters[n]` lifts data of version n to n + 1. */
  readonly upcasters: Readonly<Record<number, (data: unknown) => unknown>>;
}

export function defineEvent<T extends string, S extends z.ZodType>(type: T, schema: S, options: { v?: number; upcasters?: Record<number, (data: unknown) => unknown> } = {}): EventDefinition<T, S> {
  const v = options.v ?? 1;
  const upcasters = options.upcasters ?? {};
  for (let from = 1; from < v; from += 1) if (upcasters[from] === undefined) throw new Error(`${type}: no upcaster from version ${from}`);
  return { type, v, schema, upcasters };
}
