import { blankMarks, tokenize } from './tokens.ts';
import type { Verdict } from './verdict.ts';

export type Language = 'de' | 'en' | 'other';

const GERMAN: ReadonlySet<string> = new Set(
  'der die das und ich nicht ist du es ein eine zu mit auf für den dem des von im in an bei sich auch wie so aber wenn noch nur man dass daß schon mal sie er wir ihr mein dein sein kann habe hat haben bin sind war wird werden mir mich dir dich uns euch oder als nach aus um über vor durch wieder immer kein keine was warum wann wo doch ja nein bitte danke heute gestern morgen jetzt hier da seit bis gibt geht kommt leider sehr mehr schon ab am zum zur beim vom ins guten tag hallo liebe moin grüße vielen dank frage hilfe endlich gerade eben etwa unsere meine keinen einen einem einer dieses diese dieser weil ob zwei drei stunden minuten uhr'.split(
    ' ',
  ),
);
const ENGLISH: ReadonlySet<string> = new Set(
  'the and i you is it to of a in that my for on with have be are this not your was at but what do me we can from how if just when no so get has they will would there been out up about or an as all why hello hi please thanks thank still am did does any who where which could should been our their them his her she he its im dont cant isnt ive working days hours back need help more now time'.split(
    ' ',
  ),
);
const OTHERS: readonly ReadonlySet<string>[] = [
  'le la les et je ne pas est une un des du que qui pour dans avec sur mon vous nous mais sont bonjour merci au aux ce cette être plus il elle ça'.split(
    ' ',
  ),
  'el la los las y que de no es en un una por para con mi se me lo su como pero hola gracias está muy cuando ya más esta'.split(' '),
  'il lo la gli che di non è un una per con mi si ma sono ciao grazie come della nel anche questo buongiorno sei'.split(' '),
  'de het een en van ik niet is dat op te met voor zijn je er maar ook als bij hebben mijn geen naar deze wordt bent'.split(' '),
  've bir bu da de için ile çok ne var mı ben değil gibi ama merhaba lütfen teşekkürler nasıl neden kadar olarak'.split(' '),
  'nie to się na jest w z do że jak ale mam czy dzień dobry dziękuję proszę po mi co tak'.split(' '),
].map((words) => new Set(words));

/** German, English or neither, by common words and letters. Short texts without evidence are German with little confidence. */
export function languageOf(text: string): Verdict<Language> {
  const bare = blankMarks(text);
  const letters = bare.match(/\p{L}/gu)?.length ?? 0;
  const foreign = bare.match(/[^\p{Script=Latin}\P{L}]/gu)?.length ?? 0;
  if (letters > 0 && foreign / letters > 0.5) return { label: 'other', confidence: 0.98, evidence: [] };
  const words = tokenize(bare).map((token) => token.lower);
  const german = words.filter(
    (word) =>
      GERMAN.has(word) ||
      /[äöüß]/u.test(word) ||
      (word.length > 6 && /(?:ung|keit|heit|lich|isch|ieren|chen|tion)$/u.test(word) && !ENGLISH.has(word) && !word.endsWith('tion')),
  );
  const english = words.filter((word) => ENGLISH.has(word) || (word.length > 5 && /(?:ing|tion|ed|ly)$/u.test(word) && !GERMAN.has(word)));
  const others = OTHERS.map((set) => words.filter((word) => set.has(word) && !GERMAN.has(word)));
  const other = others.reduce((best, list) => (list.length > best.length ? list : best), []);
  const top = Math.max(german.length, english.length, other.length);
  if (top === 0) {
    const strange = /[ñçåøœæąćęłńśźżşğıčďěňřšťůžãõ]/u.test(bare.toLowerCase());
    return { label: strange ? 'other' : 'de', confidence: 0.4, evidence: [] };
  }
  const sum = german.length + english.length + other.length;
  const strangeOther = other.length > english.length && other.length > german.length;
  const label: Language = strangeOther ? 'other' : german.length >= english.length ? 'de' : 'en';
  const evidence = label === 'de' ? german : label === 'en' ? english : other;
  return { label, confidence: Math.min(0.99, 0.4 + (0.6 * evidence.length) / sum), evidence: [...new Set(evidence)].slice(0, 3) };
}
