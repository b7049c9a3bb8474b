import { createContext, use, useMemo, type ReactNode } from 'react';
import { de } from './de.ts';
import { en } from './en.ts';
import { formatFor, type Format, type Language } from './format.ts';

export type { Format, Language } from './format.ts';
export type Catalogue = typeof de;
export type TextKey = keyof Catalogue;
type Arguments<K extends TextKey> = Catalogue[K] extends (...values: infer A) => string ? A : [];
export type Translate = <K extends TextKey>(key: K, ...values: Arguments<K>) => string;

export interface Texts {
  readonly t: Translate;
  readonly f: Format;
  readonly language: Language;
}

const made = new Map<Language, Texts>();

export function textsFor(language: Language): Texts {
  const known = made.get(language);
  if (known !== undefined) return known;
  const catalogue: Catalogue = language === 'de' ? de : en;
  const t: Translate = (key, ...values) => {
    const entry = catalogue[key] as string | ((...of: unknown[]) => string);
    return typeof entry === 'string' ? entry : entry(...values);
  };
  const texts: Texts = { t, f: formatFor(language), language };
  made.set(language, texts);
  return texts;
}

/** True when the catalogue has this key: for codes that come from elsewhere. */
export function hasText(key: string): key is TextKey {
  return key in de;
}

const TextContext = createContext<Texts>(textsFor('de'));

export function TextProvider({ language, children }: { readonly language: Language; readonly children: ReactNode }): ReactNode {
  const texts = useMemo(() => textsFor(language), [language]);
  return <TextContext value={texts}>{children}</TextContext>;
}

export function useText(): Texts {
  return use(TextContext);
}
