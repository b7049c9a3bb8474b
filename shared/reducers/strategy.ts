import { DEFAULT_STRATEGY, type Strategy } from '../domain/strategy.ts';
import { strategyDiff } from '../domain/strategy-diff.ts';
import type { CenterEvent } from '../events/index.ts';

const HISTORY = 100;
const DOCUMENTS = 20;
const STANDARD: Strategy = { id: 'center', version: 0, rules: DEFAULT_STRATEGY, history: [], documents: [{ version: 0, rules: DEFAULT_STRATEGY }] };

export function reduceStrategy(state: Strategy | undefined, event: CenterEvent): Strategy | undefined {
  if (event.type === 'strategy.proposed') {
    const { proposalId, baseVersion, rules, byAgentId, at, note } = event.data;
    return { ...(state ?? STANDARD), proposal: { id: proposalId, baseVersion, rules, byAgentId, at, ...(note === undefined ? {} : { note }) } };
  }
  if (event.type !== 'strategy.changed') return state;
  const { proposal: _applied, ...before } = state ?? STANDARD;
  const { version, rules, byAgentId, at, note, restores } = event.data;
  const change = { version, byAgentId, at, diff: strategyDiff(before.rules, rules), ...(note === undefined ? {} : { note }), ...(restores === undefined ? {} : { restores }) };
  return { ...before, version, rules, history: [...before.history, change].slice(-HISTORY), documents: [...before.documents, { version, rules }].slice(-DOCUMENTS) };
}
