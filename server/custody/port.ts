import type { CustodyState, RefreshLeaseAnswer } from '../../shared/protocol/custody.ts';

export interface CustodyChange {
  readonly kind: 'desk' | 'credential' | 'box';
  readonly key: string;
  /** JSON; null: gone. */
  readonly value: string | null;
}

/** Where desks' public keys and sealed boxes lie. */
export interface CustodyStore {
  load(): { readonly kind: CustodyChange['kind']; readonly key: string; readonly value: string }[];
  /** All of it is on the disk when it returns, or nothing and it throws. */
  write(changes: readonly CustodyChange[]): void;
  close(): void;
}

/** A person's desk on its connection. */
export interface CustodyCaller {
  readonly connectionId: string;
  readonly agentId: string;
  readonly role: 'agent' | 'supervisor' | 'admin';
  readonly teamIds: readonly string[];
  /** Tells the desk that something changed. */
  readonly poke: () => void;
}

/** `unshared`: the desk does not know whether this version was taken from it. */
export interface Held {
  readonly credentialId: string;
  readonly version: number;
  readonly unshared?: boolean | undefined;
}

/** What desks may ask of it. */
export interface CustodyTaker {
  report(caller: CustodyCaller, report: { readonly deskId: string; readonly publicKey: string; readonly holds: readonly Held[] }): Promise<CustodyState>;
  seal(caller: CustodyCaller, given: { readonly credentialId: string; readonly version: number; readonly leaseId?: string | undefined; readonly because?: 'connected' | 'renewed' | undefined; readonly boxes: readonly { readonly deskId: string; readonly sealed: string }[] }): Promise<{ latestVersion: number }>;
  revoke(caller: CustodyCaller, given: { readonly credentialId: string; readonly agentId: string; readonly revoked: boolean }): Promise<void>;
  lease(caller: CustodyCaller, given: { readonly credentialId: string; readonly version: number }): Promise<RefreshLeaseAnswer>;
  gone(connectionId: string): void;
}
