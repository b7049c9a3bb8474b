import { useState, type ReactNode } from 'react';
import { call } from '../../bridge/index.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { showFailure } from '../../store/errors.ts';
import { useText } from '../../text/index.tsx';

/** Takes a credential once and hands it to the keychain; it never comes back to this page. */
export function CredentialForm({ credentialId, onDone }: { readonly credentialId: string; readonly onDone: () => void }): ReactNode {
  const { t } = useText();
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string>();
  const save = async (): Promise<void> => {
    try {
      const { ok, detail } = await call('credentials.set', { credentialId, value });
      setValue('');
      if (ok) onDone();
      else setProblem(detail);
    } catch (error) {
      showFailure(error);
    }
  };
  return (
    <form
      className="credential-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== '') void save();
      }}
    >
      <Field
        label={t('credential.value')}
        hint={t('credential.hint')}
        type="password"
        value={value}
        onChange={setValue}
        error={problem}
        maxLength={16_384}
        autoFocus
      />
      <Button type="submit" look="primary" isDisabled={value === ''} onPress={() => undefined}>
        {t('action.save')}
      </Button>
    </form>
  );
}
