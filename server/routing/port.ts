import type { DryRun, Explanation } from '../../shared/domain/explanation.ts';
import type { StrategyRules } from '../../shared/domain/strategy.ts';
import type { Viewer } from '../center/visibility.ts';

export interface RoutingAnswers {
  /** Leads hear of everyone, others of themselves and of numbers. Throws NOT_FOUND for what one may not see and for closed items. */
  why(viewer: Viewer, workItemId: string): Explanation;
  /** Leads only (NOT_ALLOWED); STRATEGY_INVALID with the place. Nothing of it happens. */
  dryRun(viewer: Viewer, rules: StrategyRules): Promise<DryRun>;
}
