import type { Account } from '../../shared/domain/account.ts';
import { mayAdminister, mayAnswer, type Asker } from '../../shared/domain/account-rights.ts';
import type { CustodyState, RefreshLeaseAnswer } from '../../shared/protocol/custody.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Clock, IdSource } from '../../shared/util/ports.ts';
import type { AuditLog } from '../audit/port.ts';
import type { Center } from '../center/center.ts';
import type { CustodyCaller, CustodyChange, CustodyStore, CustodyTaker, Held } from './port.ts';
import { boxKey, boxRecordSchema, credentialRecordSchema, deskRecordSchema, type BoxRecord, type CredentialRecord, type DeskRecord, type NamedDesk } from './records.ts';

export interface CustodyParts {
  readonly center: Center;
  readonly store: CustodyStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** How long one desk may take to renew a token. Default 60 s. */
  readonly leaseMs?: number | undefined;
  readonly onProblem: (error: unknown) => void;
}

interface Lease {
  readonly leaseId: string;
  readonly deskId: string;
  readonly agentId: string;
  readonly endsAtSteady: number;
}

/** A credential is fetched seldom: a desk not seen for so long is not sealed for any more. */
const FORGET_DESK_MS = 90 * 86_400_000;
const SEEN_EVERY_MS = 3_600_000;

/**
 * Hands sealed credentials from desk to desk, and the right to renew them to one desk at a time. It reads none of them. Invariants: the version of a credential
 * only grows; a new one comes from who may hand over or from the holder of the lease; nobody gets a box, or keeps a version, without the right to the account.
 */
export class Custody implements CustodyTaker {
  readonly #p: CustodyParts;
  readonly #leaseMs: number;
  readonly #desks = new Map<string, DeskRecord>();
  readonly #credentials = new Map<string, CredentialRecord>();
  readonly #boxes = new Map<string, BoxRecord>();
  readonly #leases = new Map<string, Lease>();
  readonly #seenStored = new Map<string, number>();
  readonly #here = new Map<string, { readonly caller: CustodyCaller; readonly deskId: string }>();

  constructor(parts: CustodyParts) {
    this.#p = parts;
    this.#leaseMs = parts.leaseMs ?? 60_000;
    for (const { kind, key, value } of parts.store.load()) {
      if (kind === 'desk') {
        const desk = deskRecordSchema.parse(JSON.parse(value));
        this.#desks.set(key, desk);
        this.#seenStored.set(key, desk.seenAt);
      }
      else if (kind === 'credential') this.#credentials.set(key, credentialRecordSchema.parse(JSON.parse(value)));
      else this.#boxes.set(key, boxRecordSchema.parse(JSON.parse(value)));
    }
  }

  /** DESK_KEY_CHANGED where the name stands for another key or another person. */
  async report(caller: CustodyCaller, { deskId, publicKey, holds }: { deskId: string; publicKey: string; holds: readonly Held[] }): Promise<CustodyState> {
    const { clock } = this.#p;
    const now = clock.now();
    const known = this.#desks.get(deskId);
    if (known !== undefined && (known.publicKey !== publicKey || known.agentId !== caller.agentId)) throw new CodedError('DESK_KEY_CHANGED');
    const desk: DeskRecord = { deskId, publicKey, agentId: caller.agentId, since: known?.since ?? now, seenAt: now };
    // Thousands of desks come back at once after a restart: that they were seen is worth a synced write once an hour.
    const changes: CustodyChange[] = known === undefined || now - (this.#seenStored.get(deskId) ?? 0) > SEEN_EVERY_MS ? [put('desk', deskId, desk)] : [];
    if (changes.length > 0) this.#seenStored.set(deskId, now);
    else this.#desks.set(deskId, desk);
    if (known === undefined) await this.#audit(caller, 'desk.registered', [deskId, caller.agentId]);
    const taken: string[] = [];
    for (const { credentialId, version, unshared } of holds) {
      const record = this.#credentials.get(credentialId);
      const before = record?.holders[deskId];
      if (record === undefined || version === 0 || unshared === true || before?.version === version || version > record.latestVersion) continue;
      if (!this.#isEntitled(credentialId, { ...caller })) continue;
      changes.push(this.#keep({ ...record, holders: { ...record.holders, [deskId]: { version, at: now } } }));
      const key = boxKey(credentialId, deskId);
      // Fetched: it need not lie here any longer.
      if ((this.#boxes.get(key)?.version ?? Infinity) <= version) changes.push(drop('box', key));
      taken.push(credentialId);
    }
    for (const record of this.#credentials.values()) {
      if (record.holders[deskId] === undefined || holds.some((held) => held.credentialId === record.credentialId)) continue;
      const { [deskId]: _, ...holders } = record.holders;
      changes.push(this.#keep({ ...record, holders }));
      await this.#audit(caller, 'credential.deleted', [record.credentialId, deskId, caller.agentId]);
    }
    this.#write(changes);
    for (const credentialId of taken) await this.#audit(caller, 'credential.taken', [credentialId, deskId, caller.agentId]);
    const first = this.#here.get(caller.connectionId)?.deskId !== deskId;
    this.#here.set(caller.connectionId, { caller, deskId });
    // Whoever may hand over hears that somebody waits.
    if (first || taken.length > 0) this.#poke((other) => other.connectionId !== caller.connectionId && this.#handsOverAny(other));
    return this.#stateFor(caller, deskId, holds);
  }

  gone(connectionId: string): void {
    this.#here.delete(connectionId);
  }

  /** CREDENTIAL_STALE where the version does not follow, NOT_ALLOWED, REFRESH_LEASE_LOST, HELLO_FIRST. */
  async seal(caller: CustodyCaller, { credentialId, version, leaseId, because, boxes }: { credentialId: string; version: number; leaseId?: string | undefined; because?: 'connected' | 'renewed' | undefined; boxes: readonly { deskId: string; sealed: string }[] }): Promise<{ latestVersion: number }> {
    const from = this.#deskOf(caller);
    const record = this.#recordOf(credentialId);
    const lease = this.#leases.get(credentialId);
    const isHolder = leaseId !== undefined && lease?.leaseId === leaseId && lease.deskId === from.deskId;
    if (!this.#isEntitled(credentialId, caller)) throw new CodedError('NOT_ALLOWED', { field: 'credentialId' });
    // Whose lease ran out may still bring what the platform gave out, unless somebody else came between.
    const isLate = leaseId !== undefined && !isHolder && lease === undefined && version === record.latestVersion + 1;
    if (!isHolder && !isLate && !this.#handsOver(credentialId, caller) && !(version === record.latestVersion && record.holders[from.deskId]?.version === version)) throw new CodedError(leaseId === undefined ? 'NOT_ALLOWED' : 'REFRESH_LEASE_LOST');
    if (version < record.latestVersion || version > record.latestVersion + 1) throw new CodedError('CREDENTIAL_STALE', { detail: `The latest is version ${record.latestVersion}.` });
    const now = this.#p.clock.now();
    const isNew = version > record.latestVersion;
    const { rotateSince, ...rest } = record;
    const next: CredentialRecord = { ...rest, latestVersion: version, holders: { ...record.holders, [from.deskId]: { version, at: now } }, ...(isNew || rotateSince === undefined ? {} : { rotateSince }) };
    const changes: CustodyChange[] = [this.#keep(next)];
    const entitled = new Set(this.#entitledDesks(credentialId).map(({ deskId }) => deskId));
    const sealedFor: string[] = [];
    for (const { deskId, sealed } of boxes) {
      if (!entitled.has(deskId)) continue;
      const box: BoxRecord = { credentialId, deskId, version, sealed, fromDeskId: from.deskId, fromKey: from.publicKey, fromAgentId: caller.agentId, at: now };
      changes.push(put('box', boxKey(credentialId, deskId), box));
      sealedFor.push(deskId);
    }
    this.#write(changes);
    if (isHolder) this.#leases.delete(credentialId);
    if (isNew) await this.#audit(caller, because === 'renewed' ? 'credential.renewed' : 'credential.connected', [credentialId, from.deskId]);
    for (const deskId of sealedFor) await this.#audit(caller, 'credential.handedOver', [credentialId, deskId, this.#desks.get(deskId)?.agentId ?? 'unknown']);
    this.#poke((other) => other.connectionId !== caller.connectionId && this.#isEntitled(credentialId, other));
    return { latestVersion: version };
  }

  /** Takes it from a person, or gives them the right back. NOT_ALLOWED. */
  async revoke(caller: CustodyCaller, { credentialId, agentId, revoked }: { credentialId: string; agentId: string; revoked: boolean }): Promise<void> {
    if (!this.#handsOver(credentialId, caller)) throw new CodedError('NOT_ALLOWED', { field: 'credentialId' });
    const record = this.#recordOf(credentialId);
    const others = record.revoked.filter((id) => id !== agentId);
    const hadIt = Object.keys(record.holders).some((deskId) => this.#desks.get(deskId)?.agentId === agentId);
    const changes: CustodyChange[] = [this.#keep({ ...record, revoked: revoked ? [...others, agentId] : others, ...(revoked && hadIt ? { rotateSince: record.rotateSince ?? this.#p.clock.now() } : {}) })];
    if (revoked) for (const [key, box] of this.#boxes) if (box.credentialId === credentialId && this.#desks.get(box.deskId)?.agentId === agentId) changes.push(drop('box', key));
    this.#write(changes);
    await this.#audit(caller, revoked ? 'credential.revoked' : 'credential.allowed', [credentialId, agentId]);
    this.#poke((other) => other.agentId === agentId || this.#handsOver(credentialId, other));
  }

  /** One desk at a time renews. NOT_ALLOWED, HELLO_FIRST. */
  async lease(caller: CustodyCaller, { credentialId, version }: { credentialId: string; version: number }): Promise<RefreshLeaseAnswer> {
    const { clock, ids } = this.#p;
    const desk = this.#deskOf(caller);
    if (!this.#isEntitled(credentialId, caller)) throw new CodedError('NOT_ALLOWED', { field: 'credentialId' });
    const record = this.#recordOf(credentialId);
    if (version < record.latestVersion) return { kind: 'newer', latestVersion: record.latestVersion };
    const held = this.#leases.get(credentialId);
    const leftMs = held === undefined ? 0 : held.endsAtSteady - clock.steady();
    if (held !== undefined && held.deskId !== desk.deskId && leftMs > 0) return { kind: 'held', name: this.#nameOf(held.agentId), retryAfterMs: Math.max(1, Math.min(Math.ceil(leftMs), 2_000)) };
    const lease: Lease = { leaseId: ids.next(), deskId: desk.deskId, agentId: caller.agentId, endsAtSteady: clock.steady() + this.#leaseMs };
    this.#leases.set(credentialId, lease);
    await this.#audit(caller, 'credential.renewalBegun', [credentialId, desk.deskId]);
    return { kind: 'granted', leaseId: lease.leaseId, validForMs: this.#leaseMs, desks: this.#entitledDesks(credentialId) };
  }

  /** Accounts or rights are not what they were: every desk asks anew. */
  changed(): void {
    this.#poke(() => true);
  }

  close(): void {
    this.#p.store.close();
  }

  #stateFor(caller: CustodyCaller, deskId: string, holds: readonly Held[]): CustodyState {
    const ids = new Set([...this.#accounts().map(({ credentialId }) => credentialId), ...holds.map(({ credentialId }) => credentialId)]);
    return {
      credentials: [...ids].slice(0, 500).flatMap((credentialId) => {
        const isKnown = this.#accounts(credentialId).length > 0;
        const entitled = this.#isEntitled(credentialId, caller);
        const mayHandOver = this.#handsOver(credentialId, caller);
        const held = holds.find((one) => one.credentialId === credentialId);
        // A credential of no account here: nothing is known about it, so nothing is done to it.
        if (!isKnown || (!entitled && held === undefined && !mayHandOver)) return [];
        const record = this.#recordOf(credentialId);
        const box = entitled ? this.#boxes.get(boxKey(credentialId, deskId)) : undefined;
        const isNewer = box !== undefined && (held === undefined || box.version > held.version - (held.unshared === true ? 1 : 0));
        const isAccepted = held?.unshared === true && held.version === record.latestVersion && record.holders[deskId]?.version === held.version;
        return [
          {
            credentialId,
            latestVersion: record.latestVersion,
            entitled,
            mayHandOver,
            ...(isAccepted ? { accepted: true } : {}),
            ...(record.rotateSince === undefined || !mayHandOver ? {} : { rotateSince: record.rotateSince }),
            ...(isNewer ? { box: { version: box.version, sealed: box.sealed, from: { deskId: box.fromDeskId, publicKey: box.fromKey, agentId: box.fromAgentId, name: this.#nameOf(box.fromAgentId) } } } : {}),
            ...(mayHandOver ? { desks: this.#entitledDesks(credentialId), revoked: record.revoked } : {}),
          },
        ];
      }),
    };
  }

  #entitledDesks(credentialId: string): NamedDesk[] {
    const { center, clock } = this.#p;
    const record = this.#recordOf(credentialId);
    const oldest = clock.now() - FORGET_DESK_MS;
    return [...this.#desks.values()].flatMap(({ deskId, agentId, publicKey, seenAt }) => {
      const agent = center.committed.get('agent', agentId);
      if (agent === undefined || agent.disabled || seenAt < oldest || !this.#isEntitled(credentialId, { agentId, role: agent.role, teamIds: agent.teamIds })) return [];
      const held = record.holders[deskId];
      return [{ deskId, publicKey, agentId, name: agent.name, seenAt, ...(held === undefined ? {} : { version: held.version, takenAt: held.at }) }];
    });
  }

  #isEntitled(credentialId: string, asker: Asker): boolean {
    if (this.#credentials.get(credentialId)?.revoked.includes(asker.agentId) === true) return false;
    return this.#accounts(credentialId).some((account) => mayAnswer(account, asker) || mayAdminister(account, asker));
  }

  #handsOver(credentialId: string, asker: Asker): boolean {
    return this.#accounts(credentialId).some((account) => mayAdminister(account, asker));
  }

  #handsOverAny(asker: Asker): boolean {
    return this.#accounts().some((account) => mayAdminister(account, asker));
  }

  #accounts(credentialId?: string): Account[] {
    return [...this.#p.center.committed.all('account').values()].filter((account) => credentialId === undefined || account.credentialId === credentialId);
  }

  #recordOf(credentialId: string): CredentialRecord {
    return this.#credentials.get(credentialId) ?? { credentialId, latestVersion: 0, holders: {}, revoked: [] };
  }

  #deskOf(caller: CustodyCaller): DeskRecord {
    const here = this.#here.get(caller.connectionId);
    const desk = here === undefined ? undefined : this.#desks.get(here.deskId);
    if (desk === undefined) throw new CodedError('HELLO_FIRST');
    return desk;
  }

  #nameOf(agentId: string): string {
    return this.#p.center.committed.get('agent', agentId)?.name ?? agentId;
  }

  /** In memory first seen by the same write: a later change of the same call builds on it. */
  #keep(record: CredentialRecord): CustodyChange {
    return put('credential', record.credentialId, record);
  }

  #write(changes: readonly CustodyChange[]): void {
    if (changes.length === 0) return;
    this.#p.store.write(changes);
    for (const { kind, key, value } of changes) {
      const map: Map<string, unknown> = kind === 'desk' ? this.#desks : kind === 'credential' ? this.#credentials : this.#boxes;
      if (value === null) map.delete(key);
      else map.set(key, JSON.parse(value));
    }
  }

  #poke(which: (caller: CustodyCaller) => boolean): void {
    for (const { caller } of this.#here.values()) if (which(caller)) caller.poke();
  }

  async #audit(caller: CustodyCaller, action: string, subjectIds: readonly string[]): Promise<void> {
    const ids = subjectIds.map((id) => id.replace(/[^\w.:@-]/gu, '_').slice(0, 128));
    await this.#p.audit.write({ at: this.#p.clock.now(), actorId: caller.agentId, role: caller.role, action, subjectIds: ids }).catch(this.#p.onProblem);
  }
}

const put = (kind: CustodyChange['kind'], key: string, value: object): CustodyChange => ({ kind, key, value: JSON.stringify(value) });
const drop = (kind: CustodyChange['kind'], key: string): CustodyChange => ({ kind, key, value: null });
