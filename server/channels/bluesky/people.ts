import { z } from 'zod';
import { FeedFailure } from '../ports.ts';
import type { Person } from './post.ts';

const handleSchema = z.object({ did: z.string().startsWith('did:') });
const profileSchema = z.object({ did: z.string(), handle: z.string().min(1).max(256), displayName: z.string().optional(), followersCount: z.number().int().min(0).optional() });
const repoSchema = z.object({ did: z.string(), handle: z.string().min(1).max(256) });
const recordSchema = z.object({ value: z.unknown() });
const selfSchema = z.object({ value: z.object({ displayName: z.string().optional() }) });

const MOST_KNOWN = 5_000;
const KNOWN_FOR_MS = 6 * 3_600_000;
const TIMEOUT_MS = 15_000;

/** Who somebody is, by public reads without any sign-in. `lookUp`: an AppView, or a server that holds the accounts. */
export class People {
  readonly #lookUp: string;
  readonly #now: () => number;
  readonly #known = new Map<string, { person: Person; at: number }>();
  /** A server without profiles of its own: asked for the account's record instead. */
  #hasProfiles = true;

  constructor(lookUp: string, now: () => number) {
    this.#lookUp = lookUp;
    this.#now = now;
  }

  forget(did: string): void {
    this.#known.delete(did);
  }

  /** The account's permanent id. Throws FeedFailure. */
  async resolve(handle: string, signal: AbortSignal): Promise<string> {
    if (handle.startsWith('did:')) return handle;
    const answer = await this.#ask('com.atproto.identity.resolveHandle', { handle }, signal);
    const read = answer.ok ? handleSchema.safeParse(answer.body) : undefined;
    if (read?.success !== true) throw new FeedFailure('ACCOUNT_UNKNOWN', `Bluesky knows no @${handle}`);
    return read.data.did;
  }

  /** Throws FeedFailure when nobody could be asked; who cannot be found is called by their id. */
  async of(did: string, signal: AbortSignal): Promise<Person> {
    const held = this.#known.get(did);
    if (held !== undefined && this.#now() - held.at < KNOWN_FOR_MS) return held.person;
    const person = (this.#hasProfiles ? await this.#profile(did, signal) : undefined) ?? (await this.#account(did, signal)) ?? { did, handle: did.slice(0, 256) };
    this.#known.delete(did);
    this.#known.set(did, { person, at: this.#now() });
    const oldest = this.#known.size > MOST_KNOWN ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
    return person;
  }

  /** A public post as it stands there now; undefined: it is gone. Throws FeedFailure. */
  async post(uri: string, signal: AbortSignal): Promise<unknown> {
    const [, did = '', collection = '', rkey = ''] = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(uri) ?? [];
    const answer = await this.#ask('com.atproto.repo.getRecord', { repo: did, collection, rkey }, signal);
    const read = answer.ok ? recordSchema.safeParse(answer.body) : undefined;
    return read?.success === true ? read.data.value : undefined;
  }

  async #profile(did: string, signal: AbortSignal): Promise<Person | undefined> {
    const answer = await this.#ask('app.bsky.actor.getProfile', { actor: did }, signal);
    if (answer.status === 401 || answer.status === 404 || answer.status === 501) this.#hasProfiles = false;
    const read = answer.ok ? profileSchema.safeParse(answer.body) : undefined;
    if (read?.success !== true) return undefined;
    const { handle, displayName, followersCount } = read.data;
    return { did, handle, ...(displayName === undefined || displayName === '' ? {} : { displayName }), ...(followersCount === undefined ? {} : { followers: followersCount }) };
  }

  async #account(did: string, signal: AbortSignal): Promise<Person | undefined> {
    const answer = await this.#ask('com.atproto.repo.describeRepo', { repo: did }, signal);
    const repo = answer.ok ? repoSchema.safeParse(answer.body) : undefined;
    if (repo?.success !== true) return undefined;
    const record = await this.#ask('com.atproto.repo.getRecord', { repo: did, collection: 'app.bsky.actor.profile', rkey: 'self' }, signal);
    const self = record.ok ? selfSchema.safeParse(record.body) : undefined;
    const displayName = self?.success === true ? self.data.value.displayName : undefined;
    return { did, handle: repo.data.handle, ...(displayName === undefined || displayName === '' ? {} : { displayName }) };
  }

  async #ask(nsid: string, query: Record<string, string>, signal: AbortSignal): Promise<{ ok: boolean; status: number; body: unknown }> {
    const url = new URL(`/xrpc/${nsid}?${new URLSearchParams(query).toString()}`, this.#lookUp);
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(url, { redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
      body = await response.json().catch(() => undefined);
    } catch (error) {
      throw new FeedFailure('PLATFORM_UNREACHABLE', `${nsid}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (response.status === 429 || (response.status >= 500 && response.status !== 501)) {
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      throw new FeedFailure(response.status === 429 ? 'PLATFORM_RATE_LIMITED' : 'PLATFORM_UNREACHABLE', `${nsid} answered ${response.status}`, Number.isFinite(seconds) ? seconds * 1_000 : undefined);
    }
    return { ok: response.ok, status: response.status, body };
  }
}
