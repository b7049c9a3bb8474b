import { createHash } from 'node:crypto';
import { z } from 'zod';

const MOST_PEOPLE = 4_000;
const MOST_PARTS = 2_000;

const cursorSchema = z.object({ seq: z.number().int().min(0).optional(), people: z.string().max(32_000), parts: z.string().max(16_000) });

/**
 * What the feed must know of before to judge what comes: who wrote to us (their deletions are for us) and which part of which thread is ours (whoever mentioned us
 * there goes on talking to us). Kept in the cursor as short hashes, the newest; one in many millions meets another and lets through a word too much, which ingest
 * then drops.
 */
export class FeedMemory {
  seq: number | undefined;
  readonly #people: Set<string>;
  readonly #parts: Set<string>;

  constructor(cursor: string | undefined) {
    const read = cursorSchema.safeParse(parse(cursor));
    this.seq = read.success ? read.data.seq : undefined;
    this.#people = new Set(read.success ? split(read.data.people) : []);
    this.#parts = new Set(read.success ? split(read.data.parts) : []);
  }

  heard(did: string, rootUri: string): void {
    renew(this.#people, short(did), MOST_PEOPLE);
    renew(this.#parts, short(`${rootUri}\n${did}`), MOST_PARTS);
    renew(this.#parts, short(rootUri), MOST_PARTS);
  }

  /** What somebody said to others in a thread that is shown here: deletions of it are for us, too. */
  overheard(did: string): void {
    renew(this.#people, short(did), MOST_PEOPLE);
  }

  /** The thread is shown here: whatever is said in it belongs to the picture. */
  isShown(rootUri: string): boolean {
    return this.#parts.has(short(rootUri));
  }

  knows(did: string): boolean {
    return this.#people.has(short(did));
  }

  isPart(did: string, rootUri: string): boolean {
    return this.#parts.has(short(`${rootUri}\n${did}`));
  }

  cursor(): string {
    return JSON.stringify({ ...(this.seq === undefined ? {} : { seq: this.seq }), people: [...this.#people].join(''), parts: [...this.#parts].join('') });
  }
}

const LENGTH = 8;
const short = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, LENGTH);
const split = (text: string): string[] => text.match(/.{8}/g) ?? [];

/** The newest last. */
function renew(set: Set<string>, one: string, most: number): void {
  set.delete(one);
  set.add(one);
  const oldest = set.size > most ? set.values().next().value : undefined;
  if (oldest !== undefined) set.delete(oldest);
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
