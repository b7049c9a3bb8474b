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

class Inode {
  durable: Buffer = Buffer.alloc(0);
  waiting: Change[] = [];

  sync(before: number): void {
    const later: Change[] = [];
    for (const change of this.waiting) {
      if (change.no <= before) this.durable = applied(this.durable, change);
      else later.push(change);
    }
    this.waiting = later;
  }
}

export function readNotes(record: Buffer): Note[] {
  const notes: Note[] = [];
  for (let at = 0; at + HEAD_BYTES <= record.length; ) {
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
      let content = inode.durable;
      for (const change of dice === undefined ? [] : inode.waiting) for (const part of sectorsOf(change)) if (dice?.chance(0.5) === true) content = applied(content, part);
      files.set(name, content);
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

function applied(content: Buffer, change: Change): Buffer {
  if ('cutTo' in change) {
    if (change.cutTo <= content.length) return content.subarray(0, change.cutTo);
    return Buffer.concat([content, Buffer.alloc(change.cutTo - content.length)]);
  }
  const end = change.at + change.bytes.length;
  const next = Buffer.alloc(Math.max(content.length, end));
  content.copy(next);
  change.bytes.copy(next, change.at);
  return next;
}

function* sectorsOf(change: Change): Iterable<Change> {
  if ('cutTo' in change) return void (yield change);
  const end = change.at + change.bytes.length;
  for (let at = change.at; at < end; ) {
    const to = Math.min(end, at - (at % SECTOR_BYTES) + SECTOR_BYTES);
    yield { no: change.no, at, bytes: change.bytes.subarray(at - change.at, to - change.at) };
    at = to;
  }
}
