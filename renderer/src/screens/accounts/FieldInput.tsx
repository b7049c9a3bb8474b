import type { ReactNode } from 'react';
import type { ChannelField } from '../../../../shared/channels/index.ts';
import { Choices } from '../../components/Choices.tsx';
import { Field } from '../../components/Field.tsx';
import { Tick } from '../../components/Tick.tsx';
import { useText } from '../../text/index.tsx';

/** One thing a channel asks for, in the form it says. */
export function FieldInput({ field, value, onChange, autoFocus = false }: { readonly field: ChannelField; readonly value: string; readonly onChange: (value: string) => void; readonly autoFocus?: boolean }): ReactNode {
  const { language, t } = useText();
  const label = field.required ? field.label[language] : t('connect.optional', field.label[language]);
  if (field.kind === 'flag') return <Tick label={field.label[language]} isSelected={value === 'true'} onChange={(on) => onChange(on ? 'true' : 'false')} />;
  if (field.kind === 'choice') return <Choices label={label} value={value === '' ? undefined : value} choices={(field.choices ?? []).map((id) => ({ id, label: id }))} onChange={onChange} look="segments" />;
  const hint = [field.help?.[language], field.placeholder].filter((text) => text !== undefined && text !== '').join(' · ');
  return <Field label={label} name={field.name} value={value} onChange={onChange} type={field.kind === 'secret' ? 'password' : 'text'} autoFocus={autoFocus} maxLength={4_000} {...(hint === '' ? {} : { hint })} />;
}
