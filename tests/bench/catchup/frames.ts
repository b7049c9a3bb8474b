import { io } from 'socket.io-client';
import { MemoryEventLog } from '../../../server/log/memory-event-log.ts';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';
import type { Batch } from '../../../shared/protocol/down.ts';
import { post, smallCenter, type Person } from '../../support/server-world.ts';
import { startPushServer } from '../push-server.ts';

export interface CatchUp {
  /** What the desk had before it went: its first sign-in. */
  readonly before: readonly Batch[];
  /** What it missed, frame by frame as the server sent them. */
  readonly missed: readonly Batch[];
  readonly events: number;
}

const AGENT: Person = { id: 'ann', name: 'Ann Berg', initials: 'AB', role: 'agent', skills: [{ skillId: 'mobile', level: 4 }], capacity: 1_000 };
const TALKS = 100;

/** Frames of the real server: a desk with a hundred conversations is away while their customers write on, until `events` events concern it. */
export async function recordCatchUp(events: number): Promise<CatchUp> {
  const server = await startPushServer(new MemoryEventLog());
  const { core, url } = server;
  for (const command of smallCenter([AGENT])) await core.commands.run({ agentId: 'system', role: 'admin', replicaId: 'bench' }, command);
  const roots = Array.from({ length: TALKS }, (_, i) => `root-${i}`);
  await core.ingest.take(roots.map((id) => post(id, `kunde-${id}`, `Guten Tag, ich habe eine Frage zu meinem Mobilfunkvertrag (${id}).`)), 'bench');
  for (const workItemId of core.center.committed.all('workItem').keys()) await core.commands.run({ agentId: 'ann', role: 'agent', replicaId: 'bench' }, { type: 'workItem.take', data: { workItemId } });
  if (core.center.index.itemsOf('ann').size !== TALKS) throw new Error('the conversations never came to the desk');
  const before = await catchUp(url, []);
  const from = core.center.seq;
  for (let n = 0; core.center.seq - from < events; n += 1) {
    const root = roots[n % TALKS] as string;
    await core.ingest.take([post(`more-${n}`, `kunde-${root}`, `Und noch etwas, das mir dazu einfällt: Nachricht ${n} von mir, bitte um Antwort. Die Rechnung stimmt so nicht.`, { inReplyToRemoteId: root, threadRemoteId: root })], 'bench');
  }
  const missed = await catchUp(url, before);
  await server.close();
  return { before, missed, events: missed.reduce((sum, batch) => sum + batch.events.length, 0) };
}

/** Connects with what these frames left behind, and gives the frames that follow up to the last of the catch-up. */
async function catchUp(url: string, had: readonly Batch[]): Promise<Batch[]> {
  const held = new Map<string, number>();
  for (const batch of had) {
    for (const id of batch.purges) held.delete(id);
    for (const snapshot of batch.snapshots) held.set(snapshot.conversationId, snapshot.asOfSeq);
  }
  const rowsMark = had.findLast((batch) => batch.rowsMark !== undefined)?.rowsMark;
  const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true, auth: { token: 'ann', protocol: PROTOCOL_VERSION, replicaId: 'recorder-replica', app: 'bench' } });
  const frames: Batch[] = [];
  await new Promise<void>((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('disconnect', (reason) => reject(new Error(`the recorder was cut off: ${reason}`)));
    socket.on('batch', (batch: Batch) => {
      frames.push(batch);
      if (batch.progress === undefined && frames.some((frame) => frame.rowsReset === true || frame.rowsMark !== undefined)) resolve();
    });
    socket.once('connect', () => {
      socket.emit('hello', { cursor: had.at(-1)?.toSeq ?? 0, held: [...held].map(([conversationId, asOfSeq]) => ({ conversationId, asOfSeq, frozen: false })), outbox: { waiting: 0, unclear: 0 }, ...(rowsMark === undefined ? {} : { rowsMark }) }, (ack: { ok: boolean }) => ack.ok || reject(new Error(JSON.stringify(ack))));
    });
  });
  socket.disconnect();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return frames;
}
