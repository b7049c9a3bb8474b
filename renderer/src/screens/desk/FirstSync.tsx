import type { ReactNode } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useDesk } from '../../store/desk.ts';
import { useText } from '../../text/index.tsx';
import { progressOf, progressText } from '../sync-words.ts';

/** The first time on a device: how much of it is here, or why nothing comes. */
export function FirstSync(): ReactNode {
  const texts = useText();
  const { t } = texts;
  const connection = useDesk((state) => state.connection);
  const progress = progressOf(connection);
  if (connection.kind === 'offline') return <EmptyState title={t('sync.firstOffline')}>{t('sync.firstOfflineHint')}</EmptyState>;
  return (
    <EmptyState
      title={t('sync.first')}
      action={
        progress !== undefined && (
          <Progress label={t('progress.label')} text={progressText(texts, progress)} done={progress.done} total={progress.total} />
        )
      }
    >
      {t('sync.firstHint')}
    </EmptyState>
  );
}
