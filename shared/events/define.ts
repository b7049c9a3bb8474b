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

export type LiftedData<T> = { readonly kind: 'data'; readonly data: T } | { readonly kind: 'newer' } | { readonly kind: 'invalid'; readonly problem: string };

/** Data of version `v` as the current version has it, checked. Never throws, whatever the data is. */
export function liftData<S extends z.ZodType>(definition: EventDefinition<string, S>, v: number, stored: unknown): LiftedData<z.infer<S>> {
  if (v > definition.v) return { kind: 'newer' };
  let data = stored;
  for (let from = v; from < definition.v; from += 1) {
    try {
      data = definition.upcasters[from]?.(data);
    } catch (error) {
      return { kind: 'invalid', problem: `from version ${from}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  const parsed = definition.schema.safeParse(data);
  return parsed.success ? { kind: 'data', data: parsed.data } : { kind: 'invalid', problem: `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}` };
}
