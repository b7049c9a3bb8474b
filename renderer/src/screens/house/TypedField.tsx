import { useState, type ReactNode } from 'react';
import { Field } from '../../components/Field.tsx';

/** Something written as text. While it cannot be read that is said, and the record keeps what it had. */
export function TypedField<T>({ label, value, write, read, onChange, name, lines, hint, problem, maxLength = 200 }: { readonly label: string; readonly value: T; readonly write: (value: T) => string; readonly read: (text: string) => T | undefined; readonly onChange: (value: T) => void; readonly name: string; readonly lines?: number; readonly hint?: string; readonly problem: string; readonly maxLength?: number }): ReactNode {
  const [typed, setTyped] = useState<string>();
  return (
    <div onBlur={() => setTyped(undefined)}>
      <Field
        label={label}
        value={typed ?? write(value)}
        onChange={(text) => {
          setTyped(text);
          const next = read(text);
          if (next !== undefined) onChange(next);
        }}
        name={name}
        maxLength={maxLength}
        {...(lines === undefined ? {} : { lines })}
        {...(hint === undefined ? {} : { hint })}
        {...(typed !== undefined && read(typed) === undefined ? { error: problem } : {})}
      />
    </div>
  );
}
