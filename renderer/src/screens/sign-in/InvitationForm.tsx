import { useState, type ReactNode } from 'react';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { NewSecret } from '../../components/NewSecret.tsx';
import { useDesk } from '../../store/desk.ts';
import { failureOf, type Failure } from '../../store/errors.ts';
import { showToast } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** INVITE-2: somebody comes for the first time, with a code, and chooses a password. */
export function InvitationForm({ serverUrl, passphrase, isReady, onFailure }: { readonly serverUrl: string; readonly passphrase: string; readonly isReady: boolean; readonly onFailure: (failure: Failure | undefined) => void }): ReactNode {
  const { t } = useText();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const ready = isReady && code.trim() !== '' && password !== '' && again === password;

  const redeem = async (): Promise<void> => {
    setBusy(true);
    onFailure(undefined);
    try {
      const session = await call('session.redeem', { serverUrl, code: code.trim(), password, ...(passphrase === '' ? {} : { passphrase }) });
      if (session.kind === 'signedOut') return onFailure(session.error);
      useDesk.setState({ session });
      showToast({ tone: 'info', text: t('invite.welcome', session.name) });
    } catch (error) {
      onFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className="sign-in-part"
      data-testid="invitation-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) void redeem();
      }}
    >
      <p className="muted">{t('invite.hint')}</p>
      <Field label={t('invite.code')} value={code} onChange={setCode} name="code" maxLength={80} autoFocus />
      <NewSecret
        label={t('invite.choose')}
        againLabel={t('invite.again')}
        hint={t('invite.passwordHint')}
        differText={t('invite.differ')}
        name="new-password"
        value={password}
        again={again}
        onChange={setPassword}
        onAgain={setAgain}
      />
      <Button type="submit" look="primary" onPress={() => undefined} isDisabled={!ready || busy} testId="redeem">
        {t('invite.enter')}
      </Button>
    </form>
  );
}
