import type { BulkAnswer, BulkMember, BulkTally } from '../../../../shared/domain/bulk-answer.ts';
import { errorText } from '../../text/errors.ts';
import { hasText, type Texts, type Translate } from '../../text/index.tsx';

export const isUnderWay = (tally: BulkTally): boolean => tally.proposed + tally.confirmed + tally.sending + tally.unclear > 0;

/** Where the whole stands: done once nothing of it waits for anybody. */
export function stateWords(t: Translate, bulk: Pick<BulkAnswer, 'state'>, tally: BulkTally): string {
  return bulk.state !== 'stopped' && !isUnderWay(tally) ? t('many.state.done') : t(`many.state.${bulk.state}`);
}

/** Why one failed or left, in words. */
export function whyWords({ t, language }: Texts, { code, state }: Pick<BulkMember, 'code' | 'state'>): string | undefined {
  if (code === undefined || (state !== 'failed' && state !== 'taken' && state !== 'unclear')) return undefined;
  const key = `many.why.${code}`;
  if (hasText(key) && (key === 'many.why.deskDropped' || key === 'many.why.released' || key === 'many.why.reassigned' || key === 'many.why.noResponse' || key === 'many.why.DISCARDED' || key === 'many.why.ANSWERED_ELSEWHERE')) return t(key);
  return errorText(language, code) ?? (state === 'taken' ? t('many.why.other') : code);
}
