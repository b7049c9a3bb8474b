import type { WorkKind } from '../../../shared/domain/strategy.ts';

/** R9: the kinds of work, each known by its place here. */
export const KINDS: readonly WorkKind[] = ['async', 'live', 'call', 'danger'];

/** Capacity units by kind, in the order of KINDS. */
export type ByKind = [number, number, number, number];

export function kindNo(kind: WorkKind): number {
  return KINDS.indexOf(kind);
}
