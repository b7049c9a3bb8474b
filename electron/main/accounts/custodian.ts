import type { CustodyDesk, CustodyState } from '../../../shared/protocol/custody.ts';
import { CodedError, isCodedError } from '../../../shared/util/errors.ts';
import type { Clock, Timers } from '../../../shared/util/ports.ts';
import type { DeskIdentity, TrustedDesks } from './desk-keys.ts';
import { openFrom, sealFor } from './handed-box.ts';
import type { AccountsLog, CustodyServer, RenewAtPlatform } from './ports.ts';
import type { CredentialVault, StoredCredential } from './vault.ts';

export interface CustodianParts {
  readonly vault: CredentialVault;
  readonly identity: DeskIdentity;
  readonly trusted: TrustedDesks;
  readonly server: CustodyServer;
  /** The credentials of the accounts this desk knows. */
  readonly credentialIds: () => readonly string[];
  readonly platform: RenewAtPlatform;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: AccountsLog;
  /** Another value, or none any more. */
  readonly onChanged: (credentialId: string, what: 'taken' | 'renewed' | 'deleted' | 'shared') => void;
}

type CredentialState = CustodyState['credentials'][number];
/** A box that waits until a person has compared the sender's number. */
export type Unproven = NonNullable<CredentialState['box']>['from'] & { readonly changed: boolean };

/** A token is renewed so long before it ends. */
const RENEW_BEFORE_MS = 60_000;
const BOXES_AT_ONCE = 40;
const LONGEST_WAIT_MS = 45_000;

/**
 * Credentials of this desk: taken from other desks, handed on to them, renewed in turn. Invariants: a value is on the disk before it is handed on and handed on
 * before it is used; nothing is sealed for a desk whose key nobody has compared; what may not be held is deleted at the next contact.
 */
export class Custodian {
  readonly #p: CustodianParts;
  readonly #state = new Map<string, CredentialState>();
  readonly #unproven = new Map<string, Unproven>();
  readonly #renewals = new Map<string, Promise<boolean>>();
  readonly #refused = new Set<string>();
  #syncing: Promise<void> | undefined;
  #again = false;

  constructor(parts: CustodianParts) {
    this.#p = parts;
  }

  get identity(): DeskIdentity {
    return this.#p.identity;
  }

  stateOf(credentialId: string): CredentialState | undefined {
    return this.#state.get(credentialId);
  }

  unprovenOf(credentialId: string): Unproven | undefined {
    return this.#unproven.get(credentialId);
  }

  /** The platform will not renew it any more: somebody has to connect the account anew. */
  isRefused(credentialId: string): boolean {
    return this.#refused.has(credentialId);
  }

  /** For use at the platform: renewed first where it is about to end. Undefined: none, or not yet with the others. */
  async get(credentialId: string): Promise<string | undefined> {
    let stored = await this.#p.vault.get(credentialId);
    if (stored === undefined) return undefined;
    const endsSoon = stored.expiresAt !== undefined && stored.expiresAt - RENEW_BEFORE_MS <= this.#p.clock.now();
    if (stored.unshared !== undefined || stored.renewing !== undefined || endsSoon) {
      await this.#renewed(credentialId);
      stored = await this.#p.vault.get(credentialId);
    }
    // One that was not handed on may not be used; one about to end may.
    return stored?.unshared !== undefined ? undefined : stored?.value;
  }

  /** The platform refused this value. True where there is another one now, from another desk or from the platform. */
  async recover(credentialId: string, used: string): Promise<boolean> {
    const isOther = async (): Promise<boolean> => {
      const stored = await this.#p.vault.get(credentialId);
      return stored !== undefined && stored.unshared === undefined && stored.value !== used;
    };
    if (await isOther()) return true;
    await this.sync();
    if (await isOther()) return true;
    await this.#renewed(credentialId);
    return isOther();
  }

  /** Keeps one that a person entered or signed in for, and hands it on to the desks that are trusted. */
  async connect(credentialId: string, value: string, expiresAt?: number): Promise<void> {
    const { vault, server } = this.#p;
    if (server.isThere) await this.sync();
    // One that is being renewed ends by writing what it began with: the new one must not be overwritten.
    for (let running = this.#renewals.get(credentialId); running !== undefined; running = this.#renewals.get(credentialId)) await running;
    this.#refused.delete(credentialId);
    const state = this.#state.get(credentialId);
    const before = await vault.get(credentialId);
    const shares = server.isThere && state?.mayHandOver === true;
    const version = Math.max(state?.latestVersion ?? 0, before?.version ?? 0);
    const stored: StoredCredential = { value, version: shares ? version + 1 : version, ...(expiresAt === undefined ? {} : { expiresAt }), ...(shares ? { unshared: 'connected' } : {}) };
    await vault.put(credentialId, stored);
    if (shares) await this.#renewed(credentialId);
    else if (!server.isThere || before === undefined) this.#p.log.info({ credentialId }, 'a credential is kept on this desk alone');
  }

  /** A person has compared the number of this desk: it gets what this one has, and every desk learns that it may be believed. */
  async handOver(credentialId: string, deskId: string): Promise<void> {
    const { trusted, vault } = this.#p;
    const desk = this.#desks(credentialId).find((one) => one.deskId === deskId);
    if (desk === undefined) throw new CodedError('NOT_FOUND', { field: 'deskId' });
    const stored = await vault.get(credentialId);
    if (stored === undefined) throw new CodedError('CREDENTIAL_MISSING');
    await trusted.pin([desk], true);
    await this.connect(credentialId, stored.value, stored.expiresAt);
  }

  /** A person has compared the number of the desk that sealed what waits here. */
  async accept(credentialId: string): Promise<void> {
    const from = this.#unproven.get(credentialId);
    if (from === undefined) throw new CodedError('NOT_FOUND', { field: 'credentialId' });
    await this.#p.trusted.pin([from], true);
    await this.sync();
  }

  async revoke(credentialId: string, agentId: string, revoked: boolean): Promise<void> {
    if (!this.#p.server.isThere) throw new CodedError('OFFLINE_NEEDS_SERVER');
    await this.#p.server.revoke({ credentialId, agentId, revoked });
    await this.sync();
  }

  /** Tells the server what is here and does what it says: after each welcome and each change. Never throws. */
  sync(): Promise<void> {
    this.#again = true;
    this.#syncing ??= this.#syncAll().finally(() => (this.#syncing = undefined));
    return this.#syncing;
  }

  async #syncAll(): Promise<void> {
    // What is taken is reported, which may bring more; a server that goes on for ever is not followed.
    for (let round = 0; this.#again && round < 5; round += 1) {
      this.#again = false;
      try {
        await this.#syncOnce();
      } catch (error) {
        this.#p.log.warn({ code: codeOf(error) }, 'credentials could not be brought up to date');
      }
    }
  }

  async #syncOnce(): Promise<void> {
    const { server, identity, vault } = this.#p;
    if (!server.isThere) return;
    const holds: { credentialId: string; version: number; unshared?: boolean }[] = [];
    for (const credentialId of new Set([...this.#p.credentialIds(), ...this.#state.keys()])) {
      const stored = await vault.get(credentialId);
      if (stored !== undefined) holds.push({ credentialId, version: stored.version, ...(stored.unshared === undefined ? {} : { unshared: true }) });
    }
    const answer = await server.report({ deskId: identity.deskId, publicKey: identity.keys.publicKey.toString('base64'), holds });
    if (answer === undefined) return;
    this.#state.clear();
    for (const state of answer.credentials) this.#state.set(state.credentialId, state);
    for (const state of answer.credentials) {
      const { credentialId } = state;
      if (!state.entitled) await this.#giveUp(credentialId);
      else if (state.box !== undefined) await this.#take(credentialId, state.box);
      else this.#unproven.delete(credentialId);
      if (state.accepted === true) await this.#isShared(credentialId);
      await this.#handOn(state);
    }
  }

  /** The server has it, though its answer was lost. */
  async #isShared(credentialId: string): Promise<void> {
    const stored = await this.#p.vault.get(credentialId);
    if (stored?.unshared === undefined) return;
    await this.#p.vault.put(credentialId, without(stored, 'unshared'));
    this.#p.onChanged(credentialId, 'renewed');
  }

  async #giveUp(credentialId: string): Promise<void> {
    if ((await this.#p.vault.get(credentialId)) === undefined) return;
    await this.#p.vault.delete(credentialId);
    this.#again = true;
    this.#p.log.info({ credentialId }, 'a credential was taken from this desk');
    this.#p.onChanged(credentialId, 'deleted');
  }

  async #take(credentialId: string, { version, sealed, from }: NonNullable<CredentialState['box']>): Promise<void> {
    const { identity, trusted, vault, server, log } = this.#p;
    const trust = trusted.of(from.deskId, from.publicKey);
    // The very first hand-over is believed: nothing here could contradict it. From then on only desks that are vouched for.
    if (trust === 'changed' || (trust === 'unknown' && !trusted.isEmpty)) {
      this.#unproven.set(credentialId, { ...from, changed: trust === 'changed' });
      log.warn({ credentialId, deskId: from.deskId, trust }, 'a credential waits: its sender is not known');
      return;
    }
    const payload = openFrom(sealed, from, identity, { centerId: server.centerId, credentialId, version });
    if (payload === undefined) {
      log.warn({ credentialId, deskId: from.deskId }, 'a sealed credential does not open');
      return;
    }
    await vault.put(credentialId, { value: payload.value, version, ...(payload.expiresAt === undefined ? {} : { expiresAt: payload.expiresAt }) });
    this.#p.log.info({ credentialId, version, deskId: from.deskId }, 'a credential was taken over from another desk');
    await trusted.pin([from, ...payload.trusted.filter(({ deskId }) => deskId !== identity.deskId)]);
    this.#unproven.delete(credentialId);
    this.#refused.delete(credentialId);
    this.#again = true;
    this.#p.onChanged(credentialId, 'taken');
  }

  /** To desks that lack the latest, if this one has it and may. */
  async #handOn(state: CredentialState): Promise<void> {
    const { identity, trusted, vault, server } = this.#p;
    const stored = await vault.get(state.credentialId);
    if (stored === undefined || stored.unshared !== undefined || stored.version === 0 || stored.version !== state.latestVersion || !state.mayHandOver) return;
    const lacking = (state.desks ?? []).filter((desk) => desk.deskId !== identity.deskId && desk.version !== state.latestVersion && trusted.of(desk.deskId, desk.publicKey) === 'trusted');
    if (lacking.length > 0) await this.#seal(server, state.credentialId, stored, lacking);
  }

  #renewed(credentialId: string): Promise<boolean> {
    const running = this.#renewals.get(credentialId);
    if (running !== undefined) return running;
    const renewal = this.#renew(credentialId)
      .catch((error: unknown) => {
        this.#p.log.warn({ credentialId, code: codeOf(error) }, 'a credential could not be renewed');
        return false;
      })
      .finally(() => this.#renewals.delete(credentialId));
    this.#renewals.set(credentialId, renewal);
    return renewal;
  }

  /** Under the server's lease: asked at the platform where there is nothing unshared yet, stored, handed on. */
  async #renew(credentialId: string): Promise<boolean> {
    const { server, vault, clock, timers } = this.#p;
    const startedAt = clock.steady();
    while (clock.steady() - startedAt < LONGEST_WAIT_MS && server.isThere) {
      const stored = await vault.get(credentialId);
      if (stored === undefined) return false;
      const hasNothingToDo = stored.unshared === undefined && stored.renewing === undefined && (this.#refused.has(credentialId) || !this.#p.platform.can(credentialId, stored.value));
      if (hasNothingToDo) return false;
      const answer = await server.lease({ credentialId, version: knownVersion(stored) });
      if (answer === undefined) return false;
      if (answer.kind === 'granted') return this.#renewUnder(answer.leaseId, answer.desks, credentialId, stored);
      if (answer.kind === 'newer') {
        await this.sync();
        const after = await vault.get(credentialId);
        if (after === undefined || after.version >= answer.latestVersion) return after !== undefined;
        // It has not been sealed for this desk (yet).
        if (after.unshared === undefined) return false;
        await vault.put(credentialId, { ...after, version: answer.latestVersion + 1 });
        continue;
      }
      await new Promise<void>((resolve) => timers.after(answer.retryAfterMs, resolve));
    }
    return false;
  }

  async #renewUnder(leaseId: string, desks: readonly CustodyDesk[], credentialId: string, before: StoredCredential): Promise<boolean> {
    const { vault, trusted, identity, server, clock, log } = this.#p;
    let stored = before;
    if (stored.unshared === undefined) {
      if (!this.#p.platform.can(credentialId, stored.value)) {
        if (stored.renewing !== undefined) await vault.put(credentialId, without(stored, 'renewing'));
        return false;
      }
      await vault.put(credentialId, { ...stored, renewing: { from: stored.version, since: clock.now() } });
      const renewal = await this.#p.platform.renew(credentialId, stored.value);
      if (renewal.kind === 'unreachable') {
        log.warn({ credentialId, detail: renewal.detail }, 'nobody knows whether the platform has renewed the credential');
        return false;
      }
      if (renewal.kind === 'rejected') {
        await vault.put(credentialId, without(stored, 'renewing'));
        this.#refused.add(credentialId);
        log.warn({ credentialId, detail: renewal.detail }, 'the platform does not renew the credential');
        return false;
      }
      stored = { value: renewal.credential, version: stored.version + 1, unshared: 'renewed', ...(renewal.expiresAt === undefined ? {} : { expiresAt: renewal.expiresAt }) };
      await vault.put(credentialId, stored);
    }
    const others = desks.filter((desk) => desk.deskId !== identity.deskId && trusted.of(desk.deskId, desk.publicKey) === 'trusted');
    if (!(await this.#seal(server, credentialId, stored, others, leaseId))) return false;
    await vault.put(credentialId, without(stored, 'unshared'));
    this.#p.onChanged(credentialId, 'renewed');
    // What the server now says of it comes a moment later: whoever looks at it is told then, or would go on reading what was.
    void this.sync().then(() => this.#p.onChanged(credentialId, 'shared'));
    return true;
  }

  /** False where nobody knows whether the server has them. */
  async #seal(server: CustodyServer, credentialId: string, stored: StoredCredential, desks: readonly CustodyDesk[], leaseId?: string): Promise<boolean> {
    const { identity, trusted } = this.#p;
    const vouched = [...trusted.all(), { deskId: identity.deskId, publicKey: identity.keys.publicKey.toString('base64') }];
    const place = { centerId: server.centerId, credentialId, version: stored.version };
    for (let from = 0; from === 0 || from < desks.length; from += BOXES_AT_ONCE) {
      const boxes = desks.slice(from, from + BOXES_AT_ONCE).map((desk) => ({ deskId: desk.deskId, sealed: sealFor(desk, identity, place, stored, vouched) }));
      const answer = await server.seal({ credentialId, version: stored.version, boxes, because: stored.unshared ?? 'renewed', ...(leaseId === undefined ? {} : { leaseId }) });
      if (answer === undefined) return false;
    }
    return true;
  }

  #desks(credentialId: string): readonly CustodyDesk[] {
    return this.#state.get(credentialId)?.desks ?? [];
  }
}

/** What the others may have of it. */
const knownVersion = ({ version, unshared }: StoredCredential): number => (unshared !== undefined ? version - 1 : version);

function without(stored: StoredCredential, field: 'unshared' | 'renewing'): StoredCredential {
  const { [field]: _, ...rest } = stored;
  return rest;
}

const codeOf = (error: unknown): string => (isCodedError(error) ? error.code : error instanceof Error ? error.message.slice(0, 200) : 'INTERNAL');
