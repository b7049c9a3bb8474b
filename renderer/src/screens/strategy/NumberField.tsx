import { useState, type ReactNode } from 'react';
import { Field } from '../../components/Field.tsx';
import { useText } from '../../text/index.tsx';
import type { Unit } from './fields.ts';

export interface NumberFieldProps {
  readonly label: string;
  /** In the unit shown. */
  readonly value: number;
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
  readonly testName: string;
}

/** A number with its unit. While it cannot be taken it is said; the rules keep their last good value, and so does the field once left. */
export function NumberField({ label, value, unit, min, max, onChange, testName }: NumberFieldProps): ReactNode {
  const { t, f } = useText();
  const [typed, setTyped] = useState<string>();
  const number = parse(typed ?? String(value));
  const fits = number !== undefined && number >= min && number <= max;
  // A value changed from elsewhere wins over what was typed for the one before.
  const shown = typed === undefined || (fits && number !== value) ? String(value) : typed;
  const take = (text: string): void => {
    setTyped(text);
    const next = parse(text);
    if (next !== undefined && next >= min && next <= max) onChange(next);
  };
  return (
    <div className="rule-number" onBlur={() => setTyped(undefined)}>
      <Field
        label={`${label} (${t(`unit.${unit}`)})`}
        value={shown}
        onChange={take}
        name={testName}
        maxLength={8}
        error={fits ? undefined : t('rules.between', f.number(min), f.number(max))}
      />
    </div>
  );
}

function parse(text: string): number | undefined {
  const cleaned = text.trim().replace(',', '.');
  const number = Number(cleaned);
  return cleaned === '' || !Number.isFinite(number) ? undefined : number;
}
