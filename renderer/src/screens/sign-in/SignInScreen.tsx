import { useState, type ReactNode } from 'react';
import type { SessionView } from '../../../../shared/ipc/index.ts';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useDesk } from '../../store/desk.ts';
import { explain, failureOf, type Failure } from '../../store/errors.ts';
import { useText } from '../../text/index.tsx';
import { InvitationForm } from './InvitationForm.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { ProviderSignIn } from './ProviderSignIn.tsx';
import { StorageDoor } from './StorageDoor.tsx';
import { LostReport } from './LostReport.tsx';

type SignedOut = Extract<SessionView, { kind: 'signedOut' }>;
export function SignInScreen({ session }: { readonly session: SignedOut }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const [serverUrl, setServerUrl] = useState(session.serverUrl);
  const [name, setName] = useState(session.lastName ?? '');
  const [password, setPassword] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [invited, setInvited] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | undefined>(session.error);
  const ready = name.trim() !== '' && password !== '' && URL.canParse(serverUrl);

  const signIn = async (who: string, secret: string): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const answer = await call('session.signIn', { serverUrl, name: who.trim(), password: secret, ...(passphrase === '' ? {} : { passphrase }) });
      if (answer.kind === 'signedOut') setFailure(answer.error);
      else useDesk.setState({ session: answer });
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };

  // A form has no form inside: who comes with a code has one of their own.
  const Box = invited ? 'div' : 'form';
  return (
    <main className="sign-in" data-testid="screen-sign-in">
      <Box
        className="sign-in-box"
        onSubmit={(event) => {
          event.preventDefault();
          if (!invited && ready && !busy) void signIn(name, password);
        }}
      >
        <header className="sign-in-head">
          <h1>Leitstand</h1>
          <LanguageSwitch />
        </header>
        <p className="muted">{t('signIn.hint')}</p>
        {failure !== undefined && (
          <p className="banner banner-red" role="alert" data-testid="sign-in-error">
            {explain(texts, failure)}
          </p>
        )}
        <LostReport />
        {session.door !== undefined && <StorageDoor door={session.door} passphrase={passphrase} onPassphrase={setPassphrase} />}
        {session.demoSignIns !== undefined && session.demoSignIns.length > 0 && (
          <section className="demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{t('signIn.demoTitle')}</h2>
            <p className="muted">{t('signIn.demoHint')}</p>
            <ul>
              {session.demoSignIns.map((demo) => (
                <li key={demo.name}>
                  <Button isDisabled={busy} onPress={() => void signIn(demo.name, demo.password)} testId={`demo-${demo.name}`}>
                    <strong>{demo.name}</strong>
                    <span className="muted">{roleName(t, demo.role)}</span>
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <Field
          label={t('signIn.server')}
          value={serverUrl}
          onChange={setServerUrl}
          type="url"
          autoComplete="url"
          name="server"
          error={serverUrl !== '' && !URL.canParse(serverUrl) ? t('signIn.serverInvalid') : undefined}
        />
        {invited ? (
          <>
            <InvitationForm serverUrl={serverUrl} passphrase={passphrase} isReady={URL.canParse(serverUrl)} onFailure={setFailure} />
            <Button look="quiet" onPress={() => setInvited(false)} testId="invitation-back">
              {t('invite.back')}
            </Button>
          </>
        ) : (
          <>
            <ProviderSignIn serverUrl={serverUrl} passphrase={passphrase} isDisabled={busy} onFailure={setFailure} />
            <Field
              label={t('signIn.name')}
              value={name}
              onChange={setName}
              autoComplete="username"
              name="name"
              autoFocus={session.demoSignIns === undefined && session.door === undefined}
            />
            <Field
              label={t('signIn.password')}
              value={password}
              onChange={setPassword}
              type="password"
              autoComplete="current-password"
              name="password"
            />
            <Button type="submit" look="primary" onPress={() => undefined} isDisabled={!ready || busy} testId="sign-in">
              {busy ? t('signIn.busy') : t('signIn.submit')}
            </Button>
            <Button look="quiet" onPress={() => (setFailure(undefined), setInvited(true))} isDisabled={busy} testId="invitation-have">
              {t('invite.have')}
            </Button>
          </>
        )}
        {session.limitations.length > 0 && (
          <section className="limits" aria-labelledby="limits-title">
            <h2 id="limits-title">{t('limitations.title')}</h2>
            <ul>
              {session.limitations.map((limitation) => (
                <li key={limitation.code}>{explain(texts, limitation)}</li>
              ))}
            </ul>
          </section>
        )}
      </Box>
    </main>
  );
}

function roleName(t: ReturnType<typeof useText>['t'], role: string): string {
  return role === 'supervisor' || role === 'admin' || role === 'agent' ? t(`role.${role}`) : role;
}
