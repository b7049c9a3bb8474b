import type { Account } from '../../shared/domain/account.ts';
import type { AwayNoticeTask } from '../../shared/domain/away-notice.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import type { BudgetAction, BudgetView, PlatformReading } from '../../shared/domain/budget-view.ts';

/** ms. */
export interface LeaseTimes {
  readonly validForMs: number;
  readonly marginMs: number;
}

/** A desk that is connected and could send. */
export interface SendingDesk {
  readonly agentId: string;
  readonly replicaId: string;
  readonly isHeadless: boolean;
  tell(task: AwayNoticeTask): void;
}

/** Who may be sending, until when. */
export interface LeaseTable {
  renew(conversationId: string, holder: { agentId: string; replicaId: string; epoch: number }): void;
  /** Lease end plus margin, ms; of one desk where its replica is named. */
  sendingPossibleUntil(conversationId: string, replicaId?: string): number;
}

/** Who wants to act. `key` names the one thing (a reply), so that asking again keeps its place in the line. */
export interface Spender {
  readonly agentId: string;
  readonly key: string;
  readonly action: BudgetAction;
}

/** One shared rate budget per account and action. */
export interface BudgetTable {
  spend(account: Account, now: number, spender?: Spender): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number };
  heard(account: Account, reading: PlatformReading, now: number): void;
  view(account: Account, now: number): BudgetView;
}

/** What went out lately where the platform refuses the same words twice. */
export interface SaidTable {
  wasSaid(channel: string, frozen: FrozenReply, replyId: string): boolean;
  note(channel: string, frozen: Pick<FrozenReply, 'parts' | 'visibility'>, replyId: string, at: number): void;
}

/** A desk that is told what is left. */
export interface BudgetViewer {
  readonly id: string;
  readonly viewer: { readonly agentId: string; readonly role: 'agent' | 'supervisor' | 'admin'; readonly teamIds: readonly string[] };
  readonly send: (accounts: readonly BudgetView[]) => void;
}

/** Tells desks what is left, and hears from them what platforms say. */
export interface BudgetWatch {
  open(desk: BudgetViewer): void;
  gone(id: string): void;
  /** NOT_ALLOWED for an account that is not theirs. */
  heard(viewer: BudgetViewer['viewer'], accountId: string, readings: readonly PlatformReading[]): void;
  stop(): void;
}
