import type { DeskSettings } from '../../../shared/ipc/views.ts';
import type { Clock, IdSource, Rng, Timers } from '../../../shared/util/ports.ts';
import type { OpenedSecretStore } from '../secrets/open-secret-store.ts';
import type { OpenedReplica } from '../storage/care.ts';
import type { DesktopDoors } from './desktop-doors.ts';
import type { LinkTimes } from '../sync/link.ts';
import type { Connectors, SyncLog } from '../sync/ports.ts';

export interface OpenStorageOptions {
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly keptBy: 'keychain' | 'passphrase' | 'session';
  readonly now: () => number;
}

/** What a host gives the desk. */
export interface DeskCoreDeps {
  /** Folder of this desk; made with mode 0700 where it is missing. */
  readonly dataDir: string;
  readonly appVersion: string;
  readonly secretStore: OpenedSecretStore;
  /** Wraps the key of the local copy where there is no keychain. */
  readonly passphrase?: string | undefined;
  readonly connectors: Connectors;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: IdSource;
  readonly rng: Rng;
  readonly log: SyncLog;
  /** Sign-in over plain http beyond this machine: for trying things out, never for work (DOOR-1). */
  readonly allowPlainHttp?: boolean | undefined;
  /** Shown at the first sign-in. */
  readonly serverUrl: string;
  readonly demoSignIns?: readonly { readonly name: string; readonly role: string; readonly password: string }[] | undefined;
  readonly defaultSettings?: Partial<DeskSettings> | undefined;
  /** Opens a checked https or mailto address in the system's browser; absent: the host has none. */
  readonly openLink?: ((url: string) => Promise<boolean>) | undefined;
  /** Windows, links and updates of a host that has them. */
  readonly desktop?: DesktopDoors | undefined;
  /** Runs without a screen on an office machine and sends what its person scheduled there; such a desk is not counted as their presence. */
  readonly isHeadless?: boolean | undefined;
  /** For lines that need shorter or longer patience than the usual. */
  readonly linkTimes?: Partial<LinkTimes> | undefined;
  /** Default: the encrypted local copy of electron/main/storage. Tests bring their own. */
  readonly openStorage?: ((options: OpenStorageOptions) => OpenedReplica) | undefined;
}
