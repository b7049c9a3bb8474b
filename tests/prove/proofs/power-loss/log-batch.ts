import type { AppendBatch } from '../../../../server/log/port.ts';

/** The batch of one event; everything in it is told by its number. */
export function logBatch(epoch: number, seq: number): AppendBatch {
  return {
    epoch,
    events: [
      {
        seq,
        at: seq,
        type: 'message.received',
        v: 1,
        actor: 'ingest',
        data: { bodyRef: `ref-${seq}`, fill: 'x'.repeat((seq * 37) % 900) },
      },
    ],
    bodies: [{ ref: `ref-${seq}`, contactId: `contact-${seq % 7}`, sealed: new Uint8Array(60).fill(seq & 255) }],
    keys: [],
    answers: [{ replicaId: `replica-${seq % 3}`, commandNo: Math.ceil(seq / 3), hash: `hash-${seq}`, answer: { seq } }],
  };
}
