import type { FlagRule } from '../domain/strategy.ts';
import { containsTerm } from './terms-in.ts';

/** FLAG-1: the rules of whose words this text has one. */
export function rulesWithWords(rules: Readonly<Record<string, FlagRule>>, text: string): string[] {
  const asking = Object.entries(rules).filter(([, rule]) => rule.isOn && rule.when.words.length > 0);
  if (asking.length === 0) return [];
  const lower = text.toLocaleLowerCase('de');
  return asking.filter(([, rule]) => rule.when.words.some((word) => containsTerm(lower, word.toLocaleLowerCase('de')))).map(([ruleId]) => ruleId);
}
