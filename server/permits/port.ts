import type { Account } from '../../shared/domain/account.ts';

/** ms. */
export interface LeaseTimes {
  readonly validForMs: number;
  readonly marginMs: number;
}

/** Who may be sending, until when. */
export interface LeaseTable {
  renew(conversationId: string, holder: { agentId: string; replicaId: string; epoch: number }): void;
  /** Lease end plus margin, ms; of one desk where its replica is named. */
  sendingPossibleUntil(conversationId: string, replicaId?: string): number;
}

/** One shared rate budget per account. */
export interface BudgetTable {
  spend(account: Account, now: number): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };
}
