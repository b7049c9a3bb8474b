import { useState, type ReactNode } from 'react';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { flushAllDrafts } from '../../store/composer.ts';
import { explainError } from '../../store/errors.ts';
import { showToast } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const SHORTEST = 10;

/** For a desk without a keychain: from now on the copy lasts, and so do answers accepted offline. */
export function PassphraseForm({ onSet }: { readonly onSet: () => void }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const ready = [...passphrase].length >= SHORTEST && passphrase === again && !busy;
  const set = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await flushAllDrafts();
      await call('storage.setPassphrase', { passphrase });
      setPassphrase('');
      setAgain('');
      showToast({ tone: 'info', text: t('storage.passphraseSet') });
      onSet();
    } catch (error) {
      setFailure(explainError(texts, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="door"
      aria-labelledby="passphrase-title"
      data-testid="passphrase-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void set();
      }}
    >
      <h3 id="passphrase-title">{t('storage.passphraseTitle')}</h3>
      <p>{t('storage.passphraseWhy')}</p>
      {failure !== undefined && (
        <p className="banner banner-red" role="alert">
          {failure}
        </p>
      )}
      <Field
        label={t('storage.passphrase')}
        value={passphrase}
        onChange={setPassphrase}
        type="password"
        autoComplete="new-password"
        name="new-passphrase"
        maxLength={1_000}
        hint={t('storage.passphraseHint')}
      />
      <Field
        label={t('storage.passphraseAgain')}
        value={again}
        onChange={setAgain}
        type="password"
        autoComplete="new-password"
        name="new-passphrase-again"
        maxLength={1_000}
        error={again !== '' && again !== passphrase ? t('storage.passphraseOther') : undefined}
      />
      <div className="door-buttons">
        <Button type="submit" onPress={() => undefined} isDisabled={!ready} testId="set-passphrase">
          {t('storage.setPassphrase')}
        </Button>
      </div>
    </form>
  );
}
