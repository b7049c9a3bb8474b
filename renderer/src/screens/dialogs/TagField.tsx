import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useCenter } from '../../store/rows.ts';
import { houseSetting, refusedTags, suggestedTags, tagBook } from '../../store/tags.ts';
import { useText } from '../../text/index.tsx';

export const MOST_TAGS = 20;
export const LONGEST_TAG = 40;

export function tagsIn(text: string): string[] {
  return [...new Set(text.split(',').flatMap((tag) => tag.trim() || []))];
}

/** What is wrong with these words, in the order in which it should be said. */
export function useTagProblem(tags: readonly string[], had: readonly string[]): string | undefined {
  const { t } = useText();
  const center = useCenter();
  if (tags.length > MOST_TAGS || tags.some((tag) => tag.length > LONGEST_TAG)) return t('tags.tooMany', MOST_TAGS, LONGEST_TAG);
  const refused = refusedTags(tags, had, houseSetting(center), tagBook(center.tags));
  return refused.length === 0 ? undefined : t('tags.unknown', refused.join(', '));
}

/** TAG-1: words with commas between them; what the house's list has is offered under the field, to be reached by Tab. */
export function TagField({ text, onChange, hint, problem }: { readonly text: string; readonly onChange: (text: string) => void; readonly hint: string; readonly problem: string | undefined }): ReactNode {
  const { t } = useText();
  const tags = useCenter((state) => state.tags);
  const parts = text.split(',');
  const typed = parts.at(-1)?.trim() ?? '';
  const offered = suggestedTags(tags.values(), tags.size > 0 && suggestedTags(tags.values(), typed, []).some(({ name }) => name === typed) ? '' : typed, tagsIn(text));
  const take = (name: string): void => {
    const whole = offered.length > 0 && typed !== '' && name.toLocaleLowerCase('de').includes(typed.toLocaleLowerCase('de')) ? parts.slice(0, -1) : parts;
    onChange(`${[...whole.map((one) => one.trim()).filter((one) => one !== ''), name].join(', ')}, `);
  };
  return (
    <>
      <Field label={t('tags.field')} value={text} onChange={onChange} hint={hint} error={problem} autoFocus />
      {offered.length > 0 && (
        <div className="house-list" role="group" aria-label={t('tags.offered')} data-testid="tag-offers">
          {offered.map((tag) => (
            <Button key={tag.id} isSmall look="quiet" onPress={() => take(tag.name)} {...(tag.description === undefined ? {} : { label: `${tag.name}: ${tag.description}` })}>
              {tag.name}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
