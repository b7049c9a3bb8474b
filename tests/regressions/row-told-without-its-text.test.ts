// Found by the simulation (seed 219, 5,000 steps): while the texts for a desk that came back were read, more became wanted; that row was told, and kept for the next desk, without name and words.
import { expect, test } from 'vitest';
import { MemoryEventLog } from '../../server/log/memory-event-log.ts';
import { DeskBook } from '../../server/push/desk-book.ts';
import { newDeskSession } from '../../server/push/desk-session.ts';
import { RowPush } from '../../server/push/row-push.ts';
import { Tail } from '../../server/push/tail.ts';
import { touches } from '../../shared/reducers/index.ts';
import { CoreWorld } from '../support/core-world.ts';

test('rows for a desk that comes back are whole, whatever is wanted more while their texts are read', async () => {
  const w = await CoreWorld.start();
  const { center } = w.core;
  const post = (remoteId: string, who: string) => ({ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId, direction: 'in', author: { remoteId: who, handle: `handle-of-${who}`, displayName: `Name of ${who}` }, text: `words of ${who}`, visibility: 'public', sentAt: w.now });
  const waiting: (() => void)[] = [];
  let isSlow = false;
  const texts = {
    read: async (refs: Iterable<string>) => {
      const asked = [...refs];
      if (isSlow) await new Promise<void>((go) => waiting.push(go));
      return w.core.texts.read(asked);
    },
  };
  const push = new RowPush({ center, texts: texts as never, deskNews: () => undefined, clusterWords: () => [], sendingPossibleUntil: () => 0 }, new DeskBook(), new Tail(new MemoryEventLog({ disk: w.disk }), center.seq, () => []));
  center.onCommitted(({ events }) => push.changed(events.flatMap((event) => touches(event, center.committed))));
  const ann = center.committed.get('agent', 'ann');
  const desk = (id: string) => newDeskSession({ id, replicaId: id, viewer: { agentId: 'ann', role: 'agent', teamIds: ann?.teamIds ?? [] }, send: () => undefined, ephemeral: () => undefined });
  const { word } = await push.welcome(desk('before'));
  await w.ingest(post('p1', 'kim'));

  isSlow = true;
  const told = push.welcome(desk('back'), word);
  await new Promise((soon) => setImmediate(soon));
  await w.ingest(post('p2', 'lou'));
  for (let round = 0; round < 5; round += 1) {
    for (const go of waiting.splice(0)) go();
    await new Promise((soon) => setImmediate(soon));
  }
  const { rows, isAll } = await told;
  expect(isAll).toBe(false);
  const lines = rows.flatMap(({ kind, value }) => (kind === 'workItem' && value !== null ? [(value as { contactName: string; firstLine: string })] : []));
  expect(lines.map(({ contactName, firstLine }) => `${contactName}: ${firstLine}`).toSorted()).toEqual(['Name of kim: words of kim', 'Name of lou: words of lou']);
});
