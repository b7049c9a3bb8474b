import { useState, type ReactNode } from 'react';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { useDesk } from '../../store/desk.ts';
import { showFailure } from '../../store/errors.ts';
import { askToNotify, mayNotify } from '../../store/notify.ts';
import { changeSettings } from '../../store/settings.ts';
import { useText } from '../../text/index.tsx';

const MINUTE_MS = 60_000;
const LOCK_MINUTES = [1, 5, 15, 30, 60] as const;
const LOCK_AFTER_MS = 15 * MINUTE_MS;

/** What this machine does by itself. */
export function DesktopPanel(): ReactNode {
  const { t } = useText();
  const settings = useDesk((state) => state.settings);
  const [tells, setTells] = useState(mayNotify);
  const [refused, setRefused] = useState(false);
  const lockMinutes = String(Math.round((settings.lockAfterMs ?? LOCK_AFTER_MS) / MINUTE_MS));
  const tell = async (on: boolean): Promise<void> => {
    const allowed = on && (await askToNotify());
    setRefused(on && !allowed);
    setTells(allowed);
    await changeSettings({ notifications: allowed });
  };
  return (
    <section className="panel" data-testid="desktop-panel">
      <h2>{t('settings.desktop')}</h2>
      <Choices
        label={t('lock.after')}
        look="segments"
        value={lockMinutes}
        onChange={(minutes) => void changeSettings({ lockAfterMs: Number(minutes) * MINUTE_MS })}
        choices={LOCK_MINUTES.map((minutes) => ({ id: String(minutes), label: t('lock.minutes', minutes), isDisabled: settings.place === 'home' && minutes > 5 }))}
      />
      <p className="muted">{t('lock.afterHint')}</p>
      <Choices
        label={t('notify.label')}
        look="segments"
        value={tells ? 'on' : 'off'}
        onChange={(choice) => void tell(choice === 'on')}
        choices={[
          { id: 'off', label: t('notify.off') },
          { id: 'on', label: t('notify.on') },
        ]}
      />
      <p className="muted">{refused ? t('notify.refused') : t('notify.hint')}</p>
      <UpdateLine />
    </section>
  );
}

/** Only where a new version is on its way or waits. */
function UpdateLine(): ReactNode {
  const { t } = useText();
  const update = useDesk((state) => state.update);
  if (update.kind === 'none' || update.kind === 'current') return null;
  const install = async (): Promise<void> => {
    try {
      useDesk.setState({ update: await call('update.install', {}) });
    } catch (error) {
      showFailure(error);
    }
  };
  return (
    <div data-testid="update" role="group" aria-label={t('update.title')}>
      <h3>{t('update.title')}</h3>
      {update.kind === 'failed' && <p>{t('update.failed')}</p>}
      {update.kind === 'loading' && <p>{t('update.loading', update.version)}</p>}
      {update.kind === 'ready' && (
        <>
          <p>{update.waitsFor.length === 0 ? t('update.ready', update.version) : t('update.waits', update.version, update.waitsFor.map((hold) => t(`update.hold.${hold}`)).join(', '))}</p>
          <Button onPress={() => void install()} isDisabled={update.waitsFor.length > 0} testId="update-install">
            {t('update.install')}
          </Button>
        </>
      )}
    </div>
  );
}
