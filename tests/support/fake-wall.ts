import { dayStart, figureBoard } from '../../shared/domain/board.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { AgentRow, QueueRow, RowPatch } from '../../shared/domain/rows.ts';
import type { SituationRow } from '../../shared/domain/situation.ts';
import { wallView, type WallView } from '../../shared/domain/wallboard.ts';
import type { ConnectionView } from '../../shared/ipc/index.ts';

/** The wall of a workstation in memory, from its rows. */
export function fakeWall({ rows, connection }: { readonly rows: ReadonlyMap<string, RowPatch>; readonly connection: ConnectionView }, now: number): WallView {
  const of = <T>(kind: string): T[] => [...rows.values()].flatMap((row) => (row.kind === kind && row.value !== null ? [row.value as T] : []));
  const asOf = connection.kind === 'offline' ? connection.since : now;
  const agents = of<AgentRow>('agent');
  return wallView({ board: figureBoard(of<QueueRow>('workItem'), agents, of<Queue>('queue'), asOf, dayStart(asOf)), agents, situations: of<SituationRow>('situation'), perPerson: true, asOf, online: connection.kind === 'online', inTime: { of: 212, kept: 196, asOf } });
}
