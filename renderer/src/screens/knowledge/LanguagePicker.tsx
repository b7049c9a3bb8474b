import type { ReactNode } from 'react';
import { Picker } from '../../components/Picker.tsx';
import { addLanguage } from '../../store/article-draft.ts';
import { useText } from '../../text/index.tsx';

const LANGUAGES = ['de', 'en', 'fr', 'it', 'es', 'nl', 'pl', 'tr', 'uk', 'ru', 'ar'] as const;

/** Another language for the same article. */
export function LanguagePicker({ used }: { readonly used: readonly string[] }): ReactNode {
  const { t, language } = useText();
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const free = LANGUAGES.filter((one) => !used.includes(one)).map((one) => ({ id: one as string, label: names.of(one) ?? one }));
  return <Picker label={t('knowledge.addLanguage')} value="" options={[{ id: '', label: t('knowledge.addLanguage') }, ...free]} onChange={(chosen) => chosen !== '' && addLanguage(chosen)} testId="article-language" />;
}
