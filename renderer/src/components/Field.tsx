import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';

export interface FieldProps {
  readonly label: string;
  /** Only for those who do not see the placeholder. */
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password' | 'url';
  readonly lines?: number;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
  readonly isRequired?: boolean;
  readonly maxLength?: number;
  readonly name?: string;
}

export function Field({
  label,
  hideLabel = false,
  value,
  onChange,
  type = 'text',
  lines,
  hint,
  error,
  autoFocus = false,
  autoComplete = 'off',
  isRequired = false,
  maxLength = 500,
  name = '',
}: FieldProps): ReactNode {
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
      type={type}
      isInvalid={error !== undefined}
      isRequired={isRequired}
      maxLength={maxLength}
      autoComplete={autoComplete}
      name={name}
      validationBehavior="aria"
    >
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      {lines === undefined ? (
        <Input className="field-input" {...(hideLabel ? { placeholder: label } : {})} />
      ) : (
        <TextArea className="field-input" rows={lines} />
      )}
      {hint !== undefined && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      {error !== undefined && <FieldError className="field-error">{error}</FieldError>}
    </TextField>
  );
}
