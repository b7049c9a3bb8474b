import { decode, decodeAll } from '@atproto/lex-cbor';
import { z } from 'zod';

// What the public stream of posts (`com.atproto.sync.subscribeRepos`) says, read on its own terms: unknown fields pass.

const bytes = z.instanceof(Uint8Array);
const cid = z.custom<{ readonly bytes: Uint8Array }>((value) => typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array);
const opSchema = z.object({ action: z.enum(['create', 'update', 'delete']), path: z.string().max(1_000), cid: cid.nullable().optional() });
const commitSchema = z.object({ seq: z.number().int().min(0), repo: z.string().max(300), time: z.iso.datetime({ offset: true }), ops: z.array(z.unknown()).max(1_000), blocks: bytes });
const headerSchema = z.object({ op: z.literal([1, -1]), t: z.string().optional() });
const errorSchema = z.object({ error: z.string(), message: z.string().optional() });
const infoSchema = z.object({ name: z.string(), message: z.string().optional() });
const otherSchema = z.object({ seq: z.number().int().min(0).optional(), did: z.string().max(300).optional() });

export type Op = z.infer<typeof opSchema>;
export type StreamFrame =
  | { readonly kind: 'commit'; readonly seq: number; readonly did: string; readonly at: number; readonly ops: readonly Op[]; record(op: Op): unknown }
  | { readonly kind: 'identity'; readonly seq: number; readonly did: string }
  | { readonly kind: 'other'; readonly seq: number | undefined }
  | { readonly kind: 'info'; readonly name: string }
  | { readonly kind: 'error'; readonly error: string; readonly detail: string };

/** One message of the stream: header and body one behind the other. Throws for what is neither. */
export function readFrame(message: Uint8Array): StreamFrame {
  const [rawHeader, body] = decodeAll(message);
  const header = headerSchema.parse(rawHeader);
  if (header.op === -1) {
    const { error, message: detail } = errorSchema.parse(body);
    return { kind: 'error', error, detail: detail ?? '' };
  }
  switch (header.t) {
    case '#commit': {
      const commit = commitSchema.parse(body);
      let blocks: ReadonlyMap<string, Uint8Array> | undefined;
      return {
        kind: 'commit',
        seq: commit.seq,
        did: commit.repo,
        at: Date.parse(commit.time),
        ops: commit.ops.flatMap((op) => {
          const read = opSchema.safeParse(op);
          return read.success ? [read.data] : [];
        }),
        record: (op) => {
          const wanted = op.cid;
          if (wanted === null || wanted === undefined) return undefined;
          blocks ??= readBlocks(commit.blocks);
          const block = blocks.get(hex(wanted.bytes));
          return block === undefined ? undefined : decode(block);
        },
      };
    }
    case '#info':
      return { kind: 'info', name: infoSchema.parse(body).name };
    case '#identity':
    case '#handle': {
      const { seq, did } = otherSchema.parse(body);
      return seq === undefined || did === undefined ? { kind: 'other', seq } : { kind: 'identity', seq, did };
    }
    default:
      return { kind: 'other', seq: otherSchema.parse(body).seq };
  }
}

/** A CID here is 36 bytes: version 1, one byte of codec, SHA-256. */
const CID_BYTES = 36;

/** Blocks of a CAR by their CID in hex. Throws RangeError when it is cut short. */
export function readBlocks(car: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const blocks = new Map<string, Uint8Array>();
  let at = 0;
  const length = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = car[at];
      if (byte === undefined) break;
      at += 1;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new RangeError('a length in the CAR cannot be read');
  };
  const header = length();
  at += header;
  while (at < car.length) {
    const size = length();
    const end = at + size;
    if (size < CID_BYTES || end > car.length) throw new RangeError('the CAR is cut short');
    blocks.set(hex(car.subarray(at, at + CID_BYTES)), car.subarray(at + CID_BYTES, end));
    at = end;
  }
  return blocks;
}

const hex = (raw: Uint8Array): string => Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('hex');
