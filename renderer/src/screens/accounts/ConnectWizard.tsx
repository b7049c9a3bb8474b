import { useState, type ReactNode } from 'react';
import { getChannel, type CredentialKind } from '../../../../shared/channels/index.ts';
import type { Account } from '../../../../shared/domain/account.ts';
import type { ConnectResult } from '../../../../shared/ipc/index.ts';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { endOf, loadAccounts } from '../../store/accounts.ts';
import { currentTexts, explain, showFailure } from '../../store/errors.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { useText } from '../../text/index.tsx';
import { FieldInput } from './FieldInput.tsx';

type Step = { readonly kind: 'fields'; readonly problem?: string } | { readonly kind: 'signIn'; readonly attemptId: string; readonly url: string; readonly opened: boolean } | { readonly kind: 'done'; readonly as: string; readonly expiresAt?: number | undefined };

/** Connects an account: what will be allowed and why, the fields, the sign-in, the check, a test. All from what the channel says of its credential. */
export function ConnectWizard({ account, facts, onDone }: { readonly account: Account; readonly facts: CredentialKind; readonly onDone: () => void }): ReactNode {
  const { t, f, language } = useText();
  const now = useMinute();
  const [step, setStep] = useState<Step>({ kind: 'fields' });
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [tested, setTested] = useState<string>();
  const [busy, setBusy] = useState(false);
  const settle = (result: ConnectResult): void => {
    if (result.status === 'signIn') {
      setStep({ kind: 'signIn', attemptId: result.attemptId, url: result.url, opened: result.opened });
      void endOf(result.attemptId).then(settle);
    } else if (result.status === 'connected') {
      // What was typed is in the keychain now and nowhere on this page.
      setValues({});
      setStep({ kind: 'done', as: result.as, expiresAt: result.expiresAt });
      void loadAccounts();
    } else setStep({ kind: 'fields', problem: explain(currentTexts(), result) });
  };
  const begin = (): void => {
    setBusy(true);
    call('account.connect', { accountId: account.id, values })
      .then(settle)
      .catch(showFailure)
      .finally(() => setBusy(false));
  };
  const test = (): void => {
    setBusy(true);
    call('account.test', { accountId: account.id })
      .then(({ ok, detail }) => setTested(ok ? t('connect.testOk', detail) : t('connect.testFailed', detail)))
      .catch(showFailure)
      .finally(() => setBusy(false));
  };
  const missing = facts.fields.some((field) => field.required && (values[field.name] ?? '').trim() === '');
  return (
    <div className="wizard" data-testid="connect-wizard" data-step={step.kind} role="group" aria-label={t('connect.title', account.name)}>
      {step.kind === 'fields' && (
        <form
          className="credential-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!missing && !busy) begin();
          }}
        >
          <h3>{t('connect.title', account.name)}</h3>
          <p>{t(`connect.kind.${facts.kind}`)}</p>
          {facts.scopes.length > 0 && (
            <>
              <p>{t('connect.scopes')}</p>
              <ul className="scope-list" data-testid="connect-scopes">
                {facts.scopes.map((scope) => (
                  <li key={scope.name}>
                    <code>{scope.name}</code> – {scope.why[language]}
                  </li>
                ))}
              </ul>
            </>
          )}
          {facts.fields.map((field, place) => (
            <FieldInput key={field.name} field={field} value={values[field.name] ?? ''} autoFocus={place === 0} onChange={(value) => setValues({ ...values, [field.name]: value })} />
          ))}
          {step.problem !== undefined && (
            <p className="banner banner-red" role="alert" data-testid="connect-problem">
              {step.problem}
            </p>
          )}
          <div className="account-actions">
            <Button type="submit" look="primary" isDisabled={missing || busy} onPress={() => undefined} testId="connect-go">
              {facts.kind === 'oauth2' ? t('connect.signIn') : t('connect.check')}
            </Button>
            <Button onPress={onDone}>{t('action.cancel')}</Button>
          </div>
        </form>
      )}
      {step.kind === 'signIn' && (
        <>
          <h3>{t('connect.inBrowser')}</h3>
          <p aria-live="polite">{step.opened ? t('connect.opened') : t('connect.openIt')}</p>
          <div className="account-actions">
            <a className="button button-primary" href={step.url} target="_blank" rel="noopener noreferrer" data-testid="connect-link">
              {t('connect.goOn', account.name)}
            </a>
            <Button onPress={() => void call('account.cancelConnect', { attemptId: step.attemptId }).catch(showFailure)}>{t('action.cancel')}</Button>
          </div>
        </>
      )}
      {step.kind === 'done' && (
        <>
          <h3 data-testid="connect-done">{t('connect.done', step.as)}</h3>
          {step.expiresAt !== undefined && <p className="muted">{facts.rotates ? t('credential.renewsAt', f.moment(step.expiresAt, now)) : t('credential.endsAt', f.moment(step.expiresAt, now))}</p>}
          <p aria-live="polite" data-testid="connect-tested">
            {tested ?? ''}
          </p>
          <div className="account-actions">
            <Button onPress={test} isDisabled={busy} testId="connect-test">
              {getChannel(account.channel)?.trial === true ? t('connect.testPost') : t('connect.testCheck')}
            </Button>
            <Button look="primary" onPress={onDone} testId="connect-close">
              {t('action.close')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
