// A copy with conversations, messages and people to look for, written as frames write them.
import type { Entity, Noun } from '../../shared/domain/entity.ts';
import type { EntityWrite } from '../../shared/sync/entity-overlay.ts';
import { search } from '../../electron/main/sync/search.ts';
import type { SyncBase } from '../../electron/main/sync/ports.ts';
import { ReplicaView } from '../../electron/main/sync/replica-view.ts';
import { writeBatch } from '../../electron/main/sync/replica-writer.ts';
import type { DeskStores } from '../../electron/main/sync/storage-port.ts';
import type { IpcRequest, IpcResponse } from '../../shared/ipc/index.ts';

export interface SaidLine {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  /** `note`: among colleagues; else by the customer where nobody is named. */
  readonly agentId?: string | undefined;
  readonly note?: boolean | undefined;
}

export interface TalkToFind {
  readonly id: string;
  readonly contactId: string;
  readonly name: string;
  readonly channel: string;
  readonly accountId: string;
  readonly state?: 'queued' | 'assigned' | 'closed' | undefined;
  readonly ownerAgentId?: string | undefined;
  readonly lastAgentId?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly resting?: boolean | undefined;
  readonly lines: readonly SaidLine[];
}

const write = (noun: Noun, id: string, value: object): EntityWrite => ({ noun, id, seq: 1, value: { id, ...value } as unknown as Entity });

/** Writes them in one transaction; what is not asked of the search is left out of the entities. */
export function putTalks(stores: DeskStores, talks: readonly TalkToFind[], cursor = 1): void {
  const entities: EntityWrite[] = [];
  const bodies: { ref: string; text: string; conversationId: string }[] = [];
  for (const talk of talks) {
    const { id, contactId, accountId, channel, lines } = talk;
    const last = lines.at(-1)?.at ?? 0;
    entities.push(write('contact', contactId, { profileRef: `p-${contactId}`, identityKeys: [], createdAt: lines[0]?.at ?? 0 }));
    bodies.push({ ref: `p-${contactId}`, conversationId: '', text: JSON.stringify({ displayName: talk.name, identities: [] }) });
    entities.push(write('conversation', id, { threadId: `t-${id}`, accountId, contactId, channel, visibility: 'public', openedAt: lines[0]?.at ?? 0, lastInboundAt: last, epoch: 1, workItemId: `w-${id}`, ...(talk.tags === undefined ? {} : { tags: talk.tags }) }));
    entities.push(
      write('workItem', `w-${id}`, { conversationId: id, state: talk.state ?? 'closed', waitingFor: talk.resting === true ? 'customer' : 'us', ...(talk.ownerAgentId === undefined ? {} : { ownerAgentId: talk.ownerAgentId }), ...(talk.lastAgentId === undefined ? {} : { lastAgentId: talk.lastAgentId }) }),
    );
    for (const line of lines) {
      const said = { conversationId: id, bodyRef: `b-${line.id}`, ...(line.agentId === undefined ? {} : { agentId: line.agentId }) };
      if (line.note === true) entities.push(write('note', line.id, { ...said, at: line.at }));
      else entities.push(write('message', line.id, { ...said, threadId: `t-${id}`, direction: line.agentId === undefined ? 'in' : 'out', sentAt: line.at }));
      bodies.push({ ref: `b-${line.id}`, conversationId: id, text: JSON.stringify({ text: line.text }) });
    }
  }
  writeBatch(stores, { kind: 'apply', cursor, entities, bodies, forget: [], held: talks.map(({ id }) => ({ conversationId: id, held: { asOfSeq: 1 } })), rows: [], rowsReset: false, fresh: [], applied: [], setAside: [], startOver: false }, 1);
}

/** Asks as a desk of this person asks. `steady`: what a budget of time is counted on. */
export function finder(stores: DeskStores, agentId: string, steady: () => number = () => 0): (request: IpcRequest<'search.run'>) => IpcResponse<'search.run'> {
  const base = { stores, clock: { now: () => 0, steady }, person: () => ({ agentId }) } as unknown as SyncBase;
  const view = new ReplicaView(stores);
  return (request) => search(base, view, request);
}
