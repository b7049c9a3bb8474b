import { useEffect, useState, type ReactNode } from 'react';
import { call, CallError } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { useDesk } from '../../store/desk.ts';
import { failureOf, type Failure } from '../../store/errors.ts';
import { useText } from '../../text/index.tsx';

/** An address is still being typed until it has been the same for so long. */
const TYPED_MS = 400;

/** Sign-in at the house's provider, where this server has one: the system's browser does it, this screen waits and may give up. */
export function ProviderSignIn({ serverUrl, passphrase, isDisabled, hasOther = true, onFailure }: { readonly serverUrl: string; readonly passphrase: string; readonly isDisabled: boolean; /** There is another way below. */ readonly hasOther?: boolean; readonly onFailure: (failure: Failure | undefined) => void }): ReactNode {
  const { t } = useText();
  const [offer, setOffer] = useState<{ readonly serverUrl: string; readonly label: string | undefined }>();
  // What another server offered says nothing of this one.
  const label = offer?.serverUrl === serverUrl ? offer.label : undefined;
  const [waiting, setWaiting] = useState<{ readonly attemptId: string; readonly url: string; readonly opened: boolean }>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (!URL.canParse(serverUrl)) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      // A server that is away offers nothing; signing in says so.
      call('session.methods', { serverUrl }).then(({ provider }) => current && setOffer({ serverUrl, label: provider?.label }), () => undefined);
    }, TYPED_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [serverUrl]);

  const begin = async (): Promise<void> => {
    setBusy(true);
    onFailure(undefined);
    try {
      const begun = await call('session.beginBrowser', { serverUrl, ...(passphrase === '' ? {} : { passphrase }) });
      setWaiting(begun);
      const session = await call('session.finishBrowser', { attemptId: begun.attemptId });
      if (session.kind === 'signedOut') onFailure(session.error);
      else useDesk.setState({ session });
    } catch (error) {
      // Who gave up knows it.
      const gaveUp = error instanceof CallError && error.code === 'SIGN_IN_REFUSED';
      if (!gaveUp) onFailure(failureOf(error));
    } finally {
      setWaiting(undefined);
      setBusy(false);
    }
  };
  const cancel = (): void => {
    if (waiting !== undefined) call('session.cancelBrowser', { attemptId: waiting.attemptId }).catch(() => undefined);
  };

  if (label === undefined) return null;
  return (
    <section className="sign-in-provider" aria-label={label}>
      {waiting === undefined ? (
        <Button look="primary" onPress={() => void begin()} isDisabled={isDisabled || busy} testId="sign-in-provider">
          {t('signIn.with', label)}
        </Button>
      ) : (
        <>
          <p aria-live="polite">{waiting.opened ? t('signIn.inBrowser') : t('signIn.openBrowser')}</p>
          <div className="sign-in-waiting">
            <a className="button button-primary" href={waiting.url} target="_blank" rel="noopener noreferrer" data-testid="sign-in-link">
              {t('signIn.goOn', label)}
            </a>
            <Button onPress={cancel} testId="sign-in-cancel">
              {t('action.cancel')}
            </Button>
          </div>
        </>
      )}
      {hasOther && <p className="muted">{t('signIn.orLocal')}</p>}
    </section>
  );
}
