import { useState, type ReactNode } from 'react';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { NewSecret } from '../../components/NewSecret.tsx';
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
      <NewSecret
        label={t('storage.passphrase')}
        againLabel={t('storage.passphraseAgain')}
        hint={t('storage.passphraseHint')}
        differText={t('storage.passphraseOther')}
        name="new-passphrase"
        value={passphrase}
        again={again}
        onChange={setPassphrase}
        onAgain={setAgain}
      />
      <div className="door-buttons">
        <Button type="submit" onPress={() => undefined} isDisabled={!ready} testId="set-passphrase">
          {t('storage.setPassphrase')}
        </Button>
      </div>
    </form>
  );
}
