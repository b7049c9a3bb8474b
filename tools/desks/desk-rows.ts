import type { AgentRow, QueueRow, RowPatch } from '../../shared/domain/rows.ts';
import type { IpcPush } from '../../shared/ipc/index.ts';

/** The rows of one desk, as its screen would keep them. */
export class DeskRows {
  readonly items = new Map<string, QueueRow>();
  readonly agents = new Map<string, AgentRow>();
  readonly queueIds = new Set<string>();

  apply({ reset, rows }: IpcPush<'rows'>): void {
    if (reset) for (const map of [this.items, this.agents, this.queueIds]) map.clear();
    for (const row of rows) this.#put(row);
  }

  #put({ kind, id, value }: RowPatch): void {
    if (kind === 'workItem') put(this.items, id, value as QueueRow | null);
    else if (kind === 'agent') put(this.agents, id, value as AgentRow | null);
    else if (kind === 'queue' && value === null) this.queueIds.delete(id);
    else if (kind === 'queue') this.queueIds.add(id);
  }

  held(agentId: string): QueueRow[] {
    return [...this.items.values()].filter(({ item }) => item.state === 'assigned' && item.ownerAgentId === agentId);
  }

  offersTo(agentId: string): QueueRow[] {
    return [...this.items.values()].filter(({ item, offer }) => item.state === 'offered' && offer?.agentId === agentId);
  }
}

function put<V>(map: Map<string, V>, id: string, value: V | null): void {
  if (value === null) map.delete(id);
  else map.set(id, value);
}
