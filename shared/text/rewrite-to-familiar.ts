import { familiarOf, imperativeOf, isKnownVerb } from './german-verbs.ts';
import { sentenceEnd, splitClauses } from './clauses.ts';
import type { Word } from './clauses.ts';
import { applyEdits, inCaseOf } from './rewrite-common.ts';
import type { Edit } from './rewrite-common.ts';
import { isDativeReflexive, politeWords, roleOf } from './polite-words.ts';
import type { PoliteWord } from './polite-words.ts';

const MODALS =
  /^(?:können|konnten|könnten|müssen|mussten|müssten|dürfen|durften|dürften|wollen|wollten|sollen|sollten|mögen|möchten|mochten|werden|wurden|würden|lassen|ließen|brauchen|bräuchten)$/u;
const AUXILIARIES = /^(?:haben|hatten|hätten|sind|waren|wären|seien)$/u;
const POSSESSIVE = /^Ihr(e|em|en|er|es|etwegen|erseits|esgleichen|ige|igen|iger|iges)?$/u;
/** Words in -n that stand where a verb could and are none. */
const NO_VERB: ReadonlySet<string> = new Set(
  'wenn denn dann wann schon in an von ein kein den nun mein dein sein unseren ihren ihnen gestern morgen sondern einen keinen meinen seinen diesen jeden allen vielen wegen gegen neben zwischen oben unten vorn hinten innen außen eben soeben zusammen zwar gern selten mitten andern anderen beiden ersten letzten nächsten neuen alten guten ganzen kleinen großen schönen besten meisten wenigen einigen ihn hin dahin wohin bin davon daran darin worin woran wovon hinein herein heran voran irgendwann irgendwen wen zehn sieben neun millionen daneben dagegen hingegen inzwischen unterdessen deswegen weswegen ebensowenig bisschen eigenen folgenden weiteren ansonsten dadurchdenn drinnen draußen drüben zugunsten mindestens freitagen'.split(
    ' ',
  ),
);
const SUBORDINATORS =
  /^(?:dass|daß|wenn|weil|ob|falls|sobald|solange|bevor|nachdem|während|damit|sodass|obwohl|als|da|bis|wie|was|wer|wo|warum|wieso|weshalb|wohin|woher|wann|womit|wofür|wodurch|worauf|woran|worüber|wovon|wozu|welche|welchen|welches|welcher|welchem|der|die|das|den|dem|deren|dessen|denen|seit|seitdem|ehe|indem|wobei|weswegen|wonach|worin|außer)$/u;

/** The text with its polite address turned into the familiar singular. "Sie" at the start of a sentence counts unless "they" is likelier. */
export function toFamiliarForm(text: string): string {
  const words = splitClauses(text);
  const polite = politeWords(text, words);
  const edits = new Map<number, Edit>();
  const replace = (at: number, by: string): void => {
    const word = words[at];
    if (word !== undefined && !edits.has(at)) edits.set(at, { start: word.start, end: word.end, text: by });
  };
  const drop = (at: number): void => {
    const word = words[at];
    if (word === undefined) return;
    const space = /\s+$/u.exec(word.before)?.[0].length ?? 0;
    edits.set(at, { start: word.start - space, end: word.end, text: '' });
  };
  const subjects: PoliteWord[] = [];
  const commands = new Set<number>();
  for (const one of polite) {
    const word = words[one.at];
    if (word === undefined) continue;
    if (one.kind === 'Ihnen') replace(one.at, inCaseOf(word.opensSentence ? word.text : 'a', 'dir'));
    else if (one.kind === 'Ihr') {
      const ending = POSSESSIVE.exec(word.text)?.[1] ?? '';
      replace(one.at, inCaseOf(word.opensSentence ? word.text : 'a', `dein${ending}`));
    } else if (roleOf(words, one.at) === 'object') replace(one.at, 'dich');
    else {
      subjects.push(one);
      const verb = verbBefore(words, one.at);
      if (verb !== undefined && isCommand(text, words, verb, one.at)) {
        const form = words[verb]?.lower ?? '';
        replace(verb, inCaseOf(words[verb]?.text ?? '', imperativeOf(form === 'sind' ? 'seien' : form)));
        drop(one.at);
        commands.add(one.at);
      } else {
        replace(one.at, word.opensSentence ? 'Du' : 'du');
        for (const at of verb === undefined ? verbsAfter(words, one.at) : [verb, ...joinedVerbs(words, one.at, verb)]) {
          const found = words[at];
          if (found !== undefined) replace(at, inCaseOf(found.text, familiarOf(found.lower)));
        }
      }
    }
  }
  for (const at of reflexives(words, subjects)) {
    const word = words[at];
    if (word !== undefined) replace(at, isDativeReflexive(words, at) ? 'dir' : 'dich');
  }
  return applyEdits(text, [...edits.values()]);
}

function isVerbLike(word: Word | undefined): boolean {
  if (word === undefined || NO_VERB.has(word.lower)) return false;
  if (!word.lower.endsWith('n') && word.lower !== 'sind') return false;
  if (/^\p{Lu}/u.test(word.text) && !word.opensSentence && !word.opensStretch) return false;
  return true;
}

/** The verb right before "Sie", as in questions, commands and after an adverb. */
function verbBefore(words: readonly Word[], at: number): number | undefined {
  const word = words[at];
  const last = words[at - 1];
  if (word === undefined || last === undefined || last.stretch !== word.stretch) return undefined;
  if (!isVerbLike(last)) return undefined;
  if (!isKnownVerb(last.lower) && !AUXILIARIES.test(last.lower) && !MODALS.test(last.lower) && !last.opensClause) {
    // An unknown word in -en before "Sie": a noun phrase's end ("den anderen Sie") is rarer than a verb, but a subordinate clause is not.
    if (SUBORDINATORS.test(words.find((w) => w.stretch === word.stretch)?.lower ?? '')) return undefined;
  }
  return at - 1;
}

/** The verb after "Sie": right behind it in a main clause, at the end in a subordinate one; with "und", the second verb too. */
function verbsAfter(words: readonly Word[], at: number): readonly number[] {
  const word = words[at];
  if (word === undefined) return [];
  const next = words[at + 1];
  const opener = words.find((w) => w.stretch === word.stretch);
  const subordinate = !word.opensClause && opener !== undefined && opener !== word && hasSubordinator(words, at);
  if (!subordinate && next !== undefined && next.stretch === word.stretch && isVerbLike(next))
    return [at + 1, ...joinedVerbs(words, at, at + 1)];
  const found: number[] = [];
  let end = at;
  while (words[end + 1]?.stretch === word.stretch) end += 1;
  const segments: [number, number][] = [];
  let from = at + 1;
  for (let i = at + 1; i <= end; i += 1) {
    if (/^(?:und|oder|aber|sondern)$/u.test(words[i]?.lower ?? '')) {
      segments.push([from, i - 1]);
      from = i + 1;
    }
  }
  segments.push([from, end]);
  for (const [begin, finish] of segments) {
    if (begin > at + 1 && hasOwnSubject(words, begin, finish)) break;
    const verb = finalVerb(words, begin, finish);
    if (verb === undefined) continue;
    found.push(verb);
    // "wenn Sie essen und trinken wollen": the last verb governs both.
  }
  if (found.length > 1) {
    const last = words[found.at(-1) ?? 0];
    const participle = (words[(found.at(-1) ?? 0) - 1]?.lower ?? '').endsWith('t');
    if (
      last !== undefined &&
      !participle &&
      (MODALS.test(last.lower) || AUXILIARIES.test(last.lower)) &&
      !found.slice(0, -1).some((i) => MODALS.test(words[i]?.lower ?? '') || AUXILIARIES.test(words[i]?.lower ?? ''))
    ) {
      return found.slice(-1);
    }
  }
  if (found.length > 0) return found;
  // The verb may come after an inserted clause: "die Sie, wie gesagt, haben".
  return acrossInsertion(words, at, end);
}

function acrossInsertion(words: readonly Word[], at: number, end: number): readonly number[] {
  for (let i = end + 1; i < words.length && i < end + 14 && words[i]?.sentence === words[at]?.sentence; i += 1) {
    const word = words[i];
    if (word !== undefined && (AUXILIARIES.test(word.lower) || MODALS.test(word.lower)) && words[i + 1]?.stretch !== word.stretch)
      return [i];
    if (word?.lower === 'sie' && i !== at) return [];
  }
  return [];
}

function hasSubordinator(words: readonly Word[], at: number): boolean {
  const word = words[at];
  for (let i = at - 1; i >= 0 && words[i]?.stretch === word?.stretch; i -= 1) {
    if (/^(?:und|oder|aber|denn|sondern)$/u.test(words[i]?.lower ?? '')) return false;
    if (SUBORDINATORS.test(words[i]?.lower ?? '')) return true;
  }
  return false;
}

function hasOwnSubject(words: readonly Word[], from: number, to: number): boolean {
  for (let i = from; i <= to; i += 1)
    if (/^(?:ich|er|wir|man|es|ihr|du|sie|wer|was|wie|ob|dass|wenn|weil|das|dies)$/u.test(words[i]?.lower ?? '')) return true;
  return false;
}

function finalVerb(words: readonly Word[], from: number, to: number): number | undefined {
  for (let i = to; i >= from; i -= 1) {
    const word = words[i];
    if (word !== undefined && (AUXILIARIES.test(word.lower) || MODALS.test(word.lower)) && words[i - 1]?.lower !== 'zu') {
      // "haben werden", "hätten machen können": the finite verb is then not last; rare enough to take the last.
      return i;
    }
  }
  for (let i = to; i >= from; i -= 1) {
    const word = words[i];
    if (word === undefined || !isVerbLike(word) || words[i - 1]?.lower === 'zu' || /\p{L}zu\p{L}+en$/u.test(word.lower)) continue;
    if (isKnownVerb(word.lower)) return i;
  }
  const last = words[to];
  if (last === undefined || to < from) return undefined;
  return isVerbLike(last) || last.text === 'meinen' ? to : undefined;
}

/** "Sie öffnen die App und wählen …": the verb after "und" shares the subject, unless the first verb is a modal or an auxiliary. */
function joinedVerbs(words: readonly Word[], subject: number, verb: number): readonly number[] {
  const first = words[verb];
  if (first === undefined || MODALS.test(first.lower)) return [];
  const found: number[] = [];
  for (let i = Math.max(subject, verb) + 1; i < words.length && words[i]?.sentence === first.sentence; i += 1) {
    if (!/^(?:und|oder|aber)$/u.test(words[i]?.lower ?? '')) continue;
    const next = words[i + 1];
    const then = words[i + 2];
    if (next === undefined || then?.lower === 'sie' || !isVerbLike(next) || next.stretch !== words[i]?.stretch) continue;
    if (words.slice(Math.max(subject, verb) + 1, i).some((w) => /^(?:ich|wir|man|er|es|sie|die|leute|zu)$/u.test(w.lower))) continue;
    const ends = then === undefined || then.stretch !== next.stretch;
    if (!ends && isKnownVerb(next.lower) && (AUXILIARIES.test(next.lower) || MODALS.test(next.lower) || !AUXILIARIES.test(first.lower)))
      found.push(i + 1);
  }
  return found;
}

const NO_COMMAND =
  /^(?:wissen|können|konnten|könnten|müssen|mussten|müssten|dürfen|durften|dürften|wollen|wollten|sollen|sollten|mögen|möchten|mochten|werden|wurden|würden|sind|waren|wären|hatten|hätten|finden|glauben|meinen|kennen|brauchen|kriegen|bekommen|heißen|leben|wohnen|haben)$/u;
const COMMAND_LEADS: ReadonlySet<string> = new Set([
  'bitte',
  'und',
  'oder',
  'aber',
  'also',
  'ja',
  'nein',
  'hey',
  'ok',
  'okay',
  'sondern',
  'denn',
  'ach',
  'nun',
  'na',
]);

/** "Geben Sie …" is a command where it opens a clause, unless the sentence asks or the verb cannot command. */
function isCommand(text: string, words: readonly Word[], verb: number, subject: number): boolean {
  const word = words[verb];
  if (word === undefined || words[subject] === undefined) return false;
  let opens = word.opensClause;
  for (let i = verb - 1; !opens && i >= verb - 2; i -= 1) {
    const lead = words[i];
    if (lead === undefined || !COMMAND_LEADS.has(lead.lower)) break;
    opens = lead.opensClause;
  }
  if (!opens) return false;
  if (word.lower === 'seien') return true;
  const after = words[subject + 1];
  const near = after !== undefined && after.stretch === word.stretch ? after.lower : '';
  if (word.lower === 'haben')
    return (
      /^(?:viel|keine|spaß|geduld|einen|eine|mut|vertrauen|bitte|noch)$/u.test(near) &&
      sentenceEnd(text, word) !== '?' &&
      !followsCondition(words, verb)
    );
  if (word.lower === 'werden')
    return (
      word.opensClause &&
      !word.opensSentence &&
      words.some((w) => w.sentence === word.sentence && w.stretch <= word.stretch && w.start < word.start && commandsBefore(words, w))
    );
  if (NO_COMMAND.test(word.lower) && !(word.lower === 'finden' && near === 'es')) return false;
  if (sentenceEnd(text, word) === '?' && !/^(?:bitte|mal|mir|mich|uns|einfach|doch)$/u.test(near)) return false;
  if (/^(?:denken|sehen)$/u.test(word.lower) && !/^(?:daran|dran|bitte|mal|an|sich|uns|selbst)$/u.test(near)) return false;
  if (word.opensStretch && !word.opensSentence && followsCondition(words, verb)) {
    return (
      /^(?:bitte|uns|mir|mich|einfach|doch|mal|sich|nicht|ihn|es)$/u.test(near) ||
      /^(?:lassen|rufen|schreiben|melden|klicken|wenden|kontaktieren|geben|prüfen|schauen|versuchen|nutzen|wählen)$/u.test(word.lower)
    );
  }
  return true;
}

/** "…, spielen Sie und werden Sie": a command joined to a command. */
function commandsBefore(words: readonly Word[], verb: Word): boolean {
  const at = words.indexOf(verb);
  return verb.opensStretch && words[at + 1]?.text === 'Sie' && isVerbLike(verb) && !NO_COMMAND.test(verb.lower);
}

/** True when the stretch before is a conditional or other subordinate clause, after which a verb comes first without commanding. */
function followsCondition(words: readonly Word[], verb: number): boolean {
  const word = words[verb];
  if (word === undefined) return false;
  const before = words.filter((w) => w.sentence === word.sentence && w.stretch === word.stretch - 1);
  return before.some((w) => /^(?:wenn|falls|sobald|solange|als|nachdem|bevor|während|weil|da|wo|was|wer|wie)$/u.test(w.lower));
}

/** Places of "sich" that belong to one of these subjects. */
function reflexives(words: readonly Word[], subjects: readonly PoliteWord[]): readonly number[] {
  const found: number[] = [];
  words.forEach((word, at) => {
    if (word.lower !== 'sich') return;
    const inStretch = subjects.filter((s) => words[s.at]?.stretch === word.stretch);
    const ownSubject = words.some(
      (w) =>
        w.stretch === word.stretch &&
        /^(?:er|es|man|wer|jemand|niemand|jeder|das|dies|sie|ich|wir)$/u.test(w.lower) &&
        !subjects.some((s) => words[s.at] === w) &&
        w.text !== 'Sie' &&
        Math.abs(words.indexOf(w) - at) <= 3,
    );
    if (inStretch.length > 0 && (!ownSubject || inStretch.some((s) => Math.abs(s.at - at) <= 2))) {
      found.push(at);
      return;
    }
    if (ownSubject) return;
    const infinitive = words.some(
      (w, i) => w.stretch === word.stretch && i > at && (w.lower === 'zu' || /\p{L}zu\p{L}+en$/u.test(w.lower)),
    );
    const before = subjects.some((s) => words[s.at]?.sentence === word.sentence && (words[s.at]?.stretch ?? 0) >= word.stretch - 1);
    if (infinitive && before) found.push(at);
    else if (
      infinitive &&
      words.find((w) => w.stretch === word.stretch)?.lower === 'um' &&
      subjects.some((s) => words[s.at]?.sentence === word.sentence)
    )
      found.push(at);
  });
  return found;
}
