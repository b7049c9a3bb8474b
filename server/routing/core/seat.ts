import { heapNode } from './heap.ts';
import { KINDS, kindNo, type ByKind } from './kind-numbers.ts';
import { blockedBy, loadAgainst } from './kinds.ts';
import { isOffered, kindIn, type AgentSlot, type Lane } from './profiles.ts';
import type { WorkKind } from '../../../shared/domain/strategy.ts';

const sum: ByKind = [0, 0, 0, 0];

/** What they hold with what this turn has in mind for them. The same array each time: used at once, never kept. */
function withClaims({ view, claimedBy }: AgentSlot): ByKind {
  for (let i = 0; i < sum.length; i += 1) sum[i] = (view.usedBy[i] ?? 0) + (claimedBy[i] ?? 0);
  return sum;
}

/** Puts a person where this lane has them, or takes them out; true where they can take more than before. */
export function seat(slot: AgentSlot, lane: Lane, present: boolean, offerable: boolean): boolean {
  const { no } = lane;
  const kind = KINDS[kindIn(no)] ?? 'async';
  const used = slot.claimedCost === 0 ? slot.view.usedBy : withClaims(slot);
  const { matrix } = slot.profile;
  const seated = present && (kind === 'danger' || !slot.gated) && (offerable || !isOffered(no)) && blockedBy(matrix, kind, used) === undefined;
  const node = (slot.nodes[no] ??= heapNode(slot));
  const wasLoad = node.at >= 0 ? (slot.loads[no] ?? 0) : Number.MAX_SAFE_INTEGER;
  const load = loadAgainst(matrix, kind, used);
  slot.loads[no] = load;
  if (seated) lane.heap.push(node);
  else lane.heap.remove(node);
  lane.refresh();
  return seated && load < wasLoad;
}

/** They have left what their lanes belong to. */
export function unseat(slot: AgentSlot): void {
  for (const lane of slot.profile.lanes) {
    const node = lane === undefined ? undefined : slot.nodes[lane.no];
    if (lane === undefined || node === undefined) continue;
    lane.heap.remove(node);
    lane.refresh();
  }
}

/** What this turn has in mind for them counts as if they had it. */
export function claimFor(slot: AgentSlot, kind: WorkKind, cost: number): void {
  slot.claimedCost += cost;
  slot.claimedBy[kindNo(kind)] = (slot.claimedBy[kindNo(kind)] ?? 0) + cost;
}
