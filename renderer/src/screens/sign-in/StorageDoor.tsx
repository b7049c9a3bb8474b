import { useState, type ReactNode } from 'react';
import type { IpcRequest, SessionView, StorageDoorKind } from '../../../../shared/ipc/index.ts';
import { call, CallError } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useDesk } from '../../store/desk.ts';
import { explainError } from '../../store/errors.ts';
import { useText } from '../../text/index.tsx';

export interface StorageDoorProps {
  readonly door: StorageDoorKind;
  /** Held by the form, so that signing in takes it along. */
  readonly passphrase: string;
  readonly onPassphrase: (value: string) => void;
}

/** The way to a copy on this machine that did not open by itself. */
export function StorageDoor({ door, passphrase, onPassphrase }: StorageDoorProps): ReactNode {
  const texts = useText();
  const { t } = texts;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [forgotten, setForgotten] = useState(false);

  const go = async <N extends 'storage.unlock' | 'storage.retry' | 'storage.discard'>(name: N, request: IpcRequest<N>): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const session: SessionView = await call(name, request);
      useDesk.setState({ session });
      setForgotten(false);
      // Trying again may end where it began: what still stands in the way is said.
      if (session.kind === 'signedOut' && session.error !== undefined)
        setFailure(explainError(texts, new CallError({ ...session.error, remedy: '' })));
    } catch (error) {
      setFailure(explainError(texts, error));
    } finally {
      setBusy(false);
    }
  };
  const unlock = (): void => void go('storage.unlock', { passphrase });

  return (
    <section className="door" aria-labelledby="door-title" data-testid={`door-${door}`}>
      <h2 id="door-title">{t('door.title')}</h2>
      <p>{door === 'passphrase' ? t('door.passphrase') : door === 'keychain' ? t('door.keychain') : t('door.again')}</p>
      {failure !== undefined && (
        <p className="banner banner-red" role="alert" data-testid="door-error">
          {failure}
        </p>
      )}
      {door === 'passphrase' ? (
        <>
          <Field
            label={t('storage.passphrase')}
            value={passphrase}
            onChange={onPassphrase}
            type="password"
            name="passphrase"
            maxLength={1_000}
            autoFocus
          />
          <div className="door-buttons">
            <Button onPress={unlock} isDisabled={busy || passphrase === ''} look="primary" testId="door-open">
              {t('door.open')}
            </Button>
            {!forgotten && (
              <Button onPress={() => setForgotten(true)} isDisabled={busy} look="quiet" testId="door-forgotten">
                {t('door.discard')}
              </Button>
            )}
          </div>
          {forgotten && (
            <div className="guard guard-red" role="group" aria-label={t('door.discard')}>
              <p>{t('door.discardHint')}</p>
              <div className="door-buttons">
                <Button onPress={() => setForgotten(false)} testId="door-keep">
                  {t('door.keep')}
                </Button>
                <Button onPress={() => void go('storage.discard', {})} look="danger" isDisabled={busy} testId="door-discard">
                  {t('door.discardNow')}
                </Button>
              </div>
            </div>
          )}
        </>
      ) : (
        <div className="door-buttons">
          <Button onPress={() => void go('storage.retry', {})} isDisabled={busy} testId="door-retry">
            {t('door.retry')}
          </Button>
        </div>
      )}
    </section>
  );
}
