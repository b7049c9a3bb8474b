import { caseType, customerScore, marksOf } from './case-type.ts';
import { voiceOf } from './voice.ts';
import type { BrandContext } from './voice.ts';
import type { Verdict } from './verdict.ts';

/** Whether the desk should answer. "false" is a suggestion ("probably needs no answer"), never a decision. */
export function shouldAnswer(text: string, brand?: BrandContext): Verdict<'true' | 'false'> {
  const voice = voiceOf(text, brand);
  const marks = marksOf(text, voice);
  const kind = caseType(text, brand);
  let score = -1.2 + customerScore(voice, marks) * 0.4;
  if (voice.direct) score += 1.5;
  else if (voice.summons) score += voice.toPerson ? 0.4 : 1;
  if (voice.onBrandPage) score += 0.8;
  if (kind.label === 'other') score -= 0.9;
  if (kind.label === 'request') score += 0.6;
  if (kind.label === 'fault') score += 0.4;
  if (kind.label === 'complaint' && !voice.summons) score -= 0.1;
  if (voice.second && (voice.summons || voice.onBrandPage)) score += 0.3;
  if (voice.elsewhere || voice.shared || voice.news || voice.own) score -= 0.7;
  if (marks.fault > 1.5 && voice.namesBrand) score += 0.4;
  const yes = 1 / (1 + Math.exp(-2 * score));
  return {
    label: yes >= 0.5 ? 'true' : 'false',
    confidence: Math.max(yes, 1 - yes),
    evidence: [...voice.evidence, ...kind.evidence].slice(0, 4),
  };
}
