import { crc32 } from 'node:zlib';
import { answerSum, keySum } from './row-sums.ts';
import type { AppendBatch } from './port.ts';

/** Values of one event in `LogRows.events`: seq, at, type, v, actor, conversation id, data. */
export const EVENT_VALUES = 7;

/** A batch as the values of its rows: frozen when handed in, and cheap to hand to another thread. */
export interface LogRows {
  readonly epoch: number;
  /** Event behind event, `EVENT_VALUES` each: what crosses to another thread is copied value by value, and an array for each event costs more than what is in it. */
  readonly events: readonly (number | string | null)[];
  readonly bodies: readonly (readonly [ref: string, contactId: string, sealed: Uint8Array])[];
  readonly keys: readonly (readonly [contactId: string, wrapped: Uint8Array, crc: number])[];
  readonly answers: readonly (readonly [replicaId: string, commandNo: number, hash: string, answer: string, crc: number])[];
  readonly forget: readonly string[];
}

/** The checksum of an event row: a flipped bit in the file is found when the row is read. */
export const sumOf = (
  seq: number,
  at: number,
  type: string,
  v: number,
  actor: string,
  conversationId: string | null,
  data: string,
): number => crc32(`${seq}|${at}|${type}|${v}|${actor}|${conversationId ?? ''}|${data}`);

/** Own bytes only: a small Buffer is a window on a shared pool, and handing that over would copy the whole pool. */
const own = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

export function toRows({ epoch, events, bodies, keys, answers, forget = [] }: AppendBatch): LogRows {
  const values: (number | string | null)[] = [];
  for (const { seq, at, type, v, actor, conversationId, data } of events)
    values.push(seq, at, type, v, actor, conversationId ?? null, JSON.stringify(data ?? null));
  return {
    epoch,
    events: values,
    bodies: bodies.map(({ ref, contactId, sealed }) => [ref, contactId, own(sealed)]),
    keys: keys.map(({ contactId, wrapped }) => [contactId, own(wrapped), keySum(contactId, wrapped)]),
    answers: answers.map(({ replicaId, commandNo, hash, answer }) => {
      const text = JSON.stringify(answer ?? null);
      return [replicaId, commandNo, hash, text, answerSum(replicaId, commandNo, hash, text)];
    }),
    forget: [...forget],
  };
}
