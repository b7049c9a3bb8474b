import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { DEFAULT_KEEP, type StorageView } from '../../../../shared/ipc/index.ts';
import { call } from '../../bridge/index.ts';
import { Choices } from '../../components/Choices.tsx';
import { useDesk } from '../../store/desk.ts';
import { changeSettings } from '../../store/settings.ts';
import { useText } from '../../text/index.tsx';
import { PassphraseForm } from './PassphraseForm.tsx';

const DAYS = [1, 7, 30, 90, 365] as const;
const MEGABYTES = [100, 250, 500, 1_000, 5_000] as const;

/** What lies on this machine, what keeps it, and how much of what is closed stays. */
export function StoragePanel(): ReactNode {
  const { t, f } = useText();
  const { keepDays = DEFAULT_KEEP.keepDays, keepMegabytes = DEFAULT_KEEP.keepMegabytes } = useDesk((state) => state.settings);
  const [storage, setStorage] = useState<StorageView>();
  const look = useCallback((): void => {
    // The figures are a courtesy; what fails here is told where it matters.
    call('storage.get', {}).then(
      (answer) => setStorage(answer.storage ?? undefined),
      () => undefined,
    );
  }, []);
  useEffect(look, [look]);
  const change = (limits: Parameters<typeof changeSettings>[0]): void => void changeSettings(limits).then(look);
  return (
    <section className="panel" data-testid="storage-panel">
      <h2>{t('storage.title')}</h2>
      {storage !== undefined && (
        <dl className="facts">
          <dt>{t('storage.keptBy')}</dt>
          <dd data-testid="storage-kept-by">{t(`storage.keptBy.${storage.keptBy}`)}</dd>
          <dt>{t('storage.size')}</dt>
          <dd data-testid="storage-size">
            {f.join([
              t('storage.sizeNow', f.number(Math.round(storage.bytes / 100_000) / 10)),
              t('storage.conversations', f.number(storage.conversations), f.number(storage.closed)),
            ])}
          </dd>
        </dl>
      )}
      <Choices
        label={t('storage.keepDays')}
        look="segments"
        value={String(keepDays)}
        onChange={(days) => change({ keepDays: Number(days) })}
        choices={withCurrent(DAYS, keepDays).map((days) => ({ id: String(days), label: t('storage.days', days) }))}
      />
      <Choices
        label={t('storage.keepMegabytes')}
        look="segments"
        value={String(keepMegabytes)}
        onChange={(size) => change({ keepMegabytes: Number(size) })}
        choices={withCurrent(MEGABYTES, keepMegabytes).map((size) => ({ id: String(size), label: t('storage.megabytes', f.number(size)) }))}
      />
      <p className="muted">{t('storage.keepHint')}</p>
      {storage?.keptBy === 'session' && <PassphraseForm onSet={look} />}
    </section>
  );
}

/** A value chosen elsewhere is shown, too. */
function withCurrent(values: readonly number[], current: number): number[] {
  return [...new Set([...values, current])].toSorted((a, b) => a - b);
}
