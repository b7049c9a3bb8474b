import type { ReactNode } from 'react';
import type { DeskSettings } from '../../../../shared/ipc/index.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { signedIn, useDesk } from '../../store/desk.ts';
import { explain } from '../../store/errors.ts';
import { changeSettings } from '../../store/settings.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { DesktopPanel } from './DesktopPanel.tsx';
import { StoragePanel } from './StoragePanel.tsx';

const UNDO_SECONDS = [0, 5, 10, 20, 30] as const;

export function SettingsScreen(): ReactNode {
  const texts = useText();
  const { t } = texts;
  const settings = useDesk((state) => state.settings);
  const session = useDesk(signedIn);
  const undo = String(Math.round(settings.undoMs / 1_000));
  return (
    <main className="page" data-testid="screen-settings">
      <h1>{t('screen.settings')}</h1>
      <section className="panel">
        <Choices<DeskSettings['language']>
          label={t('settings.language')}
          look="segments"
          value={settings.language}
          onChange={(language) => void changeSettings({ language })}
          choices={[
            { id: 'de', label: 'Deutsch' },
            { id: 'en', label: 'English' },
          ]}
        />
        <Choices<DeskSettings['theme']>
          label={t('settings.theme')}
          look="segments"
          value={settings.theme}
          onChange={(theme) => void changeSettings({ theme })}
          choices={[
            { id: 'system', label: t('settings.theme.system') },
            { id: 'light', label: t('settings.theme.light') },
            { id: 'dark', label: t('settings.theme.dark') },
          ]}
        />
        <Choices
          label={t('settings.undo')}
          look="segments"
          value={undo}
          onChange={(seconds) => void changeSettings({ undoMs: Number(seconds) * 1_000 })}
          choices={UNDO_SECONDS.map((seconds) => ({
            id: String(seconds),
            label: seconds === 0 ? t('settings.undoOff') : t('settings.seconds', seconds),
          }))}
        />
        <p className="muted">{t('settings.undoHint')}</p>
        <Choices<DeskSettings['place']>
          label={t('settings.place')}
          look="segments"
          value={settings.place}
          onChange={(place) => void changeSettings({ place })}
          choices={[
            { id: 'office', label: t('place.office') },
            { id: 'home', label: t('place.home') },
          ]}
        />
      </section>
      <DesktopPanel />
      {session !== undefined && <StoragePanel />}
      {session !== undefined && (
        <section className="panel">
          <h2>{t('settings.account')}</h2>
          <dl className="facts">
            <dt>{t('signIn.name')}</dt>
            <dd>
              {session.name} ^{session.initials} · {t(`role.${session.role}`)}
            </dd>
            <dt>{t('signIn.server')}</dt>
            <dd>
              {session.centerName} · {session.serverUrl}
            </dd>
          </dl>
          <Button onPress={() => openDialog({ kind: 'signOut' })} testId="sign-out">
            {t('signOut.title')}
          </Button>
        </section>
      )}
      {session !== undefined && session.limitations.length > 0 && (
        <section className="panel">
          <h2>{t('limitations.title')}</h2>
          <ul>
            {session.limitations.map((limitation) => (
              <li key={limitation.code}>{explain(texts, limitation)}</li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}
