import type { Spike } from '../../../../shared/domain/spike.ts';
import { caseTypeSchema } from '../../../../shared/domain/reading.ts';
import type { Texts } from '../../text/index.tsx';

/** What there is more of, in words. */
export function topicName(spike: Pick<Spike, 'kind' | 'topicId' | 'label'>, { t }: Texts): string {
  if (spike.kind === 'all') return t('spikes.topic.all');
  if (spike.kind === 'term') return t('spikes.topic.term', spike.label ?? '');
  if (spike.kind === 'cluster') return t('spikes.topic.cluster', spike.label ?? '');
  const read = caseTypeSchema.safeParse(spike.topicId.slice(spike.topicId.indexOf(':') + 1));
  return read.success ? t(`caseType.${read.data}`) : spike.topicId;
}
