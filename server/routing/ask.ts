import type { DryRun, Explanation } from '../../shared/domain/explanation.ts';
import type { StrategyRules } from '../../shared/domain/strategy.ts';
import { strategyProblem } from '../../shared/deciders/strategy.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Center } from '../center/center.ts';
import { isLeadViewer, seesRow } from '../center/visibility.ts';
import { tagNow, tagsByName } from '../../shared/domain/tag.ts';
import type { TagsOf } from './core/dry-run.ts';
import { explanationFor } from './core/explain.ts';
import { flagTrial } from './flag-trial.ts';
import type { RoutingAnswers } from './port.ts';

/** The part of the engine that answers questions. */
export interface AskedEngine {
  why(workItemId: string, now: number): Explanation | undefined;
  dryRun(rules: StrategyRules, now: number, tagsOf?: TagsOf): DryRun;
}

/** `readTexts`: of sealed bodies, for rules that look for words. */
export function routingAnswers(center: Center, engine: () => AskedEngine, readTexts: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>): RoutingAnswers {
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
    async dryRun(viewer, rules) {
      if (!isLeadViewer(viewer)) throw new CodedError('NOT_ALLOWED');
      const problem = strategyProblem(center.facts, rules);
      if (problem !== undefined) throw new CodedError('STRATEGY_INVALID', problem);
      const byName = tagsByName(center.committed.all('tag').values());
      const tagsOf = (conversationId: string): string[] => (center.committed.get('conversation', conversationId)?.tags ?? []).map((tag) => tagNow(byName, tag));
      return { ...engine().dryRun(rules, center.now(), tagsOf), flags: await flagTrial(center, rules, tagsOf, readTexts) };
    },
  };
}
