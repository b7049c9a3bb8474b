import { DANGER_PRIORITY } from '../../../shared/domain/work-item.ts';
import type { RoutingConfig } from './config.ts';
import type { AgentView, ItemView } from './state.ts';


/** A waiting item and whether its deadline has passed. */
export interface Ranked {
  readonly view: ItemView;
  readonly late: boolean;
}

/** R6: priority first; then what can still make it, earliest deadline first; then what is late, longest wait first. */
export function compareForPick(a: Ranked, b: Ranked): number {
  if (a.view.priority !== b.view.priority) return b.view.priority - a.view.priority;
  if (a.late !== b.late) return a.late ? 1 : -1;
  const byTime = a.late ? a.view.queuedAt - b.view.queuedAt : a.view.dueAt - b.view.dueAt;
  return byTime !== 0 ? byTime : a.view.ord - b.view.ord;
}

/** First come, first served within a priority. */
export function compareByArrival(a: Ranked, b: Ranked): number {
  if (a.view.priority !== b.view.priority) return b.view.priority - a.view.priority;
  return a.view.queuedAt !== b.view.queuedAt ? a.view.queuedAt - b.view.queuedAt : a.view.ord - b.view.ord;
}

export function pickOrder(order: RoutingConfig['order']): (a: Ranked, b: Ranked) => number {
  return order === 'arrival' ? compareByArrival : compareForPick;
}

/** R6, reserved picks: danger first, then whoever has waited longest, whatever its priority, so that nothing starves. */
export function compareByWait(a: Ranked, b: Ranked): number {
  const danger = Number(b.view.priority === DANGER_PRIORITY) - Number(a.view.priority === DANGER_PRIORITY);
  if (danger !== 0) return danger;
  return a.view.queuedAt !== b.view.queuedAt ? a.view.queuedAt - b.view.queuedAt : a.view.ord - b.view.ord;
}

/** How full a person's hands are, in steps: 0 nothing, then quarters of their capacity. Fit decides only between equal steps. */
export function loadStep(load: number, capacity: number): number {
  if (load <= 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil((4 * load) / Math.max(1, capacity))));
}

export const LOAD_STEPS = 5;

/** R12 among people of equal step and fit: least load, then longest idle, then first registered. Loads are in capacity units. */
export function compareHands(a: AgentView, loadA: number, b: AgentView, loadB: number): number {
  const byLoad = loadA * b.capacity - loadB * a.capacity;
  if (byLoad !== 0) return byLoad;
  return a.restingSince !== b.restingSince ? a.restingSince - b.restingSince : a.ord - b.ord;
}
