import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { styleGuardSchema, type StyleGuard } from '../../../shared/ipc/guards.ts';
import { isFinished, type OutboxItem } from '../../../shared/sync/outbox-state.ts';
import { likeness, runsOfWords, SAME_WORDING } from '../../../shared/text/wording.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

/** As long as a platform remembers what was said. */
const SAID_MS = 24 * 3_600_000;
const MOST_SAID = 400;
const MOST_CLOSED = 2_000;
/** Of a text's runs of words only this many are kept, those with the smallest digests: enough to tell likeness within a few percent. */
const SKETCH = 48;

const storedSchema = z.object({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  closed: z.array(z.object({ contactId: z.string(), guards: z.array(styleGuardSchema) })),
  said: z.array(z.object({ replyId: z.string(), conversationId: z.string(), accountId: z.string(), at: z.number(), runs: z.array(z.number()), whole: z.string() })),
});
type Stored = z.infer<typeof storedSchema>;
type Said = Stored['said'][number];

export interface GuardMemoryParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  /** What became of an own reply; undefined once the outbox has forgotten it. */
  readonly outcome: (replyId: string) => OutboxItem['state'] | undefined;
}

/**
 * What the composer's guards remember on this desk, in the encrypted copy: guards closed for a person, and what was lately said on an account. Of what was
 * said only keyed digests of its runs of words are kept, for a day; the words are not in them. Never throws: a guard is worth less than what it guards.
 */
export class GuardMemory {
  readonly #p: GuardMemoryParts;
  #state: Stored;

  constructor(parts: GuardMemoryParts) {
    this.#p = parts;
    this.#state = read(parts.base.stores.meta.get('guards')) ?? { key: randomBytes(32).toString('hex'), closed: [], said: [] };
  }

  closedFor(contactId: string): StyleGuard[] {
    return this.#state.closed.find((one) => one.contactId === contactId)?.guards ?? [];
  }

  /** `closed` false: to be shown again. */
  close(contactId: string, guard: StyleGuard, closed: boolean): StyleGuard[] {
    const others = this.#state.closed.filter((one) => one.contactId !== contactId);
    const guards = [...new Set([...this.closedFor(contactId), guard])].filter((one) => closed || one !== guard);
    this.#save({ ...this.#state, closed: [...others, ...(guards.length === 0 ? [] : [{ contactId, guards }])].slice(-MOST_CLOSED) });
    return guards;
  }

  /** An answer of this person's was accepted. */
  said(item: Pick<OutboxItem, 'replyId' | 'conversationId' | 'accountId' | 'createdAt' | 'reply'>): void {
    const digest = this.#digest(item.reply.typed);
    if (digest === undefined) return;
    const { replyId, conversationId, accountId, createdAt } = item;
    const said = [...this.#state.said.filter((one) => createdAt - one.at <= SAID_MS), { replyId, conversationId, accountId, at: createdAt, ...digest }].slice(-MOST_SAID);
    this.#save({ ...this.#state, said });
  }

  /** How many other conversations of this account got the same, or nearly the same, words within a day. Short ones are never counted. */
  alike(conversationId: string, text: string): number {
    const accountId = this.#p.view.get('conversation', conversationId)?.accountId;
    const digest = accountId === undefined || this.#state.said.length === 0 ? undefined : this.#digest(text);
    if (digest === undefined) return 0;
    const now = this.#p.base.clock.now();
    const runs = new Set(digest.runs);
    const same = this.#state.said.filter(
      (one) => one.accountId === accountId && one.conversationId !== conversationId && now - one.at <= SAID_MS && this.#isOut(one) && (one.whole === digest.whole || sketchLikeness(runs, one.runs) >= SAME_WORDING),
    );
    return new Set(same.map((one) => one.conversationId)).size;
  }

  /** A frame came: what is remembered of people who were erased goes with them. */
  applied({ entities }: Pick<BatchPlan, 'entities'>): void {
    const gone = new Set(entities.flatMap(({ noun, id, value }) => ((noun === 'contact' || noun === 'conversation') && value !== null && 'erasedAt' in value && value.erasedAt !== undefined ? [id] : [])));
    if (gone.size === 0) return;
    const { closed, said } = this.#state;
    const next = { closed: closed.filter(({ contactId }) => !gone.has(contactId)), said: said.filter((one) => !gone.has(one.conversationId)) };
    if (next.closed.length < closed.length || next.said.length < said.length) this.#save({ ...this.#state, ...next });
  }

  /** One that was taken back, or never went, was said to nobody. */
  #isOut({ replyId }: Said): boolean {
    const state = this.#p.outcome(replyId);
    return state === undefined || state.kind === 'delivered' || !isFinished(state);
  }

  #digest(text: string): Pick<Said, 'runs' | 'whole'> | undefined {
    const runs = runsOfWords(text);
    if (runs.size === 0) return undefined;
    const number = (run: string): number => this.#hmac(run).readUInt32BE(0);
    return { runs: [...new Set([...runs].map(number))].toSorted((a, b) => a - b).slice(0, SKETCH), whole: this.#hmac([...runs].join('\n')).toString('base64url') };
  }

  #hmac(text: string): Buffer {
    return createHmac('sha256', Buffer.from(this.#state.key, 'hex')).update(text).digest();
  }

  #save(next: Stored): void {
    this.#state = next;
    try {
      this.#p.base.stores.meta.set('guards', JSON.stringify(next));
    } catch (error) {
      this.#p.base.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'what the guards remember could not be stored');
    }
  }
}

/** Of two sketches of smallest digests: the smallest of both together, and the part of them that stands in each. */
function sketchLikeness(one: ReadonlySet<number>, other: readonly number[]): number {
  const isCut = one.size >= SKETCH || other.length >= SKETCH;
  if (!isCut) return likeness(one, new Set(other));
  const both = new Set(other);
  const smallest = [...new Set([...one, ...other])].toSorted((a, b) => a - b).slice(0, SKETCH);
  return smallest.filter((digest) => one.has(digest) && both.has(digest)).length / smallest.length;
}

function read(text: string | undefined): Stored | undefined {
  if (text === undefined) return undefined;
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
