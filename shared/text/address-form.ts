import { splitClauses } from './clauses.ts';
import type { Word } from './clauses.ts';
import { isFamiliarForm, isKnownVerb, politeOfImperative } from './german-verbs.ts';
import { NOT_FAMILIAR, NOT_IMPERATIVE } from './rewrite-common.ts';
import { politeWords } from './polite-words.ts';
import { blankMarks } from './tokens.ts';
import type { Verdict } from './verdict.ts';

/** How a text addresses its reader: familiar (singular or plural), polite, or not at all. */
export type AddressForm = 'du' | 'Sie' | 'none';

const DU = /^(?:du|dich|dir|dein|deine|deinen|deinem|deiner|deines|deins|deinetwegen)$/u;
const PLURAL = /^(?:euch|euer|eure|euren|eurem|eurer|eures|eurerseits|euretwegen)$/u;
const FUSED = /^(?:haste|kannste|willste|weißte|weisste|biste|machste|siehste|kriegste|brauchste|denkste|meinste|glaubste)$/u;
/** Verbs of the second person plural that are not third person singular as well. */
const PLURAL_ONLY =
  /^(?:seid|habt|könnt|wollt|müsst|müßt|dürft|wisst|werdet|sollt|mögt|nehmt|gebt|seht|lest|esst|helft|sprecht|trefft|werft|fahrt|haltet|lasst|laßt|lauft|fallt|tragt|schlaft|würdet|hättet|wärt|wäret|könntet|solltet|wolltet|müsstet|dürftet|wart|hattet|vergesst|messt|lernt|kriegt)$/u;
const POLITE_REQUEST = /^(?:bitte|danke|sorry|hallo|guten|lieber|liebe|nein|ja)$/u;

/** The form of address, by pronouns, possessives, verbs and imperatives; a "du" that means anybody ("Du weißt, es wird …") is none. */
export function addressForm(text: string): Verdict<AddressForm> {
  const own = ownWords(text);
  const words = splitClauses(own.text);
  const polite = politeEvidence(own.text, words);
  const familiar = familiarEvidence(words);
  const summoned = /^\s*\.?@/u.test(text);
  const posted = /[#@]\p{L}/u.test(text) && !summoned;
  if (familiar.length > 0 && meansAnybody(own.text, words, familiar, summoned, posted)) familiar.length = 0;
  if (posted && !polite.some((one) => one.certain)) polite.length = 0;
  if (polite.length === 0 && familiar.length === 0) {
    const loose = looseEvidence(own.text, words, summoned);
    if (loose !== undefined) return loose;
    return { label: 'none', confidence: 0.9, evidence: [] };
  }
  if (polite.length === 0) return { label: 'du', confidence: 0.97, evidence: texts(words, familiar) };
  if (familiar.length === 0)
    return {
      label: 'Sie',
      confidence: polite.some((one) => one.certain) ? 0.97 : 0.75,
      evidence: texts(
        words,
        polite.map((one) => one.at),
      ),
    };
  const certain = polite.filter((one) => one.certain).length;
  const label = familiar.length >= Math.max(certain, 1) ? 'du' : 'Sie';
  return { label, confidence: 0.6, evidence: texts(words, label === 'du' ? familiar : polite.map((one) => one.at)) };
}

/** Every word that addresses in one form or the other, for the guard that finds a mixture. */
export function addressEvidence(text: string): { readonly familiar: readonly Word[]; readonly polite: readonly Word[] } {
  const own = ownWords(text);
  const words = splitClauses(own.text);
  return {
    familiar: pick(words, familiarEvidence(words)),
    polite: pick(
      words,
      politeEvidence(own.text, words).map((one) => one.at),
    ),
  };
}

/** Text without marks and quoted speech; what is left addresses in the writer's own voice. */
function ownWords(text: string): { readonly text: string } {
  return {
    text: blankMarks(text.replace(/^\s*RT\s*@/u, (mark) => `${' '.repeat(mark.length - 1)}@`)).replace(
      /[„“"»](?=\p{L})[^"“”«»]{3,300}["“”«]/gu,
      (quote) => `"${' '.repeat(quote.length - 2)}"`,
    ),
  };
}

function pick(words: readonly Word[], places: readonly number[]): readonly Word[] {
  return places.flatMap((at) => words[at] ?? []);
}

function texts(words: readonly Word[], places: readonly number[]): readonly string[] {
  return pick(words, places).map((word) => word.text);
}

function politeEvidence(text: string, words: readonly Word[]): { readonly at: number; readonly certain: boolean }[] {
  const found = politeWords(text, words).filter((one) => one.certain || one.kind !== 'Ihr' || words.length < 40);
  const certain = found.filter((one) => one.certain);
  if (certain.length > 0) return [...found];
  return found.filter((one) => {
    const next = words[one.at + 1]?.lower ?? '';
    const verb = one.kind === 'Sie' ? isKnownVerb(next) || next === 'sind' : true;
    // A small "sie" before, or one that opens a clause after, says that others are meant; "…, da sie immer …" may be about anybody.
    const they = one.kind === 'Sie' && words.some((w, at) => w.text === 'sie' && (at < one.at || w.opensStretch));
    return verb && !they && !/^(?:sprechen|kamen|gingen|kommen|fahren|bleiben)$/u.test(next);
  });
}

function familiarEvidence(words: readonly Word[]): number[] {
  const found: number[] = [];
  words.forEach((word, at) => {
    const { lower } = word;
    if (
      DU.test(lower) &&
      !/^(?:meine|liebe[rs]?|lieber)$/u.test(lower === 'du' ? (words[at + 1]?.lower ?? '') : '') &&
      !(word.text === 'DU' && words.length > 3 && isTown(words, at))
    )
      found.push(at);
    else if (PLURAL.test(lower)) found.push(at);
    else if (FUSED.test(lower) && (word.opensClause || words[at - 1]?.lower !== 'da')) found.push(at);
    else if (isPluralCommand(words, at)) found.push(at);
    else if (lower === 'ihr' && isPluralSubject(words, at)) found.push(at);
    else if (
      isFamiliarForm(lower) &&
      !NOT_FAMILIAR.has(lower) &&
      /^(?:bist|hast|kannst|musst|willst|weißt|solltest|könntest|möchtest|warst|hattest|würdest|darfst|magst)$/u.test(lower) &&
      word.opensClause &&
      goesOn(words, at)
    )
      found.push(at);
  });
  return found;
}

/** A car plate or a town's sign: "POL-DU: Duisburg". */
function isTown(words: readonly Word[], at: number): boolean {
  return words.filter((w) => /^\p{Lu}{2,}$/u.test(w.text)).length < words.length / 2 && (words[at]?.before ?? '').endsWith('-');
}

function goesOn(words: readonly Word[], at: number): boolean {
  return words[at + 1] !== undefined && !/^(?:nicht)$/u.test(words[at + 1]?.lower ?? '');
}

/** "ihr" with a verb of the second person plural beside it; "ihr Personal", "mit ihr" have none. */
function isPluralSubject(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined) return false;
  const near = [words[at - 1], words[at + 1]].filter((w) => w !== undefined && w.stretch === word.stretch);
  if (near.some((w) => w !== undefined && PLURAL_ONLY.test(w.lower))) return true;
  if (word.opensSentence && (words[at + 1]?.lower ?? '').endsWith('en') && /^\p{Lu}/u.test(words[at + 2]?.text ?? '')) return true;
  if (
    /^(?:selber|selbst|ja|doch|auch|da|das|es|mich|mir|uns|nur|immer|alle|dann|denn|so|eigentlich|wohl|mal)$/u.test(
      words[at + 1]?.lower ?? '',
    )
  ) {
    const verb = words[at + 2];
    if (
      verb !== undefined &&
      verb.stretch === word.stretch &&
      verb.lower.endsWith('t') &&
      isKnownVerb(`${verb.lower.replace(/e?t$/u, '')}en`)
    )
      return true;
  }
  const before = words[at - 1];
  const sameStretch = before !== undefined && before.stretch === word.stretch;
  if (sameStretch && /^(?:mit|von|bei|zu|aus|nach|seit|gegenüber|wegen|für|in|an|auf)$/u.test(before.lower)) return false;
  // "haltet ihr", "fahrt ihr", "macht ihr das": a verb in -t right before, not a participle's clause.
  if (sameStretch && before.lower.endsWith('t') && before.text !== 'RT' && isKnownVerb(`${before.lower.replace(/e?t$/u, '')}en`)) {
    const next = words[at + 1];
    return !(next !== undefined && /^\p{Lu}/u.test(next.text) && next.stretch === word.stretch && isNounOfHers(before.lower));
  }
  // Subordinate: "wie ihr das macht", "dass ihr … entführt".
  const rest = words.slice(at + 1).filter((w) => w.stretch === word.stretch);
  const last = rest.at(-1);
  const next = rest[0];
  if (
    next !== undefined &&
    /^\p{Lu}/u.test(next.text) &&
    !/^(?:Euch|Euer|Eure)$/u.test(next.text) &&
    word.text === 'ihr' &&
    !(last?.lower ?? '').endsWith('t')
  )
    return false;
  if (rest.some((w) => PLURAL_ONLY.test(w.lower))) return true;
  if (
    last !== undefined &&
    last.lower.endsWith('t') &&
    !/^(?:ist|hat|wird|nicht|jetzt|leicht|echt|mit|seit|gut|sonst|erst|ihr)$/u.test(last.lower) &&
    isKnownVerb(`${last.lower.replace(/e?t$/u, '')}en`)
  ) {
    return (
      sameStretch &&
      /^(?:wie|dass|daß|wenn|weil|ob|was|wo|da|warum|bevor|damit|als|falls|sobald|wann)$/u.test(before.lower) &&
      !(next !== undefined && /^\p{Lu}/u.test(next.text) && rest.length > 1 && word.text === 'ihr')
    );
  }
  // "Ihr Versager": called names.
  return (
    word.text === 'Ihr' &&
    words[at + 1] !== undefined &&
    /^(?:versager|luschen|nullen|idioten|lieben|deppen|penner|lappen|pfeifen|affen|helden|verwöhnten)$/u.test(words[at + 1]?.lower ?? '')
  );
}

function isNounOfHers(verb: string): boolean {
  return /^(?:gibt|hat|bringt|nimmt|zeigt|verliert|macht|sagt|hilft|kauft|sucht)$/u.test(verb);
}

/** "Wenn du … bist du", "Du weißt, es wird ein guter Tag, wenn": said of anybody, where nobody is summoned. */
function meansAnybody(text: string, words: readonly Word[], familiar: readonly number[], summoned: boolean, posted: boolean): boolean {
  if (!familiar.every((at) => /^(?:du|dich|dir|dein\p{L}*|kannste|haste|willste|biste)$/u.test(words[at]?.lower ?? ''))) return false;
  if (words[0]?.lower === 'du' && words[1]?.lower === 'weißt' && /^\s*Du weißt,?\s+(?:dass|es|du)\b/u.test(text) && /\bwenn\b/u.test(text))
    return true;
  if (summoned || /\?/u.test(text)) return false;
  if (/^\s*Wenn du\b/iu.test(text) && /(?:^|[,.]\s*|\bdann\s+)(?:bist|weißt|kannst|merkst) du\b/iu.test(text) && words.length < 32) {
    return /\b(?:Bahn|Bus|Zug|Bahnhof|Rolltreppe\p{L}*|Hauptbahnhof|Berlin|Netz|Internet|WLAN|Hotline|Warteschleife|Handy)\b/u.test(text);
  }
  // "… mit der du auch nach unten fahren kannst #bahn": a relative clause in a post to nobody.
  const relative = familiar.every((at) => /^(?:der|die|das|dem|den|denen|wo)$/u.test(words[at - 1]?.lower ?? ''));
  return relative && (posted || familiar.some((at) => words[at]?.text === 'DIR'));
}

/** "Bitte bestellt mal", "Tretet denen mal": a plural verb opens the clause and no subject follows it. */
function isPluralCommand(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || !/[^aeiou]t$|et$/u.test(word.lower)) return false;
  const asked = words[at - 1]?.lower === 'bitte' && words[at - 1]?.sentence === word.sentence;
  if (!(asked || word.opensClause) || (/^\p{Lu}/u.test(word.text) && !word.opensSentence)) return false;
  const next = words[at + 1]?.lower ?? '';
  if (NOT_COMMAND.test(word.lower)) return false;
  if (!PLURAL_ONLY.test(word.lower) && !isKnownVerb(`${word.lower.replace(/e?t$/u, '')}en`)) return false;
  if (asked) return !/^(?:werden|sein|haben|nicht)$/u.test(next) || word.lower.endsWith('tfernt');
  const second = words[at + 2]?.lower ?? '';
  return (
    (/^(?:mal|doch|bitte|endlich|lieber|uns|euch)$/u.test(next) ||
      (second === 'mal' && /^(?:denen|das|die|den|es)$/u.test(next) && word.lower.endsWith('et'))) &&
    word.opensStretch
  );
}

const NOT_COMMAND =
  /^(?:ist|hat|wird|nicht|jetzt|geht|kommt|gibt|steht|fehlt|bleibt|fährt|hält|läuft|macht|funktioniert|klappt|heißt|scheint|sonst|seit|mit|erst|echt|gut|fällt|wirkt|nervt|reicht|stimmt|dauert|passiert|wundert|freut|ärgert|erwartet|gewartet|beachtet|bekannt|könnt|wollt|habt|seid|müsst|dürft|sollt|wisst|werdet)$/u;

/** Where no pronoun addresses: plural imperatives ("bitte bestellt mal"), single imperatives, and small "sie" after a polite verb. */
function looseEvidence(text: string, words: readonly Word[], summoned: boolean): Verdict<AddressForm> | undefined {
  const single = words.findIndex((word, at) => {
    if (!word.opensStretch && !POLITE_REQUEST.test(words[at - 1]?.lower ?? '')) return false;
    if (NOT_IMPERATIVE.has(word.lower) || word.lower.endsWith('e') || (/^\p{Lu}/u.test(word.text) && !word.opensSentence)) return false;
    const next = words[at + 1];
    return (
      next !== undefined &&
      /^(?:mal|doch|bitte|mir|mich|uns|einfach)$/u.test(next.lower) &&
      politeOfImperative(word.lower) !== undefined &&
      !/^(?:steh|sitz|komm|fahr|wart|hab|geh|krieg|bin|frag|freu|sag)$/u.test(word.lower)
    );
  });
  if (single >= 0) return { label: 'du', confidence: 0.75, evidence: texts(words, [single]) };
  const small = smallPolite(text, words, summoned);
  return small === undefined ? undefined : { label: 'Sie', confidence: 0.6, evidence: texts(words, [small]) };
}

/** "Bitte reparieren sie diese", "Können sie schauen", "für sie getestet": small "sie" where nobody else is meant. */
function smallPolite(text: string, words: readonly Word[], summoned: boolean): number | undefined {
  for (const [at, word] of words.entries()) {
    if (word.lower !== 'sie' || word.opensSentence) continue;
    const last = words[at - 1];
    const next = words[at + 1];
    if (last === undefined) continue;
    const bitte = words[at - 2]?.lower === 'bitte' || next?.lower === 'bitte' || last.lower === 'sorry';
    if (bitte && (last.lower.endsWith('n') || last.lower === 'sorry')) return at;
    if (
      /^(?:können|könnten|würden|haben|wissen|sind|möchten|werden|wollen)$/u.test(last.lower) &&
      last.opensClause &&
      summoned &&
      /\?/u.test(text.slice(word.end)) &&
      !/^(?:nicht|denn|wenigstens|sich)$/u.test(next?.lower ?? '')
    )
      return at;
    if (
      last.lower === 'für' &&
      /^\p{L}+ (?:für sie)/u.test(text.slice(Math.max(0, last.start - 12), word.end)) &&
      summoned &&
      /getestet|erledigt|geprüft/u.test(text.slice(word.end))
    )
      return at;
  }
  const mine = words.findIndex(
    (w, at) =>
      w.lower === 'ihre' &&
      /^(?:kunden|kundin|mitarbeiter)$/u.test(words[at + 1]?.lower ?? '') &&
      summoned &&
      /^(?:durch|an|für)$/u.test(words[at - 1]?.lower ?? ''),
  );
  return mine >= 0 ? mine : undefined;
}
