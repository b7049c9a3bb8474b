// Checksums of the rows that are looked up one by one. An event's sum is checked when it is read; a row whose name was altered is never read
// at all, it is only missing. So these are gone through when the log is opened.
import { crc32 } from 'node:zlib';
import { CodedError } from '../../shared/util/errors.ts';
import type { Sqlite } from '../storage/open-database.ts';

export const answerSum = (replicaId: string, commandNo: number, hash: string, answer: string): number =>
  crc32(`${replicaId}|${commandNo}|${hash}|${answer}`);
export const keySum = (contactId: string, wrapped: Uint8Array): number => crc32(wrapped, crc32(`${contactId}|`));
export const epochSum = (epoch: number): number => crc32(`writer ${epoch}`);

interface AnswerRow {
  readonly replicaId: string;
  readonly commandNo: number;
  readonly hash: string;
  readonly answer: string;
  readonly crc: number | null;
}
interface KeyRow {
  readonly contactId: string;
  readonly wrapped: Uint8Array;
  readonly crc: number | null;
}
interface WriterRow {
  readonly epoch: number;
  readonly crc: number | null;
}

/** STORE_DAMAGED where a row does not match its sum. Rows of the first schema have none and are given theirs. */
export function checkSums(db: Sqlite): void {
  const answers = db.prepare('SELECT replica_id AS replicaId, command_no AS commandNo, hash, answer, crc FROM answers');
  const keys = db.prepare('SELECT contact_id AS contactId, wrapped, crc FROM keys');
  const writer = db.prepare('SELECT epoch, crc FROM writer').get() as WriterRow | undefined;
  let withoutSum = false;
  const check = (crc: number | null, sum: number, of: string): void => {
    if (crc === null) withoutSum = true;
    else if (crc !== sum) throw new CodedError('STORE_DAMAGED', { detail: `${of} does not match its checksum.` });
  };
  if (writer === undefined) throw new CodedError('STORE_DAMAGED', { detail: 'The writer’s number is missing.' });
  check(writer.crc, epochSum(writer.epoch), 'The writer’s number');
  for (const row of keys.iterate() as IterableIterator<KeyRow>) check(row.crc, keySum(row.contactId, row.wrapped), 'A contact’s key');
  for (const row of answers.iterate() as IterableIterator<AnswerRow>)
    check(row.crc, answerSum(row.replicaId, row.commandNo, row.hash, row.answer), `The answer to command ${row.commandNo}`);
  if (withoutSum) giveSums(db);
}

function giveSums(db: Sqlite): void {
  db.function('answer_sum', { deterministic: true }, (a, b, c, d) => answerSum(String(a), Number(b), String(c), String(d)));
  db.function('key_sum', { deterministic: true }, (contactId, wrapped) => keySum(String(contactId), wrapped as Uint8Array));
  db.function('epoch_sum', { deterministic: true }, (epoch) => epochSum(Number(epoch)));
  db.transaction(() => {
    db.exec('UPDATE answers SET crc = answer_sum(replica_id, command_no, hash, answer) WHERE crc IS NULL');
    db.exec('UPDATE keys SET crc = key_sum(contact_id, wrapped) WHERE crc IS NULL');
    db.exec('UPDATE writer SET crc = epoch_sum(epoch) WHERE crc IS NULL');
  }).immediate();
}
