import { z } from 'zod';
import { idSchema } from './wire.ts';

const pair = z.tuple([idSchema, z.number()]);
const cursorSchema = z.object({
  /** The last mention, own post and public post seen. */
  mention: z.string().max(64).optional(),
  own: idSchema.optional(),
  public: idSchema.optional(),
  /** What was taken in, with when it was last changed (0: never); the oldest first. */
  held: z.array(pair).max(1_000).default([]),
  lookedAgainAt: z.number().default(0),
});

/** How far the feed has read, and what it took in and looks at again. */
export class Place {
  mention: string | undefined;
  own: string | undefined;
  public: string | undefined;
  lookedAgainAt: number;
  readonly held: Map<string, number>;

  constructor(cursor: string | undefined) {
    const read = cursorSchema.safeParse(parse(cursor));
    const { mention, own, public: last, held, lookedAgainAt } = read.success ? read.data : cursorSchema.parse({});
    this.mention = mention;
    this.own = own;
    this.public = last;
    this.lookedAgainAt = lookedAgainAt;
    this.held = new Map(held);
  }

  hold(id: string, editedAt: number | null | undefined): void {
    this.held.delete(id);
    this.held.set(id, editedAt ?? 0);
    const oldest = this.held.size > 1_000 ? this.held.keys().next().value : undefined;
    if (oldest !== undefined) this.held.delete(oldest);
  }

  cursor(): string {
    return JSON.stringify({ ...(this.mention === undefined ? {} : { mention: this.mention }), ...(this.own === undefined ? {} : { own: this.own }), ...(this.public === undefined ? {} : { public: this.public }), held: [...this.held], lookedAgainAt: this.lookedAgainAt });
  }
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
