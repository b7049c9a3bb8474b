import { useEffect, useRef, type ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

export interface Choice<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly keys?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly value: T | undefined;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
  readonly look?: 'list' | 'segments';
  readonly hideLabel?: boolean;
  readonly autoFocus?: boolean;
}

/** One of a few, all in sight. */
export function Choices<T extends string>({
  label,
  value,
  choices,
  onChange,
  look = 'list',
  hideLabel = false,
  autoFocus = false,
}: ChoicesProps<T>): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  // A choice made by a number key takes the focus along, so that the next key meets what is chosen.
  useEffect(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLInputElement) || focused.type !== 'radio' || group.current?.contains(focused) !== true) return;
    group.current.querySelector<HTMLInputElement>('input:checked')?.focus();
  }, [value]);
  return (
    <RadioGroup
      ref={group}
      className={`choices choices-${look}`}
      value={value ?? null}
      onChange={(next) => onChange(next as T)}
      {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {!hideLabel && <Label className="field-label">{label}</Label>}
      <div className="choices-row">
        {choices.map((choice, place) => (
          <Radio
            key={choice.id}
            value={choice.id}
            isDisabled={choice.isDisabled === true}
            className="choice"
            autoFocus={autoFocus && (value === undefined ? place === 0 : value === choice.id)}
          >
            <span className="choice-label">{choice.label}</span>
            {choice.hint !== undefined && <span className="choice-hint">{choice.hint}</span>}
            {choice.keys !== undefined && (
              <kbd className="keys" aria-hidden="true">
                {choice.keys}
              </kbd>
            )}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
