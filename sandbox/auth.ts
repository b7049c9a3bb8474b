import { createHash, createHmac } from 'node:crypto';
import { SandboxError } from './errors.ts';
import type { Account, Grant, Post, Scope } from './model.ts';
import type { Ledger } from './ledger.ts';
import type { Settings } from './settings.ts';
import { key, type Store } from './store.ts';

const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

/** Who may do what. Only hashes are kept; a token is shown once, when it is made. */
export class Tokens {
  /** Rights of the page: act for any person, see public things. The same after a restart. */
  readonly pageToken: string;
  readonly #grants = new Map<string, Grant>();
  readonly #settings: () => Settings;
  readonly #now: () => number;
  #others: (hash: string) => Grant | undefined = () => undefined;

  constructor(operatorToken: string, ledger: Ledger, settings: () => Settings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
    this.pageToken = createHmac('sha256', operatorToken).update('page').digest('hex');
    this.#grants.set(hashOf(operatorToken), { name: 'operator', scopes: ['read', 'write', 'admin'], handles: 'all', expiresAtMs: null });
    this.#grants.set(hashOf(this.pageToken), { name: 'page', scopes: ['read', 'write'], handles: 'persons', expiresAtMs: null });
    ledger.on('token', ({ hash, grant }) => {
      this.#drop(grant.name);
      this.#grants.set(hash, grant);
    });
    ledger.on('tokenGone', ({ name }) => this.#drop(name));
  }

  static hash(token: string): string {
    return hashOf(token);
  }

  /** Where tokens come from that are not made by the operator. */
  alsoAsk(others: (hash: string) => Grant | undefined): void {
    this.#others = others;
  }

  list(): Grant[] {
    return [...this.#grants.values()];
  }

  /** Reads `Authorization: Bearer …`. Throws TOKEN_MISSING, TOKEN_UNKNOWN or TOKEN_EXPIRED. */
  grant(header: string | undefined): Grant {
    const token = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(header ?? '')?.[1];
    if (token === undefined) throw new SandboxError('TOKEN_MISSING', { headers: { 'www-authenticate': 'Bearer' } });
    const grant = this.#grants.get(hashOf(token)) ?? this.#others(hashOf(token));
    if (grant === undefined) throw new SandboxError('TOKEN_UNKNOWN');
    if (grant.expiresAtMs !== null && grant.expiresAtMs <= this.#now()) throw new SandboxError('TOKEN_EXPIRED');
    return grant;
  }

  needScope(grant: Grant, scope: Scope): void {
    if (grant.scopes.includes(scope)) return;
    if (scope !== 'admin' && this.#settings().scopes === 'ignored') return;
    throw new SandboxError('SCOPE_MISSING', { detail: `The token lacks the scope ${scope}.`, field: 'Authorization' });
  }

  #drop(name: string): void {
    for (const [hash, grant] of this.#grants) if (grant.name === name && name !== 'operator' && name !== 'page') this.#grants.delete(hash);
  }
}

export function mayAct(grant: Grant, account: Account): boolean {
  if (grant.handles === 'all') return true;
  if (grant.handles === 'brands') return account.kind === 'brand';
  if (grant.handles === 'persons') return account.kind === 'person';
  return grant.handles.some((handle) => key(handle) === key(account.handle));
}

/** Throws NOT_YOURS when the token does not stand for the account. */
export function needAccount(grant: Grant, account: Account, field: string): void {
  if (!mayAct(grant, account)) throw new SandboxError('NOT_YOURS', { detail: `The token may not act for @${account.handle}.`, field });
}

/** Public posts are seen by all; private ones by the two people in them (and the operator). */
export function maySee(grant: Grant, store: Store, post: Post): boolean {
  if (post.visibility === 'public' || grant.handles === 'all') return true;
  return [post.author, post.recipient].some((handle) => {
    const account = handle === null ? undefined : store.account(handle);
    return account !== undefined && mayAct(grant, account);
  });
}
