import type { Cluster, ClusterLeaveReason } from '../../shared/domain/cluster.ts';
import { CLUSTER_MEMBERS_MAX } from '../../shared/domain/cluster.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import { STRATEGY_ID, strategyInForce } from '../../shared/domain/strategy.ts';
import { isResting } from '../../shared/domain/work-item.ts';
import { whyNoMember } from '../../shared/deciders/cluster.ts';
import type { CenterEvent, NewEvent } from '../../shared/events/index.ts';
import type { EntityRef } from '../../shared/reducers/index.ts';
import type { IdSource, Timers } from '../../shared/util/ports.ts';
import type { Center, Committed } from '../center/center.ts';
import { labelWords } from './label-words.ts';
import { QuestionIndex, type Group } from './question-index.ts';

export interface ClusterDeskParts {
  readonly center: Center;
  readonly ids: IdSource;
  readonly timers: Timers;
  /** What exists of these sealed texts. */
  readTexts(refs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Counts or words of these changed: their rows are told anew. */
  onChanged(clusterIds: ReadonlySet<string>): void;
  readonly onProblem: (error: unknown) => void;
}

const ACTOR = 'clusters';
/** New messages wait this long to be read together. */
const READ_DELAY_MS = 150;
const READ_AT_ONCE = 200;
/** So many are compared in one go; then whoever waits comes first. */
const COMPARED_AT_ONCE = 20;
/** Counts of a wave follow it in steps. */
const ROWS_DELAY_MS = 1_000;
const TIDY_EVERY_MS = 5 * 60_000;
const RECALLED = 100_000;

const isOpen = (cluster: Cluster | undefined): cluster is Cluster => cluster?.state === 'proposed' || cluster?.state === 'confirmed';

/**
 * T6: reads along as messages come in and proposes those that ask the same. Invariants: what stands in the log is ids; texts live in memory and leave it with their
 * message, their person or their time. Nobody in danger (R11) and no special mail (R13) is a member, from the moment that is known. What a person decided
 * is never undone: who was taken out stays out, what was dismissed is not proposed again.
 */
export class ClusterDesk {
  readonly #parts: ClusterDeskParts;
  readonly index = new QuestionIndex();
  readonly #queue = new Set<string>();
  readonly #words = new Map<string, readonly string[]>();
  readonly #open = new Map<string, ReadonlySet<string>>();
  readonly #clustersOf = new Map<string, Set<string>>();
  #dirty = new Set<string>();
  #cancels = new Set<() => void>();
  #working: Promise<void> | undefined;
  #rowsWait = false;
  #ready = false;
  #stopped = false;

  constructor(parts: ClusterDeskParts) {
    this.#parts = parts;
    for (const cluster of parts.center.committed.all('cluster').values()) this.#file(cluster);
    parts.center.onCommitted((committed) => this.#committed(committed));
  }

  /** Words its members have in common; none until they were read. */
  words(clusterId: string): readonly string[] {
    return this.#words.get(clusterId) ?? [];
  }

  /** Reads what came in lately, so that a restart forgets nothing; from then on it proposes. */
  start(): void {
    this.#working = this.#recall().catch(this.#parts.onProblem).finally(() => {
      this.#working = undefined;
      this.#ready = true;
      this.#wake();
    });
    this.#every(TIDY_EVERY_MS, () => this.tidy());
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels) cancel();
  }

  #after(ms: number, run: () => void): void {
    const cancel = this.#parts.timers.after(ms, () => {
      this.#cancels.delete(cancel);
      if (!this.#stopped) run();
    });
    this.#cancels.add(cancel);
  }

  #every(ms: number, run: () => void): void {
    this.#after(ms, () => {
      run();
      this.#every(ms, run);
    });
  }

  get #rules(): { readonly minPeople: number; readonly windowMs: number } {
    return strategyInForce(this.#parts.center.committed.get('strategy', STRATEGY_ID)).rules.sameQuestion;
  }

  #committed({ events, changed }: Committed): void {
    for (const event of events) this.#heard(event);
    this.#itemsMoved(changed);
    this.#wake();
  }

  #heard(event: CenterEvent): void {
    const { center } = this.#parts;
    switch (event.type) {
      case 'message.received':
        if (event.data.direction === 'in' && event.data.automatic === undefined && event.data.conversationId !== undefined && event.data.authorContactId !== undefined) this.#queue.add(event.data.id);
        return;
      case 'message.edited':
        if (center.committed.get('message', event.data.messageId)?.direction === 'in') this.#queue.add(event.data.messageId);
        return;
      case 'message.deleted': {
        const conversationId = center.committed.get('message', event.data.messageId)?.conversationId;
        this.index.removeMessage(event.data.messageId);
        if (conversationId !== undefined && !this.index.hasConversation(conversationId)) this.#leave(conversationId, 'deleted');
        return;
      }
      case 'conversation.erased':
        this.index.removeConversation(event.data.conversationId);
        return this.#leave(event.data.conversationId, 'erased');
      case 'situation.opened':
        return event.data.clusterId === undefined ? undefined : this.#mark(event.data.clusterId);
      case 'cluster.split':
        this.#follow(event.data.clusterId);
        return this.#follow(event.data.newClusterId);
      case 'cluster.merged':
        // The one that ends gives its questions to the other, which must have them first.
        this.#follow(event.data.clusterId);
        return this.#follow(event.data.fromClusterId);
      case 'cluster.proposed':
      case 'cluster.grown':
      case 'cluster.confirmed':
      case 'cluster.dismissed':
      case 'cluster.membersPut':
      case 'cluster.membersTaken':
      case 'cluster.ended':
        return this.#follow(event.data.clusterId, event.actor === ACTOR && (event.type === 'cluster.proposed' || event.type === 'cluster.grown'));
      default:
    }
  }

  /** Takes in what the log says of a cluster. `isOwn`: it was found here, the index knows. */
  #follow(clusterId: string, isOwn = false): void {
    const cluster = this.#parts.center.committed.get('cluster', clusterId);
    if (cluster === undefined) return;
    this.#file(cluster);
    if (!isOwn && cluster.kind === 'question') {
      if (cluster.state === 'ended') this.index.release(clusterId);
      else this.index.assign(clusterId, [...cluster.conversationIds, ...cluster.offeredIds], cluster.excludedIds);
    }
    const group = this.index.ofCluster(clusterId);
    if (group !== undefined) this.#words.set(clusterId, labelWords(group.entries));
    else if (!isOpen(cluster)) this.#words.delete(clusterId);
    this.#mark(clusterId);
  }

  #file(cluster: Cluster): void {
    for (const id of this.#open.get(cluster.id) ?? []) {
      const of = this.#clustersOf.get(id);
      of?.delete(cluster.id);
      if (of?.size === 0) this.#clustersOf.delete(id);
    }
    this.#open.delete(cluster.id);
    if (!isOpen(cluster)) return;
    const ids = new Set([...cluster.conversationIds, ...cluster.offeredIds]);
    this.#open.set(cluster.id, ids);
    for (const id of ids) {
      const of = this.#clustersOf.get(id);
      if (of === undefined) this.#clustersOf.set(id, new Set([cluster.id]));
      else of.add(cluster.id);
    }
  }

  /** Counts change with the items of the members; who is in danger, or turns out to have sent special mail, leaves at once. */
  #itemsMoved(changed: readonly EntityRef[]): void {
    const { committed, index } = this.#parts.center;
    const seen = new Set<string>();
    // How somebody wants to be addressed is counted, too.
    const refs = changed.flatMap(([noun, id]): readonly EntityRef[] => (noun === 'contact' ? [...index.conversationsOfContact(id)].map((one) => ['conversation', one] as const) : [[noun, id]]));
    for (const [noun, id] of refs) {
      const conversationId = noun === 'conversation' ? id : noun === 'workItem' ? committed.get('workItem', id)?.conversationId : undefined;
      if (conversationId === undefined || seen.has(conversationId)) continue;
      seen.add(conversationId);
      const of = this.#clustersOf.get(conversationId);
      if (of === undefined) continue;
      for (const clusterId of of) this.#mark(clusterId);
      const why = whyNoMember(committed, conversationId);
      if (why !== undefined) this.#leave(conversationId, why);
    }
  }

  #leave(conversationId: string, reason: ClusterLeaveReason): void {
    const { center } = this.#parts;
    if (reason !== 'deleted') this.index.removeConversation(conversationId);
    if (this.#clustersOf.get(conversationId) === undefined) return;
    center
      .submit(ACTOR, () => ({
        events: [...(this.#clustersOf.get(conversationId) ?? [])].flatMap((clusterId): NewEvent[] => {
          const cluster = center.live.get('cluster', clusterId);
          const isIn = isOpen(cluster) && (cluster.conversationIds.includes(conversationId) || cluster.offeredIds.includes(conversationId));
          return isIn ? [{ type: 'cluster.membersTaken', data: { clusterId, conversationIds: [conversationId], reason, at: center.now() } }] : [];
        }),
      }))
      .catch(this.#parts.onProblem);
  }

  #mark(clusterId: string): void {
    this.#dirty.add(clusterId);
    if (this.#rowsWait) return;
    this.#rowsWait = true;
    this.#after(ROWS_DELAY_MS, () => {
      this.#rowsWait = false;
      const dirty = this.#dirty;
      this.#dirty = new Set();
      this.#parts.onChanged(dirty);
    });
  }

  #wake(): void {
    if (!this.#ready || this.#stopped || this.#working !== undefined || this.#queue.size === 0) return;
    this.#working = new Promise<void>((resolve) => this.#after(READ_DELAY_MS, resolve))
      .then(() => this.#read())
      .catch(this.#parts.onProblem)
      .finally(() => {
        this.#working = undefined;
        this.#wake();
      });
  }

  async #read(): Promise<void> {
    const ids = [...this.#queue].slice(0, READ_AT_ONCE);
    for (const id of ids) this.#queue.delete(id);
    await this.#settle(await this.#take(ids));
  }

  /** Compares these messages with what is known; the groups they went into. */
  async #take(messageIds: readonly string[]): Promise<Set<Group>> {
    const { center } = this.#parts;
    const known = messageIds.flatMap((id) => center.committed.get('message', id) ?? []);
    const texts = await this.#parts.readTexts(known.map((message) => message.bodyRef));
    const touched = new Set<Group>();
    for (const [i, { id, bodyRef }] of known.entries()) {
      if (i % COMPARED_AT_ONCE === COMPARED_AT_ONCE - 1) await new Promise<void>((resolve) => this.#after(0, resolve));
      // It may be gone since it was read.
      const message = center.committed.get('message', id);
      const { conversationId, authorContactId } = message ?? {};
      const text = bodyText(texts.get(bodyRef));
      if (message === undefined || message.bodyRef !== bodyRef || message.deletedAt !== undefined || conversationId === undefined || authorContactId === undefined || text === undefined) continue;
      if (whyNoMember(center.live, conversationId) !== undefined) continue;
      const group = this.index.add({ messageId: id, conversationId, contactId: authorContactId, text, at: message.receivedAt });
      if (group !== undefined) touched.add(group);
    }
    return touched;
  }

  /** Writes what was found: proposals, and more of what is known. */
  async #settle(groups: Iterable<Group>): Promise<void> {
    const { center, ids } = this.#parts;
    const named: Group[] = [];
    try {
      await center.submit(ACTOR, () => {
        const events: NewEvent[] = [];
        for (const group of groups) {
          const fit = [...new Map([...group.entries].map((entry) => [entry.conversationId, entry.contactId]))].filter(([id]) => whyNoMember(center.live, id) === undefined && [undefined, group.clusterId].includes(center.index.clusterOf(id)));
          if (group.clusterId === undefined) {
            if (new Set(fit.map(([, contactId]) => contactId)).size < this.#rules.minPeople) continue;
            const clusterId = ids.next();
            this.index.named(group, clusterId);
            named.push(group);
            events.push({ type: 'cluster.proposed', data: { clusterId, conversationIds: fit.map(([id]) => id).slice(0, CLUSTER_MEMBERS_MAX), at: center.now() } });
          } else {
            const cluster = center.live.get('cluster', group.clusterId);
            if (!isOpen(cluster)) continue;
            const there = new Set([...cluster.conversationIds, ...cluster.offeredIds, ...cluster.excludedIds]);
            const more = fit.map(([id]) => id).filter((id) => !there.has(id));
            if (more.length > 0) events.push({ type: 'cluster.grown', data: { clusterId: cluster.id, conversationIds: more.slice(0, CLUSTER_MEMBERS_MAX), at: center.now() } });
          }
        }
        return { events };
      });
    } catch (error) {
      for (const group of named) this.index.unnamed(group);
      throw error;
    }
  }

  async #recall(): Promise<void> {
    const { center } = this.#parts;
    const from = center.now() - this.#rules.windowMs;
    const lately = [...center.committed.all('message').values()]
      .filter((message) => message.direction === 'in' && message.automatic === undefined && message.deletedAt === undefined && message.receivedAt >= from)
      .toSorted((a, b) => a.seq - b.seq)
      .slice(-RECALLED)
      .map((message) => message.id);
    for (let i = 0; i < lately.length && !this.#stopped; i += READ_AT_ONCE) await this.#take(lately.slice(i, i + READ_AT_ONCE));
    for (const id of lately) this.#queue.delete(id);
    for (const cluster of center.committed.all('cluster').values()) if (cluster.kind === 'question' && cluster.state !== 'ended') this.#follow(cluster.id);
    if (!this.#stopped) await this.#settle(this.index.groups);
  }

  /** Lets go what is over. */
  tidy(): void {
    const { center } = this.#parts;
    const before = center.now() - this.#rules.windowMs;
    this.index.expire(before);
    const over = [...this.#open.keys()].filter((id) => this.#isOver(center.committed.get('cluster', id), before));
    if (over.length > 0) center.submit(ACTOR, () => ({ events: over.filter((id) => this.#isOver(center.live.get('cluster', id), before)).map((clusterId): NewEvent => ({ type: 'cluster.ended', data: { clusterId, at: center.now() } })) })).catch(this.#parts.onProblem);
  }

  #isOver(cluster: Cluster | undefined, before: number): boolean {
    if (!isOpen(cluster) || Math.max(cluster.lastFoundAt, cluster.changedAt) >= before) return false;
    const { committed } = this.#parts.center;
    return !cluster.conversationIds.some((id) => {
      const item = committed.get('workItem', committed.get('conversation', id)?.workItemId ?? '');
      return item !== undefined && item.state !== 'closed' && !isResting(item);
    });
  }
}

function bodyText(json: string | undefined): string | undefined {
  if (json === undefined) return undefined;
  const body = messageBodySchema.safeParse(JSON.parse(json));
  if (!body.success) return undefined;
  return body.data.subject === undefined ? body.data.text : `${body.data.subject}\n${body.data.text}`;
}
