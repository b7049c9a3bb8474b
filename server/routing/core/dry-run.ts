import type { DryRun, DryRunOutcome } from '../../../shared/domain/explanation.ts';
import type { AgentId, WorkItemId } from '../../../shared/domain/ids.ts';
import { strategyDiff } from '../../../shared/domain/strategy-diff.ts';
import { strategyInForce, type StrategyRules } from '../../../shared/domain/strategy.ts';
import type { CenterEvent, NewEvent } from '../../../shared/events/index.ts';
import type { Explanation } from '../../../shared/domain/explanation.ts';
import type { AssignmentReason } from '../../../shared/domain/work-item.ts';
import { compareForPick } from './order.ts';
import type { ItemView, RoutingState } from './state.ts';

/** The part of an engine a dry run needs; each is a copy that may be spent. */
interface Spent {
  readonly seq: number;
  apply(event: CenterEvent): void;
  decide(now: number): readonly NewEvent[];
  why(workItemId: WorkItemId, now: number): Explanation | undefined;
  reasonFor(workItemId: WorkItemId, agentId: AgentId, now: number): AssignmentReason | undefined;
}

/** What a conversation is tagged with, as it is called now. */
export type TagsOf = (conversationId: string) => readonly string[];

const MOST_CHANGES = 200;
const MOST_TAGS = 200;
/** Far beyond what one moment decides: a strategy that never comes to rest must not hang the server. */
const MOST_TURNS = 2_000;

interface Outcomes {
  readonly placed: Map<WorkItemId, DryRunOutcome>;
  readonly returned: number;
  readonly people: Map<AgentId, number>;
  readonly engine: Spent;
}

/** R-rules beside each other on the same moment. `state` is what both engines were copied from. */
export function dryRun(engines: { readonly before: Spent; readonly after: Spent }, state: RoutingState, rules: StrategyRules, now: number, tagsOf: TagsOf = () => []): DryRun {
  const inForce = strategyInForce(state.strategy === undefined ? undefined : { id: 'center', history: [], documents: [], ...state.strategy });
  const before = play(engines.before, now);
  const after = play(engines.after, now);
  const waiting = [...state.items.values()].filter((item) => item.state === 'queued' && item.waitingFor === 'us');
  const touched = new Set([...waiting.map((item) => item.id), ...before.placed.keys(), ...after.placed.keys()]);
  const differing: { item: ItemView; before: DryRunOutcome; after: DryRunOutcome }[] = [];
  for (const id of touched) {
    const item = state.items.get(id);
    if (item === undefined) continue;
    const a = before.placed.get(id);
    const b = after.placed.get(id);
    if (a?.kind === b?.kind && whoOf(a) === whoOf(b)) continue;
    differing.push({ item, before: a ?? waits(before.engine, id, now), after: b ?? waits(after.engine, id, now) });
  }
  differing.sort((a, b) => compareForPick({ view: a.item, late: a.item.dueAt <= now }, { view: b.item, late: b.item.dueAt <= now }));
  const people = [...new Set([...before.people.keys(), ...after.people.keys()])].toSorted();
  return {
    asOf: now,
    baseVersion: inForce.version,
    diff: strategyDiff(inForce.rules, rules),
    waiting: waiting.length,
    changed: differing.slice(0, MOST_CHANGES).map(({ item, before: was, after: is }) => ({ workItemId: item.id, conversationId: item.conversationId, queueId: item.queueId, priority: item.priority, dueAt: item.dueAt, before: was, after: is })),
    changedCount: differing.length,
    returned: { before: before.returned, after: after.returned },
    people: people.map((agentId) => ({ agentId, before: before.people.get(agentId) ?? 0, after: after.people.get(agentId) ?? 0 })),
    placed: { before: before.placed.size, after: after.placed.size },
    tags: byTag([...touched].flatMap((id) => state.items.get(id) ?? []), new Set(differing.map(({ item }) => item.id)), before.placed, after.placed, new Set(waiting.map(({ id }) => id)), tagsOf),
  };
}

function byTag(items: readonly ItemView[], differing: ReadonlySet<WorkItemId>, before: Outcomes['placed'], after: Outcomes['placed'], waiting: ReadonlySet<WorkItemId>, tagsOf: TagsOf): DryRun['tags'] {
  const found = new Map<string, { waiting: number; changed: number; before: number; after: number }>();
  for (const { id, conversationId } of items) {
    for (const tag of new Set(tagsOf(conversationId))) {
      const line = found.get(tag) ?? { waiting: 0, changed: 0, before: 0, after: 0 };
      found.set(tag, line);
      if (waiting.has(id)) line.waiting += 1;
      if (differing.has(id)) line.changed += 1;
      if (before.has(id)) line.before += 1;
      if (after.has(id)) line.after += 1;
    }
  }
  const lines = [...found].map(([tag, line]) => ({ tag, waiting: line.waiting, changed: line.changed, placed: { before: line.before, after: line.after } }));
  return lines.sort((a, b) => b.changed - a.changed || b.waiting - a.waiting || (a.tag < b.tag ? -1 : 1)).slice(0, MOST_TAGS);
}

function whoOf(outcome: DryRunOutcome | undefined): string | undefined {
  return outcome === undefined || outcome.kind === 'waits' ? undefined : outcome.agentId;
}

function waits(engine: Spent, id: WorkItemId, now: number): DryRunOutcome {
  return { kind: 'waits', excluded: engine.why(id, now)?.excluded ?? [] };
}

/** Lets an engine decide until it rests. What is decided counts at once, as if the log had it. */
function play(engine: Spent, now: number): Outcomes {
  const placed = new Map<WorkItemId, DryRunOutcome>();
  const people = new Map<AgentId, number>();
  let returned = 0;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const decided = engine.decide(now);
    if (decided.length === 0) break;
    for (const event of decided) {
      if (event.type === 'workItem.assigned' || event.type === 'reservation.offered') {
        const { workItemId, agentId } = event.data;
        const reason = event.type === 'workItem.assigned' ? event.data.reason : engine.reasonFor(workItemId, agentId, now);
        placed.set(workItemId, { kind: event.type === 'workItem.assigned' ? 'assigned' : 'offered', agentId, reason: reason ?? { by: 'router' } });
        people.set(agentId, (people.get(agentId) ?? 0) + 1);
      } else if (event.type === 'workItem.returned') returned += 1;
      engine.apply({ ...event, seq: engine.seq + 1, at: now, v: 1, actor: 'dry-run' } as CenterEvent);
    }
  }
  return { placed, people, returned, engine };
}
