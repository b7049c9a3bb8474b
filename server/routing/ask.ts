import type { DryRun, Explanation } from '../../shared/domain/explanation.ts';
import type { StrategyRules } from '../../shared/domain/strategy.ts';
import { strategyProblem } from '../../shared/deciders/strategy.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Center } from '../center/center.ts';
import { isLeadViewer, seesRow } from '../center/visibility.ts';
import { explanationFor } from './core/explain.ts';
import type { RoutingAnswers } from './port.ts';

/** The part of the engine that answers questions. */
export interface AskedEngine {
  why(workItemId: string, now: number): Explanation | undefined;
  dryRun(rules: StrategyRules, now: number): DryRun;
}

export function routingAnswers(center: Center, engine: () => AskedEngine): RoutingAnswers {
  return {
    why(viewer, workItemId) {
      const item = center.committed.get('workItem', workItemId);
      const seen = item !== undefined && seesRow(center.committed, viewer, item, center.now());
      const whole = seen ? engine().why(workItemId, center.now()) : undefined;
      if (whole === undefined || item === undefined) throw new CodedError('NOT_FOUND', { field: 'workItemId' });
      const all = item.readAs === undefined ? whole : { ...whole, readAs: item.readAs };
      const told = isLeadViewer(viewer) ? all : explanationFor(all, viewer.agentId);
      return told.owner === undefined || item.reason === undefined ? told : { ...told, owner: { ...told.owner, reason: item.reason } };
    },
    dryRun(viewer, rules) {
      if (!isLeadViewer(viewer)) throw new CodedError('NOT_ALLOWED');
      const problem = strategyProblem(center.facts, rules);
      if (problem !== undefined) throw new CodedError('STRATEGY_INVALID', problem);
      return engine().dryRun(rules, center.now());
    },
  };
}
