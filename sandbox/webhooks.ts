import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Hook, PostEvent } from './model.ts';
import type { Platform } from './platform.ts';
import { SandboxError } from './errors.ts';
import type { webhookInputSchema } from './schemas.ts';
import type { WebhookTiming } from './webhook-delivery.ts';
import { HookLane } from './webhook-lane.ts';

/** The hooks and, per hook, a lane that delivers in order until the receiver says 2xx. */
export class Webhooks {
  readonly #platform: Platform;
  readonly #timing: WebhookTiming;
  readonly #lanes = new Map<string, HookLane>();
  readonly #hooks = new Map<string, { hook: Hook; cursor: number }>();
  #running = false;

  constructor(platform: Platform, timing: WebhookTiming) {
    this.#platform = platform;
    this.#timing = timing;
    platform.ledger.on('hook', ({ hook, cursor }) => {
      this.#hooks.set(hook.id, { hook, cursor });
      this.#startLane(hook.id);
    });
    platform.ledger.on('hookCursor', ({ id, eventNo }) => {
      const held = this.#hooks.get(id);
      if (held !== undefined) held.cursor = eventNo;
    });
    platform.ledger.on('hookGone', ({ id }) => {
      this.#lanes.get(id)?.stop();
      this.#lanes.delete(id);
      this.#hooks.delete(id);
    });
    platform.feed.listen((event: PostEvent) => {
      if (event.concerns.length > 0) for (const lane of this.#lanes.values()) lane.wake();
    });
  }

  /** Begins to deliver; before this (while the journal is read) nothing goes out. */
  start(): void {
    this.#running = true;
    for (const id of this.#hooks.keys()) this.#startLane(id);
  }

  stop(): void {
    this.#running = false;
    for (const lane of this.#lanes.values()) lane.stop();
    this.#lanes.clear();
  }

  /** Makes a hook, or changes the one with this address; a changed hook keeps its place in the feed unless `after` is given. */
  put(input: z.infer<typeof webhookInputSchema>): Hook {
    const id = createHash('sha256').update(input.url).digest('hex').slice(0, 16);
    const accounts = input.accounts?.map((handle) => {
      const account = this.#platform.store.account(handle);
      if (account?.kind !== 'brand') throw new SandboxError('ACCOUNT_UNKNOWN', { field: 'accounts', detail: `There is no brand account @${handle}.` });
      return handle.toLowerCase();
    });
    const hook: Hook = { id, url: input.url, secret: input.secret, accounts: accounts ?? null, batch: input.batch ?? 50 };
    const cursor = input.after ?? this.#hooks.get(id)?.cursor ?? this.#platform.feed.lastNo;
    this.#platform.ledger.write({ t: 'hook', hook, cursor });
    return hook;
  }

  remove(find: { id?: string | undefined; url?: string | undefined }): void {
    const found = [...this.#hooks.values()].find(({ hook }) => hook.id === find.id || hook.url === find.url);
    if (found === undefined) throw new SandboxError('THING_UNKNOWN', { field: 'url' });
    this.#platform.ledger.write({ t: 'hookGone', id: found.hook.id });
  }

  /** The hooks without their secrets, with how far each has come. */
  list(): (Omit<Hook, 'secret'> & { cursor: number; waiting: number; failures: number; lastStatus: string | null })[] {
    return [...this.#hooks.values()].map(({ hook: { secret: _, ...hook }, cursor }) => {
      const lane = this.#lanes.get(hook.id);
      return { ...hook, cursor, waiting: lane?.waiting() ?? 0, failures: lane?.failures ?? 0, lastStatus: lane?.lastStatus ?? null };
    });
  }

  #startLane(id: string): void {
    const held = this.#hooks.get(id);
    if (!this.#running || held === undefined) return;
    this.#lanes.get(id)?.stop();
    const lane = new HookLane(this.#platform, held, this.#timing);
    this.#lanes.set(id, lane);
    lane.wake();
  }
}
