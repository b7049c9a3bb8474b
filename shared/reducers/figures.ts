import type { FigureRules } from '../domain/figure-rules.ts';
import type { CenterEvent } from '../events/index.ts';

const HISTORY = 50;

export function reduceFigureRules(state: FigureRules | undefined, event: CenterEvent): FigureRules | undefined {
  return event.type === 'figures.switched' ? { id: 'center', perPerson: event.data.perPerson, history: [...(state?.history ?? []), event.data].slice(-HISTORY) } : state;
}
