import { z } from 'zod';
import { entityPatchSchema } from '../domain/entity.ts';
import { seqSchema } from '../domain/ids.ts';
import { rowPatchSchema } from '../domain/rows.ts';
import { eventEnvelopeSchema } from '../events/index.ts';
import { batchSchema, snapshotSchema, type Batch } from '../protocol/down.ts';

/** A frame with what of it could not be read: one unreadable piece must not stop everything else. */
export interface ReadBatch {
  readonly batch: Batch;
  /** Conversations with a piece in an unreadable form. */
  readonly unreadable: readonly { readonly conversationId: string; readonly what: string }[];
  /** Pieces left out that belong to no conversation we can name. */
  readonly leftOut: readonly string[];
}

const list = z.array(z.unknown()).max(200_000);
const frameSchema = z
  .object({ fromSeq: seqSchema, toSeq: seqSchema, purges: list, snapshots: list, events: list, entities: list, rows: list })
  .loose();
const restSchema = batchSchema.pick({ bodies: true, forget: true, purges: true, rowsReset: true, rowsMark: true, progress: true });

/** Gives undefined where not even the frame is in order: then the desk must ask for it again. */
export function readBatch(input: unknown): ReadBatch | undefined {
  const whole = batchSchema.safeParse(input);
  if (whole.success) return { batch: whole.data, unreadable: [], leftOut: [] };
  const frame = frameSchema.safeParse(input);
  const rest = restSchema.safeParse(input);
  if (!frame.success || !rest.success) return undefined;
  const unreadable: { conversationId: string; what: string }[] = [];
  const leftOut: string[] = [];
  const pieces = <S extends z.ZodType>(schema: S, items: readonly unknown[], what: string): z.output<S>[] =>
    items.flatMap((item) => {
      const parsed = schema.safeParse(item);
      if (parsed.success) return [parsed.data];
      const conversationId = conversationIn(item);
      if (conversationId === undefined) leftOut.push(what);
      else unreadable.push({ conversationId, what });
      return [];
    });
  const batch: Batch = {
    ...rest.data,
    fromSeq: frame.data.fromSeq,
    toSeq: frame.data.toSeq,
    snapshots: pieces(snapshotSchema, frame.data.snapshots, 'snapshot'),
    events: pieces(eventEnvelopeSchema, frame.data.events, 'event'),
    entities: pieces(entityPatchSchema, frame.data.entities, 'entity'),
    rows: pieces(rowPatchSchema, frame.data.rows, 'row'),
  };
  return { batch, unreadable, leftOut };
}

function conversationIn(item: unknown): string | undefined {
  const fields = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const outer = fields(item);
  if (outer['kind'] !== undefined) return undefined;
  for (const candidate of [outer, fields(outer['data']), fields(outer['value'])]) {
    if (typeof candidate['conversationId'] === 'string') return candidate['conversationId'];
  }
  return outer['noun'] === 'conversation' && typeof outer['id'] === 'string' ? outer['id'] : undefined;
}
