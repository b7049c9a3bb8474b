import type { CustodyState, RefreshLeaseAnswer } from '../../../shared/protocol/custody.ts';

/** The part of a logger in use. Never a credential. */
export interface AccountsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** The server, as far as credentials go. Each gives undefined where nobody knows whether it arrived, and throws the server's refusal as a CodedError. */
export interface CustodyServer {
  /** False: not linked, or a server that keeps no credentials. */
  readonly isThere: boolean;
  /** Two centers may name their credentials alike. */
  readonly centerId: string;
  report(report: { deskId: string; publicKey: string; holds: { credentialId: string; version: number; unshared?: boolean }[] }): Promise<CustodyState | undefined>;
  seal(given: { credentialId: string; version: number; leaseId?: string | undefined; because: 'connected' | 'renewed'; boxes: { deskId: string; sealed: string }[] }): Promise<{ latestVersion: number } | undefined>;
  revoke(given: { credentialId: string; agentId: string; revoked: boolean }): Promise<object | undefined>;
  lease(given: { credentialId: string; version: number }): Promise<RefreshLeaseAnswer | undefined>;
}

/** What a platform makes of a credential that runs out. */
export type Renewal =
  | { readonly kind: 'fresh'; readonly credential: string; readonly expiresAt?: number | undefined }
  | { readonly kind: 'rejected'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string };

/** The platform's side of a renewal. `renew` never throws for what network or platform do. */
export interface RenewAtPlatform {
  /** Whether this credential is one that can be renewed. */
  can(credentialId: string, value: string): boolean;
  renew(credentialId: string, value: string): Promise<Renewal>;
}
