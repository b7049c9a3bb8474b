import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import type { Hook, PostEvent } from './model.ts';
import type { Platform } from './platform.ts';
import { signDelivery, type WebhookTiming } from './webhook-delivery.ts';

/**
 * Delivers one hook's events in order, one delivery at a time, and moves the persisted cursor only after a 2xx.
 * A killed platform therefore delivers the last batch again: receivers drop known event ids.
 */
export class HookLane {
  readonly #platform: Platform;
  readonly #held: { readonly hook: Hook; readonly cursor: number };
  readonly #timing: WebhookTiming;
  readonly #stop = new AbortController();
  #working = false;
  #woken = false;
  failures = 0;
  lastStatus: string | null = null;

  constructor(platform: Platform, held: { readonly hook: Hook; readonly cursor: number }, timing: WebhookTiming) {
    this.#platform = platform;
    this.#held = held;
    this.#timing = timing;
  }

  stop(): void {
    this.#stop.abort();
  }

  wake(): void {
    this.#woken = true;
    if (this.#working || this.#stop.signal.aborted) return;
    this.#working = true;
    void this.#work().finally(() => {
      this.#working = false;
    });
  }

  waiting(): number {
    return this.#due(Number.MAX_SAFE_INTEGER).length;
  }

  #due(most: number): PostEvent[] {
    const { hook, cursor } = this.#held;
    const only = hook.accounts?.length === 1 ? hook.accounts[0] : undefined;
    const fits = (event: PostEvent): boolean => event.concerns.length > 0 && (hook.accounts === null || event.concerns.some((handle) => hook.accounts?.includes(handle)));
    const due: PostEvent[] = [];
    for (let after = cursor; due.length < most; ) {
      const part = this.#platform.feed.after(after, 1000, only);
      due.push(...part.filter(fits));
      const last = part.at(-1);
      if (last === undefined) break;
      after = last.eventNo;
    }
    return due.slice(0, most);
  }

  async #work(): Promise<void> {
    // Events of one tick travel together.
    await sleep(1);
    while (this.#woken && !this.#stop.signal.aborted) {
      this.#woken = false;
      for (let batch = this.#due(this.#held.hook.batch); batch.length > 0; batch = this.#due(this.#held.hook.batch)) {
        try {
          await this.#deliverBatch(batch);
        } catch (error) {
          if (this.#stop.signal.aborted) return;
          throw error;
        }
        if (this.#stop.signal.aborted) return;
        this.#platform.ledger.write({ t: 'hookCursor', id: this.#held.hook.id, eventNo: batch.at(-1)?.eventNo ?? 0 });
      }
    }
  }

  async #deliverBatch(batch: PostEvent[]): Promise<void> {
    const fault = this.#platform.faults.choose('webhook', [...new Set(batch.flatMap((event) => event.concerns))]);
    if (fault === undefined) return this.#untilAccepted(batch);
    this.#platform.faults.fired(fault);
    return this.#bent(fault, batch);
  }

  async #bent(fault: Fault, batch: PostEvent[]): Promise<void> {
    if (fault.kind === 'delay') {
      await sleep(fault.delayMs ?? 1000, undefined, { signal: this.#stop.signal });
      return this.#untilAccepted(batch);
    }
    if (fault.kind === 'duplicate') {
      await this.#untilAccepted(batch);
      return this.#untilAccepted(batch);
    }
    // Reorder needs two: it waits for company, then the events go one by one, last first.
    await sleep(fault.delayMs ?? 500, undefined, { signal: this.#stop.signal });
    batch.splice(0, batch.length, ...this.#due(this.#held.hook.batch));
    for (const event of batch.toReversed()) await this.#untilAccepted([event]);
  }

  async #untilAccepted(batch: readonly PostEvent[]): Promise<void> {
    const { hook } = this.#held;
    const deliveryId = `${hook.id}-${batch.map((event) => event.eventNo).join('.')}`.slice(0, 200);
    for (let failure = 0; ; failure += 1) {
      if (await this.#attempt(deliveryId, batch)) return;
      this.failures += 1;
      const backoff = Math.min(this.#timing.maxBackoffMs, this.#timing.backoffMs * 2 ** Math.min(failure, 20));
      await sleep(backoff * (0.75 + this.#platform.random() / 2), undefined, { signal: this.#stop.signal });
    }
  }

  async #attempt(deliveryId: string, batch: readonly PostEvent[]): Promise<boolean> {
    const { hook } = this.#held;
    // Rendered anew for each attempt: a text deleted meanwhile must not go out.
    const rawBody = JSON.stringify({ deliveryId, events: batch.map((event) => this.#platform.render.event(event, hook.accounts)) });
    const timestamp = String(Math.floor(this.#platform.now() / 1000));
    try {
      const response = await fetch(hook.url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', 'x-sandbox-timestamp': timestamp, 'x-sandbox-signature': signDelivery(hook.secret, timestamp, rawBody) },
        body: rawBody,
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.#timing.timeoutMs)]),
      });
      await response.body?.cancel();
      this.lastStatus = String(response.status);
      return response.ok;
    } catch (error) {
      if (this.#stop.signal.aborted) throw error;
      this.lastStatus = error instanceof Error ? error.name : 'failed';
      return false;
    }
  }
}
