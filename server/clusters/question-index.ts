import { weightOf } from '../../shared/text/question-words.ts';
import { isSameQuestion, prepareQuestion, sameQuestionScore, type PreparedQuestion } from '../../shared/text/same-question.ts';
import { Postings } from './postings.ts';

// T6: who asks the same, kept up to date message by message. What a new message is compared with is bounded, however much has come in: only questions that
// share its rarest meanings, of each group a few that stand for it, and of all of those the likeliest. Texts and what was made of them live here, in memory.

export interface Question {
  readonly messageId: string;
  readonly conversationId: string;
  readonly contactId: string;
  readonly text: string;
  /** ms. */
  readonly at: number;
}

export interface Entry extends Question {
  readonly meanings: readonly string[];
  readonly isEnglish: boolean;
  group: Group | undefined;
  /** Found by its meanings: alone, or one of those that stand for their group. */
  isIndexed: boolean;
  /** A person took it out of these clusters. */
  barred: Set<string> | undefined;
}

export interface Group {
  readonly no: number;
  readonly entries: Set<Entry>;
  readonly exemplars: Set<Entry>;
  /** How many of its entries have a meaning. */
  readonly counts: Map<string, number>;
  /** The cluster of the log it has become. */
  clusterId: string | undefined;
}

/** A text says so much at least, or it asks nothing that could be the same ("Danke!"). */
const MIN_MEANINGS = 2;
const MAX_TEXT = 1_000;
/** Rarest meanings that are looked up, and of each so many of the newest. */
const LOOKED_UP = 10;
const OF_EACH = 200;
/** Likeliest that are compared word by word. */
export const MAX_COMPARED = 32;
const MAX_EXEMPLARS = 12;
/** Beyond this it says nothing new about its group. */
const ALIKE = 0.97;
/** Of those compared of a group this share has to be the same. The model knows English questions by their topic and is sure of them; there nothing but its own word counts. */
const ENGLISH_SHARE = 0.7;
const GROUP_SHARE = 0.4;
/** Two texts that the model for pairs finds no more than thinkable are the same all the same when they share so much of what is rare here and now: a wave has words of its own. */
const THINKABLE = 0.14;
const SHARED_RARE = 0.33;
/** With so little in common nobody has to look. */
const HARDLY_SHARED = 0.15;
/** From so many on a group has a core: meanings that this share of it has. Who says so much of the core belongs to it. */
const CORE_FROM = 3;
const CORE_SHARE = 0.4;
const CORE_COVERED = 0.65;
/** At these sizes those are looked for that came before. */
const GATHER_AT: ReadonlySet<number> = new Set([3, 5, 8, 12, 20, 40]);
const PREPARED_KEPT = 4_000;

export class QuestionIndex {
  readonly #entries = new Map<string, Entry>();
  readonly #byConversation = new Map<string, Set<Entry>>();
  readonly #postings = new Postings<Entry>();
  readonly #groups = new Set<Group>();
  readonly #byCluster = new Map<string, Group>();
  readonly #prepared = new Map<string, PreparedQuestion>();
  #nos = 0;
  /** Questions found by their meanings. */
  #indexed = 0;
  /** Pairs compared word by word so far. */
  comparisons = 0;

  get size(): number {
    return this.#entries.size;
  }

  get groups(): ReadonlySet<Group> {
    return this.#groups;
  }

  has(messageId: string): boolean {
    return this.#entries.has(messageId);
  }

  hasConversation(conversationId: string): boolean {
    return this.#byConversation.has(conversationId);
  }

  ofCluster(clusterId: string): Group | undefined {
    return this.#byCluster.get(clusterId);
  }

  /** Takes a question in; the group it belongs to, if any. The same message again replaces what it said before. */
  add(question: Question): Group | undefined {
    this.removeMessage(question.messageId);
    const text = question.text.slice(0, MAX_TEXT);
    const prepared = prepareQuestion(text);
    const meanings = [...prepared.meanings];
    if (meanings.length < MIN_MEANINGS) return undefined;
    const entry: Entry = { ...question, text, meanings, isEnglish: prepared.english, group: undefined, isIndexed: false, barred: this.#barredOf(question.conversationId) };
    this.#entries.set(entry.messageId, entry);
    const own = this.#byConversation.get(entry.conversationId);
    if (own === undefined) this.#byConversation.set(entry.conversationId, new Set([entry]));
    else own.add(entry);
    this.#keep(entry.messageId, prepared);
    this.#place(entry, prepared);
    return entry.group;
  }

  #barredOf(conversationId: string): Set<string> | undefined {
    for (const entry of this.#byConversation.get(conversationId) ?? []) if (entry.barred !== undefined) return entry.barred;
    return undefined;
  }

  #place(entry: Entry, prepared: PreparedQuestion): void {
    const same: Entry[] = [];
    const tally = new Map<Group, { compared: number; same: number; best: number }>();
    for (const other of this.#likeliest(entry)) {
      if (other.conversationId === entry.conversationId) continue;
      const { isSame, score } = this.#compare(entry, prepared, other);
      if (isSame) same.push(other);
      if (other.group === undefined) continue;
      const counted = tally.get(other.group) ?? { compared: 0, same: 0, best: 0 };
      tally.set(other.group, { compared: counted.compared + 1, same: counted.same + (isSame ? 1 : 0), best: isSame ? Math.max(counted.best, score) : counted.best });
    }
    const groups = [...tally].filter(([group, { compared, same: n }]) => ((n > 0 && n / compared >= (entry.isEnglish ? ENGLISH_SHARE : GROUP_SHARE)) || this.#fits(entry, group, prepared.meanings)) && !this.#isBarred(entry, group)).toSorted(([, a], [, b]) => b.same - a.same || b.best - a.best);
    const alone = same.filter((other) => other.group === undefined && other.contactId !== entry.contactId);
    let group = groups[0]?.[0];
    if (group === undefined && alone.length > 0) {
      group = { no: (this.#nos += 1), entries: new Set(), exemplars: new Set(), counts: new Map(), clusterId: undefined };
      this.#groups.add(group);
    }
    if (group === undefined) return this.#index(entry);
    this.#join(entry, group, (groups[0]?.[1].best ?? 0) < ALIKE);
    for (const other of alone) if (!this.#isBarred(other, group)) this.#join(other, group, true);
    if (GATHER_AT.has(group.entries.size)) this.#gather(group);
    // What one question brings together belongs together; two clusters of the log only a person merges.
    for (const [other, { same: n }] of groups.slice(1)) if (n >= 2 && other.clusterId === undefined && other.entries.size <= group.entries.size) this.#pour(other, group);
  }

  #compare(entry: Entry, prepared: PreparedQuestion, other: Entry): { readonly isSame: boolean; readonly score: number } {
    const isGerman = !entry.isEnglish && !other.isEnglish;
    const shared = isGerman ? this.#sharedRare(entry, other, prepared.meanings) : 1;
    if (shared < HARDLY_SHARED) return { isSame: false, score: 0 };
    this.comparisons += 1;
    const there = this.#preparedOf(other);
    const score = sameQuestionScore(prepared, there);
    return { isSame: isSameQuestion(prepared, there) || (isGerman && score >= THINKABLE && shared >= SHARED_RARE), score };
  }

  /** Those most like it by the meanings they share, rare ones counting more. */
  #likeliest(entry: Entry): Entry[] {
    const score = new Map<Entry, number>();
    const rarest = entry.meanings.map((meaning) => ({ meaning, count: this.#postings.count(meaning) })).filter(({ count }) => count > 0).toSorted((a, b) => a.count - b.count).slice(0, LOOKED_UP);
    for (const { meaning } of rarest) {
      const weight = this.#rarity(meaning);
      for (const other of this.#postings.newest(meaning, OF_EACH)) score.set(other, (score.get(other) ?? 0) + weight);
    }
    return [...score]
      .map(([other, sum]) => ({ other, sum: sum / Math.sqrt(other.meanings.length) }))
      .toSorted((a, b) => b.sum - a.sum)
      .slice(0, MAX_COMPARED)
      .map(({ other }) => other);
  }

  /** How much it says that both have this meaning: the fewer have it, groups counting as those few that stand for them. */
  #rarity(meaning: string): number {
    return Math.log((this.#indexed + 20) / (this.#postings.count(meaning) + 3)) * weightOf(meaning);
  }

  /** 0 nothing, 1 all that either says. */
  #sharedRare(a: Entry, b: Entry, ofA: ReadonlySet<string>): number {
    let sumA = 0;
    let sumB = 0;
    let shared = 0;
    for (const meaning of a.meanings) sumA += this.#rarity(meaning);
    for (const meaning of b.meanings) {
      const weight = this.#rarity(meaning);
      sumB += weight;
      if (ofA.has(meaning)) shared += weight;
    }
    return shared / Math.sqrt(Math.max(1, sumA * sumB));
  }

  /** Those that came before the group had a core, and fit it. */
  #gather(group: Group): void {
    const size = group.entries.size;
    const core = [...group.counts].filter(([, count]) => count >= size * CORE_SHARE).map(([meaning]) => meaning);
    for (const meaning of core) {
      for (const other of this.#postings.newest(meaning, OF_EACH)) {
        if (other.group !== undefined || this.#isBarred(other, group)) continue;
        if (this.#fits(other, group, new Set(other.meanings))) this.#join(other, group, true);
      }
    }
  }

  /** It says what most of the group say. */
  #fits(entry: Entry, group: Group, meanings: ReadonlySet<string>): boolean {
    const size = group.entries.size;
    if (size < CORE_FROM || entry.isEnglish) return false;
    let all = 0;
    let shared = 0;
    let both = 0;
    for (const [meaning, count] of group.counts) {
      if (count < size * CORE_SHARE) continue;
      const weight = Math.max(0.1, this.#rarity(meaning)) * (count / size);
      all += weight;
      if (!meanings.has(meaning)) continue;
      shared += weight;
      both += 1;
    }
    return both >= 2 && shared >= all * CORE_COVERED;
  }

  #isBarred(entry: Entry, group: Group): boolean {
    return group.clusterId !== undefined && entry.barred?.has(group.clusterId) === true;
  }

  #join(entry: Entry, group: Group, standsFor: boolean): void {
    this.#leaveGroup(entry);
    entry.group = group;
    group.entries.add(entry);
    for (const meaning of entry.meanings) group.counts.set(meaning, (group.counts.get(meaning) ?? 0) + 1);
    if (standsFor && group.exemplars.size < MAX_EXEMPLARS) {
      group.exemplars.add(entry);
      this.#index(entry);
    } else this.#unindex(entry);
  }

  #leaveGroup(entry: Entry): void {
    const { group } = entry;
    if (group === undefined) return;
    group.entries.delete(entry);
    for (const meaning of entry.meanings) group.counts.set(meaning, (group.counts.get(meaning) ?? 1) - 1);
    group.exemplars.delete(entry);
    entry.group = undefined;
    if (group.entries.size === 0) this.#drop(group);
    else if (group.exemplars.size === 0) for (const next of [...group.entries].slice(-MAX_EXEMPLARS)) this.#join(next, group, true);
  }

  #pour(from: Group, into: Group): void {
    for (const entry of [...from.entries]) if (!this.#isBarred(entry, into)) this.#join(entry, into, from.exemplars.has(entry));
  }

  #drop(group: Group): void {
    this.#groups.delete(group);
    if (group.clusterId !== undefined) this.#byCluster.delete(group.clusterId);
  }

  /** The log says so: these, and of what is known only these, are of the cluster; who was taken out stays out. */
  assign(clusterId: string, conversationIds: readonly string[], excludedIds: readonly string[]): void {
    for (const id of excludedIds) for (const entry of this.#byConversation.get(id) ?? []) (entry.barred ??= new Set()).add(clusterId);
    const mine = new Set(conversationIds);
    let group = this.#byCluster.get(clusterId);
    if (group === undefined) {
      group = { no: (this.#nos += 1), entries: new Set(), exemplars: new Set(), counts: new Map(), clusterId };
      this.#byCluster.set(clusterId, group);
      this.#groups.add(group);
    }
    for (const id of mine) for (const entry of this.#byConversation.get(id) ?? []) if (entry.group !== group) this.#join(entry, group, true);
    for (const entry of [...group.entries]) {
      if (mine.has(entry.conversationId)) continue;
      this.#leaveGroup(entry);
      this.#index(entry);
    }
    if (group.entries.size === 0) this.#drop(group);
  }

  /** A group has become a cluster of the log. */
  named(group: Group, clusterId: string): void {
    if (group.clusterId !== undefined) this.#byCluster.delete(group.clusterId);
    group.clusterId = clusterId;
    this.#byCluster.set(clusterId, group);
  }

  /** It has not: the log did not take it. */
  unnamed(group: Group): void {
    if (group.clusterId !== undefined) this.#byCluster.delete(group.clusterId);
    group.clusterId = undefined;
  }

  /** The cluster is over: its questions are let go. */
  release(clusterId: string): void {
    const group = this.#byCluster.get(clusterId);
    if (group === undefined) return;
    for (const entry of [...group.entries]) this.#remove(entry);
  }

  removeMessage(messageId: string): void {
    const entry = this.#entries.get(messageId);
    if (entry !== undefined) this.#remove(entry);
  }

  removeConversation(conversationId: string): void {
    for (const entry of [...(this.#byConversation.get(conversationId) ?? [])]) this.#remove(entry);
  }

  /** Lets go what came before (ms). Entries are kept in the order they came. */
  expire(before: number): void {
    for (const entry of this.#entries.values()) {
      if (entry.at >= before) break;
      this.#remove(entry);
    }
  }

  #remove(entry: Entry): void {
    this.#leaveGroup(entry);
    this.#unindex(entry);
    this.#entries.delete(entry.messageId);
    this.#prepared.delete(entry.messageId);
    const own = this.#byConversation.get(entry.conversationId);
    own?.delete(entry);
    if (own?.size === 0) this.#byConversation.delete(entry.conversationId);
  }

  #index(entry: Entry): void {
    if (entry.isIndexed) return;
    entry.isIndexed = true;
    this.#indexed += 1;
    for (const meaning of entry.meanings) this.#postings.add(meaning, entry);
  }

  #unindex(entry: Entry): void {
    if (!entry.isIndexed) return;
    entry.isIndexed = false;
    this.#indexed -= 1;
    for (const meaning of entry.meanings) this.#postings.remove(meaning, entry);
  }

  #preparedOf(entry: Entry): PreparedQuestion {
    const known = this.#prepared.get(entry.messageId);
    if (known !== undefined) {
      // Those in use stay longest.
      this.#prepared.delete(entry.messageId);
      this.#prepared.set(entry.messageId, known);
      return known;
    }
    const made = prepareQuestion(entry.text);
    this.#keep(entry.messageId, made);
    return made;
  }

  #keep(messageId: string, prepared: PreparedQuestion): void {
    this.#prepared.set(messageId, prepared);
    if (this.#prepared.size <= PREPARED_KEPT) return;
    const oldest = this.#prepared.keys().next().value;
    if (oldest !== undefined) this.#prepared.delete(oldest);
  }
}
