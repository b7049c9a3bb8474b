import type { z } from 'zod';
import type { Role } from '../domain/agent.ts';

/** `queue`: may wait in the desk's outbox while offline. `refuse`: needs the server at once. */
export type OfflineRule = 'queue' | 'refuse';

export interface CommandDefinition<T extends string = string, S extends z.ZodType = z.ZodType> {
  readonly type: T;
  readonly v: number;
  readonly schema: S;
  readonly offline: OfflineRule;
  readonly roles: readonly Role[];
}

const EVERYONE: readonly Role[] = ['agent', 'supervisor', 'admin'];

export function defineCommand<T extends string, S extends z.ZodType>(type: T, schema: S, options: { offline: OfflineRule; roles?: readonly Role[] }): CommandDefinition<T, S> {
  return { type, v: 1, schema, offline: options.offline, roles: options.roles ?? EVERYONE };
}

export const LEADS: readonly Role[] = ['supervisor', 'admin'];
export const ADMINS: readonly Role[] = ['admin'];
