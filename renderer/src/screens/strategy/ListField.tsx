import { useState, type ReactNode } from 'react';
import { Field } from '../../components/Field.tsx';

/** A list written as text. While a part of it cannot be taken the rules keep what they had. */
export function ListField({ label, value, by, onChange, name, fits, problem, hint }: { readonly label: string; readonly value: readonly string[]; readonly by: ',' | '\n'; readonly onChange: (value: string[]) => void; readonly name: string; readonly fits: (one: string) => boolean; readonly problem?: string; readonly hint?: string }): ReactNode {
  const [typed, setTyped] = useState<string>();
  const parts = (text: string): string[] => [...new Set(text.split(by).map((one) => one.trim()).filter((one) => one !== ''))];
  const isBad = typed !== undefined && parts(typed).some((one) => !fits(one));
  return (
    <div onBlur={() => setTyped(undefined)}>
      <Field
        label={label}
        value={typed ?? value.join(by === ',' ? ', ' : '\n')}
        onChange={(text) => {
          setTyped(text);
          const list = parts(text);
          if (list.every(fits)) onChange(list);
        }}
        name={name}
        maxLength={2_000}
        {...(by === '\n' ? { lines: 2 } : {})}
        {...(hint === undefined ? {} : { hint })}
        {...(isBad && problem !== undefined ? { error: problem } : {})}
      />
    </div>
  );
}
