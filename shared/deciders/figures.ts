import { FIGURE_RULES_ID } from '../domain/figure-rules.ts';
import { accept, type Decider } from './context.ts';

export const decideSwitchFigures: Decider<'figures.switch'> = {
  type: 'figures.switch',
  facts: ['figureRules'],
  decide(facts, { perPerson, note }, context) {
    if ((facts.get('figureRules', FIGURE_RULES_ID)?.perPerson ?? false) === perPerson) return accept([], { perPerson });
    return accept([{ type: 'figures.switched', data: { perPerson, byAgentId: context.agentId, at: context.now, ...(note === undefined || note === '' ? {} : { note }) } }], { perPerson });
  },
};
