import type { RowKind } from '../../shared/domain/rows.ts';

export type RowKey = `${RowKind}\n${string}`;

export const rowKey = (kind: RowKind, id: string): RowKey => `${kind}\n${id}`;

export function splitKey(key: RowKey): readonly [kind: RowKind, id: string] {
  const mark = key.indexOf('\n');
  return [key.slice(0, mark) as RowKind, key.slice(mark + 1)];
}
