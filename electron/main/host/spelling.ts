import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserWindow, ContextMenuParams, MenuItemConstructorOptions, Session } from 'electron';
import type { ElectronParts } from './electron-parts.ts';
import { PAGE_ORIGIN } from './electron-window.ts';
import type { HostLog } from './log.ts';

/** What the desk is written in. On a Mac the system chooses and brings its own dictionaries. */
const LANGUAGES = ['de', 'en-GB'] as const;
const DICTIONARY = /^(de|en-GB)-[\w-]+\.bdic$/i;

/** The dictionaries that came with this program, by file name. */
export function dictionariesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => DICTIONARY.test(name)) : [];
}

/**
 * Spelling in German and English from dictionaries that came with the program. They are put where Chromium looks before it downloads; should one be missing
 * there, it asks our own page and nobody else. False: there are none, and spelling stays off.
 */
export function setUpSpelling(given: {
  readonly session: Pick<Session, 'setSpellCheckerDictionaryDownloadURL' | 'setSpellCheckerLanguages' | 'availableSpellCheckerLanguages'>;
  readonly platform: NodeJS.Platform;
  readonly dictionariesDir: string;
  readonly userData: string;
  readonly log: HostLog;
}): boolean {
  const { session, platform, dictionariesDir, userData, log } = given;
  if (platform === 'darwin') return true;
  const names = dictionariesIn(dictionariesDir);
  // Before any language is set: that is when one would be fetched.
  session.setSpellCheckerDictionaryDownloadURL(`${PAGE_ORIGIN}/dictionaries/`);
  const languages = LANGUAGES.filter((language) => names.some((name) => name.toLowerCase().startsWith(`${language.toLowerCase()}-`)));
  const known = languages.filter((language) => session.availableSpellCheckerLanguages.includes(language));
  session.setSpellCheckerLanguages(known);
  if (known.length === 0) return false;
  const home = path.join(userData, 'Dictionaries');
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    for (const name of names) if (!existsSync(path.join(home, name))) copyFileSync(path.join(dictionariesDir, name), path.join(home, name));
  } catch {
    log.warn({}, 'the dictionaries could not be put in place');
  }
  return true;
}

/** Words a person taught may be customers' names: they go when that person's copy goes. */
export async function forgetLearntWords(session: Pick<Session, 'listWordsInSpellCheckerDictionary' | 'removeWordFromSpellCheckerDictionary'>, log: HostLog): Promise<void> {
  try {
    for (const word of await session.listWordsInSpellCheckerDictionary()) session.removeWordFromSpellCheckerDictionary(word);
  } catch {
    log.warn({}, 'the learnt words could not be forgotten');
  }
}

type Contents = Pick<BrowserWindow['webContents'], 'on' | 'replaceMisspelling' | 'session'>;

/** The menu under the pointer: Electron has none of its own. Suggestions first, then what every field has. */
export function fieldMenu(params: Pick<ContextMenuParams, 'misspelledWord' | 'dictionarySuggestions' | 'isEditable' | 'selectionText' | 'editFlags'>, language: 'de' | 'en', act: { replace(word: string): void; learn(word: string): void }): MenuItemConstructorOptions[] {
  const say = (de: string, en: string): string => (language === 'de' ? de : en);
  if (!params.isEditable) return params.selectionText === '' ? [] : [{ role: 'copy', enabled: params.editFlags.canCopy }];
  const { misspelledWord, dictionarySuggestions } = params;
  const words: MenuItemConstructorOptions[] =
    misspelledWord === ''
      ? []
      : [
          ...dictionarySuggestions.slice(0, 6).map((word): MenuItemConstructorOptions => ({ label: word, click: () => act.replace(word) })),
          ...(dictionarySuggestions.length === 0 ? [{ label: say('Keine Vorschläge', 'No suggestions'), enabled: false }] : []),
          { label: say('Ins Wörterbuch aufnehmen', 'Add to dictionary'), click: () => act.learn(misspelledWord) },
          { type: 'separator' },
        ];
  return [
    ...words,
    { role: 'cut', enabled: params.editFlags.canCut },
    { role: 'copy', enabled: params.editFlags.canCopy },
    { role: 'paste', enabled: params.editFlags.canPaste },
    { role: 'pasteAndMatchStyle', enabled: params.editFlags.canPaste },
    { role: 'selectAll', enabled: params.editFlags.canSelectAll },
  ];
}

export function giveFieldMenu(contents: Contents, Menu: ElectronParts['Menu'], language: () => 'de' | 'en'): void {
  contents.on('context-menu', (_event, params) => {
    const template = fieldMenu(params, language(), {
      replace: (word) => contents.replaceMisspelling(word),
      learn: (word) => void contents.session.addWordToSpellCheckerDictionary(word),
    });
    if (template.length > 0) Menu.buildFromTemplate(template).popup();
  });
}
