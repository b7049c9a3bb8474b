import type { ReactNode } from 'react';
import { Field } from './Field.tsx';

export interface NewSecretProps {
  readonly label: string;
  readonly againLabel: string;
  readonly hint: string;
  /** Said where the second is not the first. */
  readonly differText: string;
  readonly name: string;
  readonly value: string;
  readonly again: string;
  readonly onChange: (value: string) => void;
  readonly onAgain: (value: string) => void;
}

/** A password or passphrase that is chosen now, typed twice. */
export function NewSecret({ label, againLabel, hint, differText, name, value, again, onChange, onAgain }: NewSecretProps): ReactNode {
  const common = { type: 'password', autoComplete: 'new-password', maxLength: 500 } as const;
  return (
    <>
      <Field {...common} label={label} value={value} onChange={onChange} name={name} hint={hint} />
      <Field {...common} label={againLabel} value={again} onChange={onAgain} name={`${name}-again`} error={again !== '' && again !== value ? differText : undefined} />
    </>
  );
}
