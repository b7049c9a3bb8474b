import type { Clock, Rng } from '../../shared/util/ports.ts';
import { HANDLES } from './center.ts';
import {
  BYSTANDERS,
  CHASERS,
  KIEL_OUTAGE,
  MORE_QUESTIONS,
  PEOPLE,
  PRIVATE_MESSAGES,
  SAMPLE_POSTS,
  THANKS,
  UNHAPPY,
  type Language,
  type SamplePerson,
  type SamplePost,
  type Topic,
} from './texts/index.ts';

export type TrafficKind = 'post' | 'reply' | 'privateMessage' | 'edit' | 'delete';

/** Something a customer does on the platform. */
export interface TrafficAction {
  /** Names the post it makes; for `edit` and `delete` the post it changes. */
  readonly key: string;
  /** Ms since 1970. */
  readonly at: number;
  readonly kind: TrafficKind;
  readonly author: SamplePerson;
  /** Empty for `delete`. */
  readonly text: string;
  /** The post it answers: a customer's by its key, or a brand's by its id on the platform. */
  readonly inReplyTo?: { readonly key: string } | { readonly remoteId: string } | undefined;
  /** Handle of the brand, for `privateMessage`. */
  readonly recipient?: string | undefined;
  readonly language: Language;
  /** `outage`: one of the many who ask the same at once. */
  readonly topic: Topic | 'outage';
}

export interface TrafficOptions {
  readonly rng: Rng;
  readonly clock: Pick<Clock, 'now'>;
  /** Posts at the very start; default 25. */
  readonly burst?: number | undefined;
  /** Between two live posts; default 3 to 15 s. */
  readonly gapMs?: { readonly from: number; readonly to: number } | undefined;
  /** First wave about a failure in Kiel, and the pause to the next; default 3 and 45 min. */
  readonly waveAfterMs?: number | undefined;
  readonly waveEveryMs?: number | undefined;
  /** Private messages go to the chat account too. */
  readonly chat?: boolean | undefined;
  /** Everything so many times faster; default 1. */
  readonly faster?: number | undefined;
}

export interface BrandAnswer {
  /** Key of the customer's post that was answered. */
  readonly key: string;
  readonly remoteId: string;
  readonly brand: string;
  readonly visibility: 'public' | 'private';
}

export interface Traffic {
  /** The next thing that happens; never runs dry. `at` never goes back, but may lie in the past after a pause. */
  next(): TrafficAction;
  /** The brand has answered: the customer may write again, and no longer asks where the answer is. */
  answered(answer: BrandAnswer): void;
}

/** What became of one customer's part of a thread. */
interface Talk {
  readonly author: SamplePerson;
  readonly language: Language;
  readonly topic: TrafficAction['topic'];
  furtherMessages: number;
  answered: boolean;
  deleted: boolean;
}
interface Planned {
  readonly action: TrafficAction;
  readonly order: number;
  /** Asked again when its time has come: is it still wanted? */
  readonly stillWanted?: (() => boolean) | undefined;
  readonly base?: true | undefined;
}

const FOLLOW_UP_CHANCE = 0.45;
const MOST_FOLLOW_UPS = 2;

/** Customers of a company, decided by `rng` alone: the same seed makes the same day. */
export function createTraffic(options: TrafficOptions): Traffic {
  const { rng, clock } = options;
  const faster = options.faster ?? 1;
  const gap = options.gapMs ?? { from: 3_000, to: 15_000 };
  const startedAt = clock.now();
  const planned: Planned[] = [];
  const talks = new Map<string, Talk>();
  const said = new Set<string>();
  let order = 0;
  let lastAt = startedAt;

  const chance = (probability: number): boolean => rng.next() < probability;
  const between = (from: number, to: number): number => Math.round((from + rng.next() * (to - from)) / faster);
  const deal = dealer(rng);
  const people = { de: deal(PEOPLE.filter((one) => one.language === 'de')), en: deal(PEOPLE.filter((one) => one.language === 'en')) };
  const nextPost = deal(SAMPLE_POSTS);
  const lines = {
    private: perLanguage(deal, PRIVATE_MESSAGES),
    bystanders: perLanguage(deal, BYSTANDERS),
    chasers: perLanguage(deal, CHASERS),
    thanks: perLanguage(deal, THANKS),
    more: perLanguage(deal, MORE_QUESTIONS),
    unhappy: perLanguage(deal, UNHAPPY),
  };

  const plan = (action: TrafficAction, more: Pick<Planned, 'stillWanted' | 'base'> = {}): void => {
    order += 1;
    planned.push({ action, order, ...more });
  };
  const newKey = (): string => `t${order + 1}`;
  const brandFor = (language: Language, topic: TrafficAction['topic']): string =>
    language === 'en' ? HANDLES.english : topic === 'tv' && chance(0.6) ? HANDLES.tv : HANDLES.german;
  /** Whoever is next and has not said this before. */
  const speaker = (language: Language, text: string): SamplePerson => {
    let author = people[language]();
    for (let tries = 0; said.has(`${author.handle} ${text}`) && tries < PEOPLE.length; tries += 1) author = people[language]();
    said.add(`${author.handle} ${text}`);
    return author;
  };
  const open = (key: string, author: SamplePerson, topic: TrafficAction['topic']): Talk => {
    const talk: Talk = { author, language: author.language, topic, furtherMessages: 0, answered: false, deleted: false };
    talks.set(key, talk);
    return talk;
  };

  const planBase = (at: number): void => {
    if (chance(0.12)) planPrivateMessage(at);
    else planPost(at, nextPost());
  };

  const planPrivateMessage = (at: number): void => {
    const language: Language = chance(0.75) ? 'de' : 'en';
    const text = lines.private[language]();
    const author = speaker(language, text);
    const key = newKey();
    open(key, author, 'general');
    const recipient = language === 'en' ? HANDLES.english : options.chat === true && chance(0.5) ? HANDLES.chat : HANDLES.german;
    plan({ key, at, kind: 'privateMessage', author, text, recipient, language, topic: 'general' }, { base: true });
  };

  const planPost = (at: number, post: SamplePost): void => {
    const { language, topic } = post;
    const author = speaker(language, post.text);
    const key = newKey();
    const talk = open(key, author, topic);
    const brand = brandFor(language, topic);
    plan({ key, at, kind: 'post', author, text: addressed(post.text, brand), language, topic }, { base: true });
    if (post.deletes === true) {
      const deletion: TrafficAction = { key, at: at + between(40_000, 120_000), kind: 'delete', author, text: '', language, topic };
      plan(deletion, { stillWanted: () => (talk.deleted = true) });
      return;
    }
    if (post.editedTo !== undefined)
      plan({ key, at: at + between(20_000, 60_000), kind: 'edit', author, text: addressed(post.editedTo, brand), language, topic });
    if (chance(0.25)) planBystanders(key, at, language, topic, brand);
    if (post.kind !== 'praise' && post.kind !== 'smallTalk' && chance(0.25)) planChaser(key, at, talk);
  };

  const planBystanders = (rootKey: string, at: number, language: Language, topic: TrafficAction['topic'], brand: string): void => {
    const count = 1 + Math.floor(rng.next() * 3);
    for (let number = 0; number < count; number += 1) {
      const text = lines.bystanders[language]();
      const author = speaker(language, text);
      const key = newKey();
      open(key, author, topic);
      plan({
        key,
        at: at + between(10_000, 150_000),
        kind: 'reply',
        author,
        text: text.replace('{brand}', `@${brand}`),
        inReplyTo: { key: rootKey },
        language,
        topic,
      });
    }
  };

  const planChaser = (rootKey: string, at: number, talk: Talk): void => {
    const { author, language, topic } = talk;
    const key = newKey();
    talks.set(key, talk);
    plan(
      {
        key,
        at: at + between(180_000, 480_000),
        kind: 'reply',
        author,
        text: lines.chasers[language](),
        inReplyTo: { key: rootKey },
        language,
        topic,
      },
      { stillWanted: () => !talk.answered },
    );
  };

  const planWave = (at: number): void => {
    const nextVariant = deal(KIEL_OUTAGE);
    let time = at;
    for (let number = 0; number < KIEL_OUTAGE.length; number += 1) {
      time += between(700, 4_500);
      const text = nextVariant();
      const author = speaker('de', text);
      const key = newKey();
      const talk = open(key, author, 'outage');
      plan({ key, at: time, kind: 'post', author, text: addressed(text, HANDLES.german), language: 'de', topic: 'outage' });
      if (chance(0.2)) planBystanders(key, time, 'de', 'outage', HANDLES.german);
      if (chance(0.15)) planChaser(key, time, talk);
    }
  };

  const burst = options.burst ?? 25;
  for (let number = 0; number < burst; number += 1) planBase(startedAt + number);
  planBase(startedAt + burst + between(gap.from, gap.to));
  let waveAt = startedAt + Math.round((options.waveAfterMs ?? 180_000) / faster);
  let basePlanned = burst + 1;

  return {
    next() {
      for (;;) {
        const first = takeFirst(planned);
        const due = Math.max(first.action.at, lastAt);
        if (waveAt <= due) {
          planned.push(first);
          planWave(waveAt);
          waveAt += Math.round((options.waveEveryMs ?? 2_700_000) / faster);
          continue;
        }
        if (first.base === true) {
          basePlanned -= 1;
          // After a pause (a sleeping machine) life goes on from now; nothing is caught up.
          if (basePlanned === 0) {
            planBase(Math.max(first.action.at, clock.now()) + between(gap.from, gap.to));
            basePlanned = 1;
          }
        }
        if (first.stillWanted?.() === false) continue;
        lastAt = due;
        return { ...first.action, at: due };
      }
    },

    answered({ key, remoteId, brand, visibility }) {
      const talk = talks.get(key);
      if (talk === undefined) return;
      talk.answered = true;
      if (talk.deleted || talk.furtherMessages >= MOST_FOLLOW_UPS || !chance(FOLLOW_UP_CHANCE)) return;
      talk.furtherMessages += 1;
      const { author, language, topic } = talk;
      const mood = rng.next();
      const text = (mood < 0.5 ? lines.thanks : mood < 0.85 ? lines.more : lines.unhappy)[language]();
      const follow = newKey();
      talks.set(follow, talk);
      // A further question can again be waited for in vain, but is not chased.
      plan(
        {
          key: follow,
          at: clock.now() + between(15_000, 90_000),
          kind: visibility === 'private' ? 'privateMessage' : 'reply',
          author,
          text,
          inReplyTo: { remoteId },
          ...(visibility === 'private' ? { recipient: brand } : {}),
          language,
          topic,
        },
        { stillWanted: () => !talk.deleted },
      );
    },
  };
}

function addressed(text: string, brand: string): string {
  return text.includes('{brand}') ? text.replaceAll('{brand}', `@${brand}`) : `@${brand} ${text}`;
}

function takeFirst(planned: Planned[]): Planned {
  let best = 0;
  for (let at = 1; at < planned.length; at += 1) {
    const [one, other] = [planned[at], planned[best]] as [Planned, Planned];
    if (one.action.at < other.action.at || (one.action.at === other.action.at && one.order < other.order)) best = at;
  }
  return planned.splice(best, 1)[0] as Planned;
}

/** Deals from a shuffled pile, and shuffles again when it is used up. */
function dealer(rng: Rng): <T>(of: readonly T[]) => () => T {
  return <T>(of: readonly T[]) => {
    let pile: T[] = [];
    return () => {
      if (pile.length === 0) {
        pile = [...of];
        for (let at = pile.length - 1; at > 0; at -= 1) {
          const other = Math.floor(rng.next() * (at + 1));
          [pile[at], pile[other]] = [pile[other] as T, pile[at] as T];
        }
      }
      return pile.pop() as T;
    };
  };
}

function perLanguage(
  deal: <T>(of: readonly T[]) => () => T,
  of: Readonly<Record<Language, readonly string[]>>,
): Record<Language, () => string> {
  return { de: deal(of.de), en: deal(of.en) };
}
