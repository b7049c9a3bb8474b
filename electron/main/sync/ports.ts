import type { IpcPush, IpcTopic } from '../../../shared/ipc/index.ts';
import type { Clock, IdSource, Rng, Timers } from '../../../shared/util/ports.ts';
import type { OutboundConnector } from '../channels/ports.ts';
import type { DeskStores } from './storage-port.ts';

/** The part of a logger in use. No texts of people, no tokens. */
export interface SyncLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type Emit = <T extends IpcTopic>(topic: T, payload: IpcPush<T>) => void;

/** Platform credentials by their id. `get` may be slow: a locked keychain. */
export interface CredentialSource {
  get(credentialId: string): Promise<string | undefined>;
  /** The platform refused `used`: true where there is another one now. Never throws. */
  recover?(credentialId: string, used: string): Promise<boolean>;
}

/** Who works here, as the server said at the last sign-in or welcome. */
export interface Person {
  readonly agentId: string;
  readonly name: string;
  readonly initials: string;
  readonly role: 'agent' | 'supervisor' | 'admin';
  readonly centerName: string;
}

/** What every part of sync stands on. */
export interface SyncBase {
  readonly stores: DeskStores;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: IdSource;
  readonly rng: Rng;
  readonly log: SyncLog;
  readonly emit: Emit;
  /** Names this build in freezes and at the handshake. */
  readonly app: string;
  readonly person: () => Person;
}

export type Connectors = ReadonlyMap<string, OutboundConnector>;
