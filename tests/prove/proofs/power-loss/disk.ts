// A disk that is told what a process did, and says what is left when the power goes: bytes and names that were synced, and of the rest whatever
// the dice give.
import path from 'node:path';
import type { Dice } from '../wal-torn/subject.ts';

const [OPENED, WRITTEN, SYNCED, CUT, CLOSED, RENAMED, REMOVED, PROMISED] = [1, 2, 3, 4, 5, 6, 7, 8];
const HEAD_BYTES = 25;
const SECTOR_BYTES = 512;

export interface Note {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly bytes: Buffer;
}

type Change = { readonly no: number } & ({ readonly at: number; readonly bytes: Buffer } | { readonly cutTo: number });

/** Bytes that grow in place. */
class Content {
  #bytes: Buffer;
  #length: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = Buffer.from(bytes);
    this.#length = bytes.length;
  }

  /** Good until the next change. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  take(change: Change): void {
    if ('cutTo' in change) return this.#cut(change.cutTo);
    const end = change.at + change.bytes.length;
    if (end > this.#length) this.#cut(end);
    change.bytes.copy(this.#bytes, change.at);
  }

  #cut(length: number): void {
    if (length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(length, this.#bytes.length * 2));
      this.bytes.copy(larger);
      this.#bytes = larger;
    }
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }
}

class Inode {
  readonly durable = new Content();
  waiting: Change[] = [];

  sync(before: number): void {
    const later: Change[] = [];
    for (const change of this.waiting) {
      if (change.no <= before) this.durable.take(change);
      else later.push(change);
    }
    this.waiting = later;
  }
}

export function readNotes(record: Buffer): Note[] {
  const notes: Note[] = [];
  for (let at = 0; at + HEAD_BYTES <= record.length;) {
    const length = Number(record.readBigUInt64LE(at + 17));
    const bytes = record.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
    notes.push({ kind: record.readUInt8(at), a: Number(record.readBigUInt64LE(at + 1)), b: Number(record.readBigUInt64LE(at + 9)), bytes });
    at += HEAD_BYTES + length;
  }
  return notes;
}

export class Disk {
  /** The last number the process has said; everything up to it was promised. */
  promised = 0;
  syncs = 0;
  readonly #folder: string;
  readonly #open = new Map<number, Inode | 'folder'>();
  #names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  #no = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  take({ kind, a, b, bytes }: Note): void {
    const no = (this.#no += 1);
    const of = this.#open.get(a);
    if (kind === OPENED) this.#opened(a, bytes.toString(), b === 1, no);
    else if (kind === WRITTEN && of instanceof Inode) of.waiting.push({ no, at: b, bytes });
    else if (kind === CUT && of instanceof Inode) of.waiting.push({ no, cutTo: b });
    else if (kind === SYNCED) this.#synced(of, b);
    else if (kind === CLOSED) this.#open.delete(a);
    else if (kind === RENAMED) this.#renamed(bytes.toString().split('\n'));
    else if (kind === REMOVED) this.#names.delete(path.basename(bytes.toString()));
    else if (kind === PROMISED) for (const line of bytes.toString().split('\n')) this.promised = Math.max(this.promised, Number(line));
  }

  /** What is found when the power is back. `dice`: of what was not synced, sectors may have arrived in any choice; else none did. */
  left(dice?: Dice): Map<string, Buffer> {
    const files = new Map<string, Buffer>();
    const namesToo = dice?.chance(0.5) === true;
    const names = namesToo ? this.#names : this.#durableNames;
    for (const [name, inode] of names) {
      if (name.endsWith('-shm') || name.endsWith('.lock')) continue;
      if (dice === undefined) {
        files.set(name, inode.durable.bytes);
        continue;
      }
      const content = new Content(inode.durable.bytes);
      for (const change of inode.waiting) for (const part of sectorsOf(change)) if (dice.chance(0.5)) content.take(part);
      files.set(name, content.bytes);
    }
    return files;
  }

  #opened(fd: number, name: string, empties: boolean, no: number): void {
    if (name === this.#folder || name === `${this.#folder}/`) return void this.#open.set(fd, 'folder');
    const known = this.#names.get(path.basename(name));
    const inode = known ?? new Inode();
    this.#names.set(path.basename(name), inode);
    this.#open.set(fd, inode);
    if (known !== undefined && empties) inode.waiting.push({ no, cutTo: 0 });
  }

  #synced(of: Inode | 'folder' | undefined, before: number): void {
    this.syncs += 1;
    if (of === 'folder') this.#durableNames = new Map(this.#names);
    else of?.sync(before);
  }

  #renamed([from = '', to = '']: string[]): void {
    const inode = this.#names.get(path.basename(from));
    if (inode === undefined) return;
    this.#names.delete(path.basename(from));
    this.#names.set(path.basename(to), inode);
  }
}

function* sectorsOf(change: Change): Iterable<Change> {
  if ('cutTo' in change) return void (yield change);
  const end = change.at + change.bytes.length;
  for (let at = change.at; at < end;) {
    const to = Math.min(end, at - (at % SECTOR_BYTES) + SECTOR_BYTES);
    yield { no: change.no, at, bytes: change.bytes.subarray(at - change.at, to - change.at) };
    at = to;
  }
}
