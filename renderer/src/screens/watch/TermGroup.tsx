import { useState, type ReactNode } from 'react';
import type { SearchTerms } from '../../../../shared/domain/search-terms.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useText } from '../../text/index.tsx';

const LISTS = ['words', 'phrases', 'excludes', 'languages'] as const;
const linesOf = (text: string): string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))];

/** One group of terms: a line for each word, phrase, exclude or language. */
export function TermGroup({ group, onChange, onRemove }: { readonly group: SearchTerms; readonly onChange: (next: SearchTerms) => void; readonly onRemove: () => void }): ReactNode {
  const { t } = useText();
  return (
    <fieldset className="term-group" data-testid="term-group" data-group={group.id}>
      <legend>{group.id}</legend>
      <Field label={t('terms.name')} value={group.id} onChange={(id) => onChange({ ...group, id })} maxLength={64} name="terms-name" />
      <div className="term-lists">
        {LISTS.map((kind) => (
          <LineField key={kind} label={t(`terms.${kind}`)} hint={t(`termsHint.${kind}`)} name={`terms-${kind}`} values={group[kind]} onChange={(values) => onChange({ ...group, [kind]: values })} />
        ))}
      </div>
      <Button isSmall look="quiet" onPress={onRemove} label={t('terms.removeGroup', group.id)} testId="terms-remove">
        {t('terms.remove')}
      </Button>
    </fieldset>
  );
}

/** A list written line by line; an empty line being typed is kept on the screen only. */
function LineField({ label, hint, name, values, onChange }: { readonly label: string; readonly hint: string; readonly name: string; readonly values: readonly string[]; readonly onChange: (values: string[]) => void }): ReactNode {
  const [typed, setTyped] = useState(values.join('\n'));
  // Changed from outside (an undo, a change that was dropped): what is in force shows.
  const shown = linesOf(typed).join('\n') === values.join('\n') ? typed : values.join('\n');
  return (
    <Field
      label={label}
      hint={hint}
      lines={4}
      name={name}
      maxLength={6_500}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        onChange(linesOf(text));
      }}
    />
  );
}
