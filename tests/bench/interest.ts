import { MemoryEventLog } from '../../server/log/memory-event-log.ts';
import { queueRow } from '../../server/push/rows.ts';
import { seesRow } from '../../server/center/visibility.ts';
import { sleep } from './clients.ts';
import { round, versions, type Bench } from './line.ts';
import { benchCore, itemEvents, staffEvents } from './push-server.ts';

const QUEUES = 20;
const WATCHED = 3;
/** So often each item changes within one window: handed in one behind the other without a pause, so that a slow machine does not stretch them over several. */
const STATES = 4;

export const interest: Bench = {
  about: 'bytes of queue rows per agent, 10,000 agents watching 3 of 20 queues, over only the final states each may see',
  async run({ quick }) {
    const agents = quick ? 2_000 : 10_000;
    const items = 60;
    const log = new MemoryEventLog();
    const { center, hub, stop } = await benchCore(log);
    const teamsOf = (agent: number): number[] => Array.from({ length: WATCHED }, (_, i) => (agent + i * 7) % QUEUES);
    await center.submit('bench', () => ({ events: staffEvents({ agents, available: false, queues: QUEUES, teamsOf }, center.now()) }));
    let bytes = 0;
    let frames = 0;
    for (let i = 0; i < agents; i += 1) {
      const desk = hub.open({
        id: `socket-${i}`,
        replicaId: `replica-${i}`,
        viewer: { agentId: `agent-${i}`, role: 'agent', teamIds: teamsOf(i).map((t) => `team-${t}`) },
        send: (batch) => {
          frames += 1;
          bytes += JSON.stringify(['batch', batch]).length + 2;
        },
        ephemeral: () => undefined,
      });
      // Nothing older than this is of interest here.
      await hub.start(desk, { cursor: center.seq, held: [], outbox: { waiting: 0, unclear: 0 } });
      if (i === 0) bytes = 0;
    }
    await sleep(500);
    [bytes, frames] = [0, 0];
    const started = performance.now();
    const handedIn: Promise<unknown>[] = [];
    for (let i = 0; i < items; i += 1)
      handedIn.push(center.submit('ingest:bench', () => ({ events: itemEvents(`item-${i}`, center.now(), i % QUEUES) })));
    for (let state = 1; state < STATES; state += 1) {
      for (let i = 0; i < items; i += 1) {
        const ref = { workItemId: `item-${i}`, conversationId: `c-item-${i}`, at: center.now() };
        const needs = [{ skillId: `s${state}`, minLevel: 1 }];
        handedIn.push(
          center.submit('bench', () => ({
            events: [{ type: 'workItem.moved', data: { ...ref, queueId: `queue-${i % QUEUES}`, needs } }],
          })),
        );
      }
    }
    await Promise.all(handedIn);
    const changedForMs = performance.now() - started;
    for (let before = -1; before !== frames; await sleep(1_000)) before = frames;
    let least = 0;
    let relevant = 0;
    for (let i = 0; i < agents; i += 1) {
      const viewer = { agentId: `agent-${i}`, role: 'agent' as const, teamIds: teamsOf(i).map((t) => `team-${t}`) };
      const patches = [];
      for (const [id, item] of center.committed.all('workItem')) {
        if (!seesRow(center.committed, viewer, item, center.now())) continue;
        patches.push({ kind: 'workItem', id, seq: center.seq, value: queueRow(center.committed, id, new Map()) });
      }
      relevant += patches.length;
      least += JSON.stringify(patches).length;
    }
    await stop();
    const ratio = bytes / least;
    return {
      name: 'interest',
      ratio: round(ratio),
      target: '≤ 1.2 × the bytes of the final states each agent may see',
      met: ratio <= 1.2,
      bytesPerAgent: { sent: Math.round(bytes / agents), least: Math.round(least / agents) },
      framesPerAgent: round(frames / agents, 2),
      rowsPerAgent: round(relevant / agents, 1),
      changes: { items, statesEach: STATES, withinMs: Math.round(changedForMs) },
      agents,
      durability: 'none: what would be sent is counted',
      quick,
      versions: versions(),
    };
  },
};
