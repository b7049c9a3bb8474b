import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SessionView, StorageView } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { OpenedReplica } from '../storage/care.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import type { TokenKeeper } from '../sync/token-keeper.ts';
import type { ProfileFile } from './profile-file.ts';
import { REFRESH_ENTRY, type StorageDoor } from './storage-door.ts';

/** What the session lends: all of it runs in the session's turn. */
export interface StorageCallsParts {
  readonly door: StorageDoor;
  readonly file: ProfileFile;
  readonly desk: () => OpenCopy | undefined;
  readonly folder: (profileId: string) => string;
  readonly inTurn: <T>(run: () => Promise<T>) => Promise<T>;
  readonly open: (profileId: string, serverUrl: string) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly view: () => SessionView;
  /** An earlier failure is over. */
  readonly forgetFailure: () => void;
  /** Tells every screen. */
  readonly announce: () => SessionView;
}

interface OpenCopy {
  readonly profileId: string;
  readonly serverUrl: string;
  readonly sync: DeskSync;
  readonly opened: OpenedReplica;
  readonly keptBy: StorageView['keptBy'];
  readonly tokens: TokenKeeper;
}

/** The local copy as a person meets it: how much it is, what keeps it, and the ways on where it does not open. */
export class StorageCalls {
  readonly #p: StorageCallsParts;

  constructor(parts: StorageCallsParts) {
    this.#p = parts;
  }

  /** Undefined while nobody is signed in. */
  look(): StorageView | undefined {
    const desk = this.#p.desk();
    if (desk === undefined) return undefined;
    const { conversations, closed } = desk.sync.retention.count();
    return { keptBy: desk.keptBy, durable: desk.opened.durable, bytes: bytesIn(this.#p.folder(desk.profileId)), conversations, closed };
  }

  /** Opens the copy that waits for its passphrase; whoever was here last is then signed in, with or without the network. Throws PASSPHRASE_WRONG. */
  unlock(passphrase: string): Promise<SessionView> {
    return this.#p.inTurn(async () => {
      const { profileId, serverUrl } = this.#p.file.get();
      if (this.#p.desk() !== undefined || profileId === undefined || serverUrl === undefined) return this.#p.view();
      this.#p.door.give(passphrase);
      await this.#p.open(profileId, serverUrl);
      this.#p.forgetFailure();
      return this.#p.announce();
    });
  }

  /** Keeps the copy of this session, with all that is in it, under a passphrase from now on. Throws INPUT_INVALID; then nothing has changed. */
  setPassphrase(passphrase: string): Promise<SessionView> {
    return this.#p.inTurn(async () => {
      const desk = this.#p.desk();
      if (desk === undefined) throw new CodedError('SIGNED_OUT');
      if (desk.keptBy !== 'session')
        throw new CodedError('INPUT_INVALID', { field: 'passphrase', detail: 'The copy is kept for good already.' });
      const { profileId, serverUrl } = desk;
      const folder = this.#p.folder(profileId);
      await this.#p.door.wrapSession(profileId, folder, passphrase);
      const refresh = await desk.tokens.refreshToken();
      await this.#p.close();
      this.#p.door.keepSession(folder);
      const { key, secrets } = await this.#p.door.open(profileId, folder);
      key.fill(0);
      if (refresh !== undefined) await secrets.set(REFRESH_ENTRY, refresh);
      await this.#p.open(profileId, serverUrl);
      this.#p.forgetFailure();
      return this.#p.announce();
    });
  }

  /** Asks the keychain again where it is in the way, and tries again to open the copy of whoever was here last. Throws what still stands in the way. */
  retry(): Promise<SessionView> {
    return this.#p.inTurn(async () => {
      const before = this.#p.view();
      if (before.kind === 'signedIn') return before;
      if (before.door === 'keychain') await this.#p.door.askKeychainAgain();
      this.#p.forgetFailure();
      await this.#p.resume();
      return this.#p.announce();
    });
  }

  /** The passphrase is forgotten: the copy goes, with what was not sent of it. */
  discard(): Promise<SessionView> {
    return this.#p.inTurn(async () => {
      const { profileId } = this.#p.file.get();
      if (this.#p.desk() === undefined && profileId !== undefined) this.#p.door.discard(this.#p.folder(profileId));
      this.#p.forgetFailure();
      return this.#p.announce();
    });
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + (statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}
