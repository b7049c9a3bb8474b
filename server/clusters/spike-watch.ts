import { isOpen } from '../../shared/domain/business-time.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { Spike, TopicKind } from '../../shared/domain/spike.ts';
import { STRATEGY_ID, strategyInForce } from '../../shared/domain/strategy.ts';
import type { CenterEvent, NewEvent } from '../../shared/events/index.ts';
import type { IdSource, Timers } from '../../shared/util/ports.ts';
import type { Center } from '../center/center.ts';
import { HOUR_MS, HourCounts } from './hour-counts.ts';
import { blend, isOver, judge, spreadOf, usualIn, type Usual } from './spike-model.ts';
import { TermTopics } from './term-topics.ts';
import { usualSlot } from './usual-slot.ts';

export interface SpikeWatchParts {
  readonly center: Center;
  readonly ids: IdSource;
  readonly timers: Timers;
  readTexts(refs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  readonly onProblem: (error: unknown) => void;
}

const ACTOR = 'clusters';
const LOOK_EVERY_MS = 60_000;
/** The last so many topics are counted; more terms than that are not told apart. */
const MOST_TOPICS = 900;

/**
 * T7: counts what comes in by topic and term, learns what is usual and says when it is much more. Invariants: the log keeps counts per hour, nothing of what was
 * said; an hour in which the server was not there from end to end is not learned from; of each topic one spike at a time.
 */
export class SpikeWatch {
  readonly #parts: SpikeWatchParts;
  readonly #counts = new HourCounts();
  readonly #topics = new TermTopics();
  #reading: Promise<void> = Promise.resolve();
  #hourAt: number;
  /** From its beginning on, the present hour was counted. */
  #isWhole = false;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(parts: SpikeWatchParts) {
    this.#parts = parts;
    this.#hourAt = Math.floor(parts.center.now() / HOUR_MS) * HOUR_MS;
    parts.center.onCommitted(({ events }) => {
      for (const event of events) this.#heard(event);
    });
  }

  start(): void {
    this.#cancel = this.#parts.timers.after(LOOK_EVERY_MS, () => {
      if (this.#stopped) return;
      this.look().catch(this.#parts.onProblem).finally(() => this.start());
    });
    if (this.#stopped) this.#cancel();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #heard(event: CenterEvent): void {
    if (event.type === 'cluster.grown' || event.type === 'cluster.membersPut' || event.type === 'cluster.confirmed') {
      const cluster = this.#parts.center.committed.get('cluster', event.data.clusterId);
      if (cluster?.state !== 'confirmed' || cluster.kind !== 'question' || cluster.label === undefined || event.type === 'cluster.membersPut') return;
      for (const _one of event.data.conversationIds) this.#counts.note(`cluster:${cluster.label.toLowerCase().slice(0, 100)}`, event.at);
      return;
    }
    if (event.type !== 'message.received') return;
    const { id, direction, automatic, conversationId, bodyRef } = event.data;
    if (direction !== 'in' || automatic !== undefined || conversationId === undefined) return;
    this.#counts.note('all:all', event.at);
    // Read one after the other: what is counted is in the order of the log.
    this.#reading = this.#reading.then(() => this.#count(id, conversationId, bodyRef, event.at)).catch(this.#parts.onProblem);
  }

  async #count(messageId: string, conversationId: string, bodyRef: string, at: number): Promise<void> {
    const { center, readTexts } = this.#parts;
    const reading = center.committed.get('message', messageId)?.reading;
    const caseType = reading?.caseType.label;
    const language = reading?.language.label;
    if (caseType !== undefined) this.#counts.note(`caseType:${caseType}`, at);
    const accountId = center.committed.get('conversation', conversationId)?.accountId;
    const brand = accountId === undefined ? undefined : center.committed.get('account', accountId)?.brand;
    const terms = this.#topics.now(center.committed.all('queue').values(), brand === undefined ? undefined : center.committed.get('searchBook', brand));
    if (terms === undefined) return;
    const json = (await readTexts([bodyRef])).get(bodyRef);
    const body = json === undefined ? undefined : messageBodySchema.safeParse(JSON.parse(json));
    if (body?.success !== true) return;
    for (const term of terms(`${body.data.subject ?? ''} ${body.data.text}`, language)) this.#counts.note(`term:${term}`, at);
  }

  /** The hour of the week as which this one counts. */
  #slot(at: number): number {
    return usualSlot([...this.#parts.center.committed.all('queue').values()].map((queue) => queue.hours), at);
  }

  /** Closes hours that have gone by and judges the last sixty minutes. */
  async look(): Promise<void> {
    await this.#reading;
    const { center } = this.#parts;
    await center.submit(ACTOR, () => ({ events: [...this.#hourOver(center.now()), ...this.#judged(center.now())] }));
  }

  #hourOver(now: number): NewEvent[] {
    const hourAt = Math.floor(now / HOUR_MS) * HOUR_MS;
    if (hourAt === this.#hourAt) return [];
    const counted = this.#counts.takeHour();
    const [before, isWhole] = [this.#hourAt, this.#isWhole && hourAt === this.#hourAt + HOUR_MS];
    this.#hourAt = hourAt;
    this.#isWhole = true;
    if (!isWhole) return [];
    const topics = new Set([...this.#parts.center.live.all('volume').keys(), ...counted.keys()]);
    if (topics.size === 0) return [];
    return [{ type: 'volume.counted', data: { hourAt: before, slot: this.#slot(before), counts: [...topics].slice(0, MOST_TOPICS).map((topicId) => ({ topicId, count: counted.get(topicId) ?? 0 })) } }];
  }

  #judged(now: number): NewEvent[] {
    const { center, ids } = this.#parts;
    const rules = strategyInForce(center.live.get('strategy', STRATEGY_ID)).rules.spikes;
    const isBusiness = [...center.live.all('queue').values()].some((queue) => isOpen(now, queue.hours));
    const running = new Map<string, Spike>();
    for (const spike of center.live.all('spike').values()) if (spike.endedAt === undefined) running.set(spike.topicId, spike);
    const events: NewEvent[] = [];
    for (const topicId of new Set([...this.#counts.topics(), ...running.keys()])) {
      const count = this.#counts.lastHour(topicId, now);
      const usual = this.usual(topicId, now);
      const spike = running.get(topicId);
      const level = judge(count, usual, isBusiness, rules);
      if (spike !== undefined) {
        if (isOver(count, usual, rules)) events.push({ type: 'spike.ended', data: { spikeId: spike.id, at: now } });
        // What waited for the morning and goes on into it, or grows, is told now.
        if (spike.level === 'alert' || level !== 'alert') continue;
        events.push({ type: 'spike.ended', data: { spikeId: spike.id, at: now } }, { type: 'spike.seen', data: { spikeId: spike.id, byAgentId: 'system', at: now } });
      }
      if (level !== 'quiet' && usual !== undefined) events.push(raised(ids.next(), topicId, level, count, usual, now));
    }
    return events;
  }

  /** What is usual of this topic in the sixty minutes up to now. */
  usual(topicId: string, now: number): Usual | undefined {
    const volume = this.#parts.center.live.get('volume', topicId);
    if (volume === undefined) return undefined;
    const spread = spreadOf(volume);
    const here = usualIn(volume, this.#slot(now), spread);
    const before = usualIn(volume, this.#slot(now - HOUR_MS), spread);
    return here === undefined || before === undefined ? undefined : blend(before, here, (now % HOUR_MS) / HOUR_MS);
  }
}

function raised(id: string, topicId: string, level: 'digest' | 'alert', count: number, usual: Usual, at: number): NewEvent {
  const mark = topicId.indexOf(':');
  const kind = topicId.slice(0, mark) as TopicKind;
  const label = kind === 'term' || kind === 'cluster' ? { label: topicId.slice(mark + 1, mark + 121) } : {};
  return { type: 'spike.raised', data: { id, topicId, kind, level, count, usual: Math.round(usual.mean * 10) / 10, raisedAt: at, ...label } };
}
