import { isKnownVerb } from './german-verbs.ts';
import type { Word } from './clauses.ts';

/** A word that addresses politely: "Sie", "Ihnen" or a form of "Ihr". */
export interface PoliteWord {
  readonly at: number;
  readonly kind: 'Sie' | 'Ihnen' | 'Ihr';
  /** False where the capital letter says nothing, at the start of a sentence. */
  readonly certain: boolean;
}

const PREPOSITIONS: ReadonlySet<string> = new Set([
  'für',
  'an',
  'auf',
  'ohne',
  'gegen',
  'um',
  'über',
  'durch',
  'hinter',
  'neben',
  'vor',
  'zwischen',
  'unter',
  'in',
  'betreffend',
]);
const FORM = /^(?:(Sie)|(Ihnen)|(Ihr(?:e|em|en|er|es|etwegen|erseits|esgleichen|ige[nrs]?)?))$/u;

/** Words in polite form. At the start of a sentence "Sie" may be "they": it counts unless nothing else in the text is polite and it reads so. */
export function politeWords(text: string, words: readonly Word[]): readonly PoliteWord[] {
  const shouted = text.length > 20 && text === text.toUpperCase();
  if (shouted) return [];
  const found: PoliteWord[] = [];
  words.forEach((word, at) => {
    const match = FORM.exec(word.text);
    if (match === null) return;
    const kind = match[1] !== undefined ? 'Sie' : match[2] !== undefined ? 'Ihnen' : 'Ihr';
    found.push({ at, kind, certain: !word.opensSentence });
  });
  return found.filter((one) => one.certain || isLikelyAddressed(words, one, found));
}

function isLikelyAddressed(words: readonly Word[], one: PoliteWord, all: readonly PoliteWord[]): boolean {
  const word = words[one.at];
  if (word === undefined) return false;
  if (one.kind === 'Sie') {
    const next = words[one.at + 1]?.lower ?? '';
    // "Sie ist", "Sie hat", "Sie in den Park mitnehmen": third person or an object.
    if (!/n$|^sind$/u.test(next) && !/^(?:alle|selbst|auch|als|beide|und)$/u.test(next)) return false;
    if (/^(?:in|an|von|den|dann|wenn)$/u.test(next)) return false;
    const lowerThey = words.some((w) => w.text === 'sie' && w.sentence >= word.sentence);
    if (lowerThey && THEY_LIKELY.test(next) && !all.some((other) => other.certain)) return false;
    if (
      lowerThey &&
      !words.some((w, i) => w.sentence === word.sentence && i !== one.at && /^(?:Ihr|Ihre|Ihren|Ihrem|Ihrer|Ihnen|Sie)$/u.test(w.text)) &&
      THEY_LIKELY.test(next)
    )
      return false;
    return true;
  }
  if (one.kind === 'Ihr') {
    const next = words[one.at + 1];
    // "Ihr könnt": plural familiar.
    if (word.text === 'Ihr' && next !== undefined && next.lower.endsWith('t') && !/^\p{Lu}/u.test(next.text)) return false;
  }
  return true;
}

const THEY_LIKELY = /^(?:sprechen|reden|kamen|gingen|gehen|kommen|machen|haben|waren|sind)$/u;

/** Subject or object: what stands before "Sie" decides, then whether another subject is there. */
export function roleOf(words: readonly Word[], at: number): 'subject' | 'object' {
  const word = words[at];
  const last = words[at - 1];
  if (word === undefined || last === undefined || last.stretch !== word.stretch) return 'subject';
  const before = last.lower;
  if (PREPOSITIONS.has(before)) return 'object';
  if (/^(?:ich|er|wir|man|es|wer|jemand|niemand|du)$/u.test(before)) return 'object';
  const next = words[at + 1];
  const nextIsPlural =
    next !== undefined && next.stretch === word.stretch && /(?:en|ern|eln|sind)$/u.test(next.lower) && isKnownVerb(next.lower);
  const first = words.findIndex((w) => w.stretch === word.stretch);
  const others = words
    .slice(first, at)
    .some((w) => w.clause === word.clause && /^(?:ich|er|wir|man|es|wer|jemand|niemand)$/u.test(w.lower));
  if (
    /^(?:und|oder|aber|als|wie|dass|daß|wenn|ob|weil|die|das|was|wo|da|bevor|nachdem|sobald|damit|den|dem|der|falls|vorausgesetzt|außer)$/u.test(
      before,
    )
  ) {
    if (/^(?:was|wer|das|die|der)$/u.test(before) && endsSingular(words, at)) return 'object';
    return before === 'das' && !nextIsPlural && others ? 'object' : 'subject';
  }
  const pluralVerb = (before.endsWith('n') || before === 'sind') && !/^\p{Lu}/u.test(last.text.slice(0, last.opensClause ? 0 : 1));
  if (pluralVerb && isKnownVerb(before)) {
    // "wir rufen Sie an": a plural subject right before the verb.
    const subject = words[at - 2];
    if (
      subject !== undefined &&
      subject.stretch === word.stretch &&
      (/^(?:wir|die|sie|alle|viele)$/u.test(subject.lower) || isPluralNoun(words, at - 2))
    )
      return 'object';
    if (sharesSubject(words, at)) return 'object';
    return 'subject';
  }
  // "frage Sie", "hat Sie", "kann Sie": a singular verb, so someone else is the subject.
  if (
    !/^\p{Lu}/u.test(last.text) &&
    /(?:t|e|kann|will|darf|muss|soll|mag|hat|ist|wird|benannt)$/u.test(before) &&
    !/^(?:heute|bitte|gerne|sicherlich|vielleicht|erst|jetzt|nicht|selbst|oft|echt|leicht|alle|solange|seit|sonst|gute|heißt|zuletzt|zuerst|fast|beste|letzte|erste)$/u.test(
      before,
    )
  ) {
    return 'object';
  }
  return others ? 'object' : 'subject';
}

/** "alles, was Sie erschreckt": a relative clause that ends in a singular verb and holds no plural one. */
function endsSingular(words: readonly Word[], at: number): boolean {
  const rest = words.slice(at + 1).filter((w) => w.stretch === words[at]?.stretch);
  const last = rest.at(-1);
  if (last === undefined || rest.some((w) => w.lower === 'sind' || (w.lower.endsWith('n') && isKnownVerb(w.lower)))) return false;
  return /(?:t|wird|kann|will|muss|soll|darf)$/u.test(last.lower) && !/^\p{Lu}/u.test(last.text);
}

/** "Wir haben geschrieben und rufen Sie an": after "und" the subject of the clause before goes on. */
function sharesSubject(words: readonly Word[], at: number): boolean {
  const word = words[at];
  const join = words[at - 2];
  if (word === undefined || join === undefined || !/^(?:und|oder|aber)$/u.test(join.lower) || join.sentence !== word.sentence) return false;
  if (/^(?:sich|bitte|uns|mir|mich|dann)$/u.test(words[at + 1]?.lower ?? '')) return false;
  const before = words.slice(0, at - 2).filter((w) => w.sentence === word.sentence);
  if (before.some((w) => w.text === 'Sie')) return false;
  return (
    before.some((w) => w.lower === 'wir') ||
    before.some((w, i) => /^(?:die|unsere)$/u.test(w.lower) && /^\p{Lu}\p{L}+(?:en|er|n)$/u.test(before[i + 1]?.text ?? ''))
  );
}

function isPluralNoun(words: readonly Word[], at: number): boolean {
  const noun = words[at];
  const article = words[at - 1];
  return (
    noun !== undefined &&
    /^\p{Lu}/u.test(noun.text) &&
    !noun.opensSentence &&
    article !== undefined &&
    /^(?:die|unsere|meine|seine|diese|viele|alle|ihre)$/u.test(article.lower) &&
    article.stretch === noun.stretch
  );
}

const DATIVE_VERBS =
  /^(?:.*vorstell\p{L}*|.*anseh\p{L}*|.*anzusehen|.*anschau\p{L}*|wünsch\p{L}*|merk\p{L}*|leist\p{L}*|überleg\p{L}*|.*vornehm\p{L}*|sicher|bewusst|kauf\p{L}*|hol\p{L}*|such\p{L}*|aussuch\p{L}*|ausgesucht|notier\p{L}*|aufschreib\p{L}*|anhör\p{L}*|anzuhören|durchles\p{L}*|durchzulesen|einbild\p{L}*|besorg\p{L}*|gönn\p{L}*|erlaub\p{L}*|ausdenk\p{L}*|auszudenken|vorgestellt|angesehen|angeschaut|gewünscht|gemerkt|überlegt|geleistet|gekauft|besorgt|gegönnt|angehört|zu|klar|eine|einen|ein|das|diesen|diese|dieses|keine|keinen|kein)$/u;

/** "sich" in the dative ("sich Zeit nehmen", "sich etwas wünschen"): the verb or an object of its own says so. */
export function isDativeReflexive(words: readonly Word[], at: number): boolean {
  const word = words[at];
  const last = words[at - 1]?.lower ?? '';
  if (word === undefined) return false;
  if (/^(?:mit|bei|von|zu|aus|nach|seit|gegenüber)$/u.test(last)) return true;
  if (/^(?:für|auf|an|über|um|ohne|gegen|in|unter|vor)$/u.test(last)) return last === 'vor';
  const next = words[at + 1];
  if (
    next !== undefined &&
    next.stretch === word.stretch &&
    /^(?:den|das|die|eine|einen|ein|keine|keinen|kein|diese|diesen|dieses|etwas|alles|nichts|ihre|ihren|ihr|sorgen|zeit|gedanken|mühe|sicher|mehr|viele|vieles)$/u.test(
      next.lower,
    )
  )
    return true;
  return words.some(
    (w) =>
      w.stretch === word.stretch &&
      w !== word &&
      DATIVE_VERBS.test(w.lower) &&
      !/^(?:zu|eine|einen|ein|das|diesen|diese|dieses|keine|keinen|kein)$/u.test(w.lower),
  );
}
