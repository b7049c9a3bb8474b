import { approverNow, type Approval } from '../../../shared/domain/approval.ts';
import { frozenReplySchema, type FrozenReply } from '../../../shared/domain/reply.ts';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import type { CenterState } from './rows.ts';

/** What lies with a lead: an answer to look at, or a question. */
export type Waiting = Pick<NonNullable<QueueRow['approval']>, 'agentId' | 'approverId' | 'standInId' | 'dueAt'>;

export const approvalOf = (row: QueueRow): QueueRow['approval'] => row.approval;
/** In the order in which they are due. */
export const byApproval = (row: QueueRow): number | undefined => row.approval?.dueAt;

/** Whom it waits for at this moment; undefined: every lead. `now` in ms. */
export function waitsFor(center: CenterState, asked: Omit<Waiting, 'agentId'>, now: number): string | undefined {
  return approverNow(asked, (id) => {
    const agent = center.agents.get(id);
    // Leads who take no work themselves are there all the same.
    return agent !== undefined && agent.connected && !agent.disabled && agent.state !== 'onBreak';
  }, now);
}

/** Words kept with an approval; undefined where they are not here. */
export function wordsAt(bodies: ReadonlyMap<string, string>, ref: string | undefined): FrozenReply | undefined {
  const text = ref === undefined ? undefined : bodies.get(ref);
  if (text === undefined) return undefined;
  const read = frozenReplySchema.safeParse(JSON.parse(text));
  return read.success ? read.data : undefined;
}

/** What the person who wrote should still see: what waits, else the last that came back or went out changed. */
export function shownToAuthor(approvals: readonly Approval[] | undefined, me: string): Approval | undefined {
  const last = approvals?.findLast(({ agentId, state }) => agentId === me && state !== 'withdrawn');
  return last === undefined || (last.state === 'approved' && last.changedRef === undefined) ? undefined : last;
}
