import { randomInt, randomUUID } from 'node:crypto';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { PLATFORM_BRANDS } from './center.ts';
import { createPlatformClient, type PlatformClient, type PlatformOutcome } from './platform-client.ts';
import { createTraffic, type Traffic, type TrafficAction, type TrafficOptions } from './traffic.ts';

const POLL_MS = 2_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

export interface RunTrafficOptions extends Omit<TrafficOptions, 'rng' | 'clock'> {
  readonly platformUrl: string;
  /** The operator's token: it acts for every person and reads the effects. */
  readonly token: string;
  /** Makes the same day again; without it every run is another. */
  readonly seed?: number | undefined;
  readonly onAction?: ((action: TrafficAction, remoteId: string) => void) | undefined;
  /** What did not work, once each time; traffic goes on. */
  readonly onTrouble?: ((why: string) => void) | undefined;
}

export interface TrafficStats {
  readonly seed: number;
  readonly posted: number;
  readonly skipped: number;
  readonly brandAnswers: number;
}

export interface RunningTraffic {
  readonly stats: TrafficStats;
  /** Ends after what is under way; resolves when nothing more will be written. */
  stop(): Promise<void>;
}

/** Makes the brand's accounts on the platform; harmless to repeat. Throws when the platform refuses or is not there. */
export async function preparePlatform(platformUrl: string, token: string): Promise<void> {
  const client = createPlatformClient(platformUrl, token);
  for (const brand of PLATFORM_BRANDS) {
    const outcome = await client.putAccount(brand);
    if (outcome.kind !== 'done') throw new Error(`the platform did not make @${brand.handle}: ${outcome.why}`);
  }
}

/** Lets sample customers write on the Probeplattform until stopped. Returns at once; brands must exist (`preparePlatform`). */
export function runTraffic(options: RunTrafficOptions): RunningTraffic {
  const seed = options.seed ?? randomInt(2 ** 31);
  const stopping = new AbortController();
  const traffic = createTraffic({ ...options, rng: seededRng(seed), clock: { now: Date.now } });
  const state: DriverState = {
    client: createPlatformClient(options.platformUrl, options.token),
    run: randomUUID(),
    traffic,
    options,
    signal: stopping.signal,
    posts: new Map(),
    keys: new Map(),
    people: new Set(),
    latest: new Map(),
    counts: { posted: 0, skipped: 0, brandAnswers: 0 },
  };
  const ended = Promise.all([write(state), listen(state)]);
  return {
    get stats() {
      return { seed, ...state.counts };
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

interface DriverState {
  readonly client: PlatformClient;
  readonly run: string;
  readonly traffic: Traffic;
  readonly options: RunTrafficOptions;
  readonly signal: AbortSignal;
  /** Key → id on the platform, and back. */
  readonly posts: Map<string, string>;
  readonly keys: Map<string, string>;
  /** People who have an account by now. */
  readonly people: Set<string>;
  /** Handle → key of the last thing they wrote, for answers that name only a person. */
  readonly latest: Map<string, string>;
  readonly counts: { posted: number; skipped: number; brandAnswers: number };
}

async function write(state: DriverState): Promise<void> {
  const { signal, traffic } = state;
  let action = traffic.next();
  while (!signal.aborted) {
    const waitMs = action.at - Date.now();
    if (waitMs > 0) {
      await pause(waitMs, signal);
      continue;
    }
    await perform(state, action);
    action = traffic.next();
  }
}

async function perform(state: DriverState, action: TrafficAction): Promise<void> {
  const { client, posts, counts, options } = state;
  const { author } = action;
  const skip = (why: string): void => {
    counts.skipped += 1;
    options.onTrouble?.(`${action.kind} by @${author.handle} left out: ${why}`);
  };
  const inReplyTo =
    action.inReplyTo === undefined
      ? undefined
      : 'remoteId' in action.inReplyTo
        ? action.inReplyTo.remoteId
        : posts.get(action.inReplyTo.key);
  if (action.inReplyTo !== undefined && inReplyTo === undefined) return skip('what it answers was never posted');
  const existing = posts.get(action.key);
  if ((action.kind === 'edit' || action.kind === 'delete') && existing === undefined) return skip('the post was never made');

  if (!state.people.has(author.handle)) {
    const made = await persist(state, () =>
      client.putAccount({ handle: author.handle, displayName: author.displayName, kind: 'person', followers: author.followers }),
    );
    if (made.kind !== 'done') return skip(made.why);
    state.people.add(author.handle);
  }
  const outcome = await persist(state, () => {
    if (action.kind === 'edit') return client.edit(existing ?? '', action.text);
    if (action.kind === 'delete') return client.remove(existing ?? '');
    const visibility = action.kind === 'privateMessage' ? 'private' : 'public';
    return client.post(
      { author: author.handle, text: action.text, inReplyTo, visibility, recipient: action.recipient },
      `${state.run}-${action.key}`,
    );
  });
  if (outcome.kind !== 'done') return skip(outcome.why);
  if (action.kind !== 'edit' && action.kind !== 'delete') {
    posts.set(action.key, outcome.id);
    state.keys.set(outcome.id, action.key);
    state.latest.set(author.handle, action.key);
    counts.posted += 1;
  }
  options.onAction?.(action, outcome.id);
}

/** Repeats while the platform is away, until stopped. */
async function persist(state: DriverState, attempt: () => Promise<PlatformOutcome>): Promise<PlatformOutcome> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const outcome = await attempt();
    if (outcome.kind !== 'again' || state.signal.aborted) return outcome;
    state.options.onTrouble?.(`the platform is busy or away: ${outcome.why}`);
    await pause(pauseMs / (state.options.faster ?? 1), state.signal);
  }
}

/** Hears what brands answer and tells the customers. */
async function listen(state: DriverState): Promise<void> {
  const { client, signal, traffic, keys, latest, counts } = state;
  const pollMs = Math.max(50, POLL_MS / (state.options.faster ?? 1));
  let after = 0;
  while (!signal.aborted) {
    const page = await client.effects(after);
    for (const effect of page?.effects ?? []) {
      if (effect.kind !== 'created' || effect.authorKind !== 'brand') continue;
      const key = keys.get(effect.inReplyTo ?? '') ?? latest.get(effect.recipient ?? '');
      if (key === undefined) continue;
      counts.brandAnswers += 1;
      traffic.answered({ key, remoteId: effect.postId, brand: effect.author, visibility: effect.visibility });
    }
    after = page?.cursor ?? after;
    if (page?.more !== true) await pause(pollMs, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
