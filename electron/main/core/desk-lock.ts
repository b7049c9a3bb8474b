import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { IpcName, IpcTopic, LockReason, LockView, UnlockWay } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { replicaKey, WRAPPED_KEY_FILE } from '../secrets/replica-key.ts';
import { unwrapKey } from '../secrets/wrap-key.ts';
import type { Emit } from '../sync/ports.ts';
import type { DeskCoreDeps } from './desk-deps.ts';
import type { OpenDesk } from './desk-session.ts';
import { makePasswordCheck, passesCheck } from './password-check.ts';
import type { ProfileFile } from './profile-file.ts';
import { scopedSecrets } from './scoped-secrets.ts';

export const DEFAULT_LOCK_AFTER_MS = 15 * 60_000;
/** Nobody else should read along in somebody's home, whatever was chosen. */
export const HOME_LOCK_AFTER_MS = 5 * 60_000;
const LOOK_EVERY_MS = 5_000;
/** A look that comes so much too late: the machine slept meanwhile. */
const SLEPT_MS = 60_000;
const FREE_TRIES = 5;
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [30_000, 15 * 60_000];

/**
 * What is answered while locked: who is here, how it looks, the figures of the wall, and the ways out. `draft.save` brings in what was typed last; nothing comes back with it. Signing in at
 * the house's provider opens the desk of whoever does.
 */
const OPEN_CALLS: ReadonlySet<IpcName> = new Set(['session.get', 'session.methods', 'session.beginBrowser', 'session.finishBrowser', 'session.cancelBrowser', 'connection.get', 'settings.get', 'draft.save', 'conversation.close', 'attention.get', 'wall.get', 'display.awake', 'window.open', 'lock.get', 'lock.now', 'lock.active', 'lock.unlock', 'update.get']);
const OPEN_TOPICS: ReadonlySet<IpcTopic> = new Set(['session', 'connection', 'settings', 'lock', 'attention', 'place', 'update']);

export interface DeskLockParts {
  readonly deps: Pick<DeskCoreDeps, 'clock' | 'timers' | 'dataDir' | 'secretStore' | 'log'>;
  readonly file: ProfileFile;
  readonly desk: () => OpenDesk | undefined;
  readonly emit: Emit;
}

/**
 * The locked screen: the core gives out nothing of customers until somebody shows that they are who works here. Sending goes on behind it. It guards against
 * whoever walks past, not against whoever may use this account of the system.
 */
export class DeskLock {
  readonly #p: DeskLockParts;
  #lastActiveAt: number | undefined;
  #looked = { now: 0, steady: 0 };
  #stopLooking: (() => void) | undefined;
  #wrong = 0;
  #waitUntil = 0;

  constructor(parts: DeskLockParts) {
    this.#p = parts;
  }

  /** Whether this call is to be refused now. Where nobody is signed in there is nothing to hide. */
  refuses(name: IpcName): boolean {
    return this.isLocked && !OPEN_CALLS.has(name);
  }

  holdsBack(topic: IpcTopic): boolean {
    return this.isLocked && !OPEN_TOPICS.has(topic);
  }

  get isLocked(): boolean {
    return this.#p.file.get().locked !== undefined && this.#p.desk() !== undefined;
  }

  view(): LockView {
    const { locked } = this.#p.file.get();
    if (locked === undefined || !this.isLocked) return { locked: false, ways: [] };
    const left = this.#waitUntil - this.#p.deps.clock.steady();
    return { locked: true, ...locked, ways: this.#ways(), ...(left > 0 ? { waitUntilAt: this.#p.deps.clock.now() + Math.ceil(left) } : {}) };
  }

  /** Somebody was at the desk `idleMs` ago; with the first word of a screen the looking begins. */
  active(idleMs: number): void {
    const at = this.#p.deps.clock.steady() - idleMs;
    this.#lastActiveAt = Math.max(this.#lastActiveAt ?? at, at);
    if (this.#stopLooking !== undefined) return;
    this.#noteLook();
    this.#plan();
  }

  lock(because: LockReason): LockView {
    if (this.#p.desk() === undefined || this.isLocked) return this.view();
    this.#keep({ because, sinceAt: this.#p.deps.clock.now() });
    this.#p.emit('lock', this.view());
    return this.view();
  }

  /** Throws UNLOCK_WRONG, UNLOCK_WAIT and what a keychain throws; then it stays locked. */
  async unlock(by: UnlockWay, secret: string): Promise<LockView> {
    if (!this.isLocked) return this.view();
    const { clock } = this.#p.deps;
    if (this.#waitUntil > clock.steady()) throw new CodedError('UNLOCK_WAIT');
    if (!this.#ways().includes(by)) throw new CodedError('UNLOCK_WRONG');
    if (!(await this.#passes(by, secret))) {
      this.#wrong += 1;
      if (this.#wrong >= FREE_TRIES) this.#waitUntil = clock.steady() + Math.min(FIRST_WAIT_MS * 2 ** (this.#wrong - FREE_TRIES), LONGEST_WAIT_MS);
      this.#p.emit('lock', this.view());
      throw new CodedError('UNLOCK_WRONG');
    }
    return this.open();
  }

  /** Somebody has just shown in another way who they are: signed in, or opened the copy by its passphrase. */
  open(): LockView {
    this.#wrong = 0;
    this.#waitUntil = 0;
    // Without a screen nobody looks on, and nothing locks.
    if (this.#stopLooking !== undefined) this.active(0);
    if (this.#p.file.get().locked === undefined) return this.view();
    this.#keep(undefined);
    this.#p.emit('lock', this.view());
    return this.view();
  }

  /** After a sign-in with a password: it will open the screen, also offline. */
  async learn(password: string): Promise<void> {
    const desk = this.#p.desk();
    if (desk === undefined) return;
    try {
      const check = await makePasswordCheck(password);
      this.#p.desk()?.opened.stores.meta.set('unlockCheck', check);
    } catch (error) {
      this.#p.deps.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the desk cannot be unlocked by password');
    }
  }

  close(): void {
    this.#stopLooking?.();
    this.#stopLooking = undefined;
  }

  #ways(): UnlockWay[] {
    const desk = this.#p.desk();
    if (desk === undefined) return [];
    const ways: UnlockWay[] = [];
    if (desk.opened.stores.meta.get('unlockCheck') !== undefined) ways.push('password');
    if (desk.keptBy === 'passphrase') ways.push('passphrase');
    return ways.length === 0 && desk.keptBy === 'keychain' ? ['keychain'] : ways;
  }

  async #passes(by: UnlockWay, secret: string): Promise<boolean> {
    const desk = this.#p.desk();
    if (desk === undefined) return false;
    if (by === 'password') return passesCheck(desk.opened.stores.meta.get('unlockCheck') ?? '', secret);
    if (by === 'passphrase') return this.#opensWrapped(desk, secret);
    // Asked anew: a keychain that the system has locked asks its owner first.
    (await replicaKey(scopedSecrets(this.#p.deps.secretStore.store, desk.profileId))).fill(0);
    return true;
  }

  async #opensWrapped(desk: OpenDesk, secret: string): Promise<boolean> {
    try {
      (await unwrapKey(await readFile(path.join(this.#p.deps.dataDir, 'profiles', desk.profileId, WRAPPED_KEY_FILE), 'utf8'), secret)).fill(0);
      return true;
    } catch (error) {
      if (error instanceof CodedError && error.code === 'PASSPHRASE_WRONG') return false;
      throw error;
    }
  }

  #keep(locked: { because: LockReason; sinceAt: number } | undefined): void {
    this.#p.file.changeInMemoryToo({ locked }, (error) => this.#p.deps.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the lock could not be written down'));
  }

  #noteLook(): void {
    this.#looked = { now: this.#p.deps.clock.now(), steady: this.#p.deps.clock.steady() };
  }

  #plan(): void {
    this.#stopLooking = this.#p.deps.timers.after(LOOK_EVERY_MS, () => {
      this.#look();
      this.#plan();
    });
  }

  #look(): void {
    const { clock } = this.#p.deps;
    const since = Math.max(clock.now() - this.#looked.now, clock.steady() - this.#looked.steady);
    this.#noteLook();
    if (since > LOOK_EVERY_MS + SLEPT_MS) return void this.lock('suspend');
    if (this.#lastActiveAt !== undefined && clock.steady() - this.#lastActiveAt >= this.#lockAfterMs()) this.lock('idle');
  }

  #lockAfterMs(): number {
    const { lockAfterMs = DEFAULT_LOCK_AFTER_MS, place } = this.#p.file.settings();
    return place === 'home' ? Math.min(lockAfterMs, HOME_LOCK_AFTER_MS) : lockAfterMs;
  }
}
