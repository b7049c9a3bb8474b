import { useEffect, useState, type ReactNode } from 'react';
import type { SessionView, UnlockWay } from '../../../../shared/ipc/index.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { useDesk } from '../../store/desk.ts';
import { explain, explainError } from '../../store/errors.ts';
import { unlock } from '../../store/lock.ts';
import { ProviderSignIn } from '../sign-in/ProviderSignIn.tsx';
import { useText } from '../../text/index.tsx';

/** All there is to see of a locked desk: who works here, why it is locked, what waits in numbers, and the way in. */
export function LockScreen({ session }: { readonly session: Extract<SessionView, { kind: 'signedIn' }> }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const { lock, attention } = useDesk();
  const [chosen, setChosen] = useState<UnlockWay>();
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const now = useNow();
  const way = chosen ?? lock.ways[0];
  const waits = lock.waitUntilAt !== undefined && lock.waitUntilAt > now;
  useEffect(() => {
    document.title = 'Leitstand';
  }, []);

  const open = async (): Promise<void> => {
    if (way === undefined || busy || waits || (way !== 'keychain' && secret === '')) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await unlock(way, secret);
    } catch (error) {
      setFailure(explainError(texts, error));
    } finally {
      setSecret('');
      setBusy(false);
    }
  };

  return (
    <main className="sign-in" data-testid="screen-lock">
      <form
        className="sign-in-box"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <header className="sign-in-head">
          <h1>Leitstand</h1>
        </header>
        <h2>{t('lock.title')}</h2>
        <p className="muted">
          {session.name} ^{session.initials} · {session.centerName}
        </p>
        <p>{lock.sinceAt === undefined ? t(`lock.because.${lock.because ?? 'person'}`) : t('lock.since', t(`lock.because.${lock.because ?? 'person'}`), f.time(lock.sinceAt))}</p>
        <p className="muted" data-testid="lock-waiting">
          {t('lock.waiting', attention.mine, attention.offers)} {attention.unsent > 0 && t('lock.sendingGoesOn', attention.unsent)}
        </p>
        {failure !== undefined && !waits && (
          <p className="banner banner-red" role="alert" data-testid="lock-error">
            {failure}
          </p>
        )}
        {waits && (
          <p className="banner banner-amber" role="alert" data-testid="lock-wait">
            {t('lock.waitUntil', f.time(lock.waitUntilAt ?? 0))}
          </p>
        )}
        {way !== 'keychain' && way !== undefined && (
          <Field label={t(way === 'password' ? 'signIn.password' : 'storage.passphrase')} value={secret} onChange={setSecret} type="password" name="unlock" autoComplete="current-password" maxLength={1_000} autoFocus />
        )}
        {(way === 'keychain' || way === undefined) && (
          <ProviderSignIn serverUrl={session.serverUrl} passphrase="" isDisabled={busy} hasOther={false} onFailure={(failed) => setFailure(failed === undefined ? undefined : explain(texts, failed))} />
        )}
        {way === 'keychain' && <p className="muted">{t('lock.keychainHint')}</p>}
        {way === undefined && <p className="banner banner-red">{t('lock.noWay')}</p>}
        <Button type="submit" look="primary" onPress={() => undefined} isDisabled={way === undefined || busy || waits || (way !== 'keychain' && secret === '')} testId="unlock">
          {t('lock.open')}
        </Button>
        {lock.ways.length > 1 && (
          <Button look="quiet" onPress={() => setChosen(lock.ways.find((other) => other !== way))} testId="unlock-other">
            {t(way === 'password' ? 'lock.byPassphrase' : 'lock.byPassword')}
          </Button>
        )}
      </form>
    </main>
  );
}
