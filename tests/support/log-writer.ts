// A process that appends to a log as fast as it can and says on stdout what was acknowledged. Its parent kills it.
import { writeSync } from 'node:fs';
import { openSqliteEventLog } from '../../server/log/sqlite-event-log.ts';

const log = await openSqliteEventLog({ path: process.argv[2]! });
const epoch = await log.claim();
let seq = await log.head();
writeSync(1, 'open\n');
for (;;) {
  const group = Array.from({ length: 7 }, () => {
    seq += 1;
    return log
      .append({
        epoch,
        events: [{ seq, at: seq, type: 't', v: 1, actor: 'a', data: { bodyRef: `b${seq}` } }],
        bodies: [{ ref: `b${seq}`, contactId: 'c', sealed: Uint8Array.of(seq & 255) }],
        keys: [],
        answers: [{ replicaId: 'r', commandNo: seq, hash: 'h', answer: { seq } }],
      })
      .then(({ toSeq }) => writeSync(1, `${toSeq}\n`));
  });
  await Promise.all(group);
}
