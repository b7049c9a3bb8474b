import type { AssignmentReason } from '../../../shared/domain/work-item.ts';
import type { AgentId, WorkItemId } from '../../../shared/domain/ids.ts';
import type { CenterEvent, NewEvent } from '../../../shared/events/index.ts';
import type { DryRun, Explanation } from '../../../shared/domain/explanation.ts';
import type { StrategyRules } from '../../../shared/domain/strategy.ts';
import { configOf, DEFAULT_ROUTING, type RoutingConfig } from './config.ts';
import { dryRun, type TagsOf } from './dry-run.ts';
import { explain } from './explain.ts';
import { foldEvent } from './fold.ts';
import { housekeeping } from './housekeeping.ts';
import { MatchIndex } from './match-index.ts';
import { relaxedNeeds } from './needs.ts';
import { restoreState, snapshotOf, type RoutingSnapshot } from './snapshot.ts';
import { emptyState, lastAgentIdOf, type RoutingState } from './state.ts';
import { matchTurn, reasonOf } from './turn.ts';

/**
 * The one place where work is given out: folds the log into its own view and says what should happen next.
 * Decisions depend on the folded events and `now` alone; nothing counts until its event comes back through `apply`.
 */
export class RoutingEngine {
  readonly #base: RoutingConfig;
  readonly #state: RoutingState;
  #index: MatchIndex;

  constructor(options: { readonly config?: Partial<RoutingConfig> | undefined; readonly snapshot?: RoutingSnapshot | undefined } = {}) {
    this.#base = { ...DEFAULT_ROUTING, ...options.config };
    this.#state = options.snapshot === undefined ? emptyState() : restoreState(options.snapshot);
    this.#index = new MatchIndex(this.#state, this.#configNow());
  }

  /** The figures in force: what the engine was made with, and over it the center's strategy. */
  get config(): RoutingConfig {
    return this.#index.config;
  }

  #configNow(): RoutingConfig {
    const rules = this.#state.strategy?.rules;
    return rules === undefined ? this.#base : { ...this.#base, ...configOf(rules) };
  }

  /** The last event folded. */
  get seq(): number {
    return this.#state.seq;
  }

  /** Folds one event. An event at or before `seq` is ignored, so a tail may overlap a snapshot. */
  apply(event: CenterEvent): void {
    if (event.seq <= this.#state.seq) return;
    this.#state.seq = event.seq;
    foldEvent(this.#state, this.#index, event);
    if (event.type !== 'strategy.changed') return;
    // Everything rests on the rules: the index is made anew. Nothing is claimed here, for decisions are applied before other events are folded.
    const { now } = this.#index;
    this.#index = new MatchIndex(this.#state, this.#configNow());
    this.#index.advance(now);
  }

  /**
   * What should happen now; at most `maxDecisions` or so. Call again after applying, until nothing comes. Repeatable: decisions that are
   * not applied are forgotten at the next call. `now` in ms; an earlier one than before counts as the latest.
   */
  decide(now: number): readonly NewEvent[] {
    const index = this.#index;
    index.releaseClaims();
    index.advance(now);
    const ended = housekeeping(index, index.now);
    return ended.length > 0 ? ended : matchTurn(index, index.now);
  }

  /** When to decide next: `now` if something can be decided already, undefined if only an event can change anything. */
  nextWakeAt(now: number): number | undefined {
    const index = this.#index;
    if (index.broken.size > 0 || index.claims.size > 0 || index.dirtyProfiles.size > 0 || index.hasDirty()) return now;
    const at = index.nextWakeAt();
    return at === undefined ? undefined : Math.max(now, at);
  }

  /** Who could get this item now, who not and by which rule, and the scores; undefined for an unknown or closed item. Looks at everyone. */
  why(workItemId: WorkItemId, now: number): Explanation | undefined {
    return explain(this.#index, workItemId, now);
  }

  /** What these rules would do with what waits, beside those in force. Changes nothing; costs two copies of the state. */
  dryRun(rules: StrategyRules, now: number, tagsOf?: TagsOf): DryRun {
    const make = (config: RoutingConfig): RoutingEngine => {
      const { strategy: _strategy, ...snapshot } = this.snapshot();
      return new RoutingEngine({ config, snapshot });
    };
    return dryRun({ before: make(this.config), after: make({ ...this.#base, ...configOf(rules) }) }, this.#state, rules, now, tagsOf);
  }

  /** The reason to write on an assignment that a person or an accepted offer brings about. */
  reasonFor(workItemId: WorkItemId, agentId: AgentId, now: number): AssignmentReason | undefined {
    const item = this.#state.items.get(workItemId);
    const agent = this.#state.agents.get(agentId);
    if (item === undefined || agent === undefined) return undefined;
    const needs = relaxedNeeds(item, now, this.config.rings, this.#state.skills).needs;
    return reasonOf(item, agent, needs, { lastAgent: lastAgentIdOf(this.#state, item.contactId) === agentId }, this.config, now);
  }

  /** Cost of what a person holds plus pending offers, in capacity units; 0 for an unknown person. */
  loadOf(agentId: AgentId): number {
    return this.#state.agents.get(agentId)?.used ?? 0;
  }

  /** Plain JSON; equal for equal logs. */
  snapshot(): RoutingSnapshot {
    return snapshotOf(this.#state);
  }
}
