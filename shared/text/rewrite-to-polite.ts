import { isFamiliarForm, politeOf, politeOfImperative } from './german-verbs.ts';
import { splitClauses } from './clauses.ts';
import type { Word } from './clauses.ts';
import { applyEdits, capital, inCaseOf, NOT_FAMILIAR, NOT_IMPERATIVE } from './rewrite-common.ts';
import type { Edit } from './rewrite-common.ts';

const CONTRACTED = new Map(
  'haste:haben,kannste:können,willste:wollen,weißte:wissen,weisste:wissen,biste:sind,machste:machen,siehste:sehen,gehste:gehen,hättste:hätten,kriegste:kriegen,brauchste:brauchen,denkste:denken,findste:finden,meinste:meinen,glaubste:glauben,kommste:kommen,solltste:sollten'
    .split(',')
    .map((pair): [string, string] => {
      const [short = '', polite = ''] = pair.split(':');
      return [short, polite];
    }),
);
const POSSESSIVE = /^dein(e|em|en|er|es|s|etwegen|erseits|esgleichen|ige|igen|iger|iges)?$/u;
const SUBJECTS: ReadonlySet<string> = new Set(['ich', 'er', 'wir', 'man', 'wer', 'jeder', 'jemand', 'niemand']);
const AFTER_LASS: ReadonlySet<string> = new Set(['mich', 'uns', 'ihn', 'sie', 'es', 'den', 'das', 'die']);
/** What may stand between the start of a clause and an imperative. */
const LEADS: ReadonlySet<string> = new Set([
  'bitte',
  'dann',
  'also',
  'hey',
  'ok',
  'okay',
  'jetzt',
  'na',
  'ach',
  'ja',
  'nein',
  'nun',
  'so',
  'einfach',
  'und',
  'oder',
  'aber',
  'denn',
  'sondern',
  'hi',
  'hallo',
  'gerne',
  'gern',
]);
const NO_VERB_BEFORE: ReadonlySet<string> = new Set([
  'der',
  'die',
  'das',
  'dem',
  'den',
  'ein',
  'eine',
  'einen',
  'einem',
  'am',
  'im',
  'zum',
  'vom',
  'aller',
]);
/** May follow an imperative that could be a noun or a first person ("Frage mich", "Suche bitte"). */
const AFTER_IMPERATIVE: ReadonlySet<string> = new Set(
  'mich mir uns doch mal bitte einfach ihn es dich dir dein deine deinen deinem deiner ihm ihnen gerne gern nicht noch nur kurz schnell ruhig erstmal den die das auf an in nach zu mit keine kein keinen einen eine ein bei weiter hier da dort alle alles uns euch sie etwas sich immer nochmal nochmals jetzt heute viel beim ins zum zur unter über für von vor am im aus ab los zurück sicher dafür dazu daran darauf wieder selbst vorbei her hin was wie wer wo ob dass unsere unser unseren'.split(
    ' ',
  ),
);

/** The text with its familiar singular address turned into the polite one. What is not addressed stays as it is. Plural "ihr" is left. */
export function toPoliteForm(text: string): string {
  const words = splitClauses(text);
  const verbs = new Map<number, string>();
  const imperatives = new Set<number>();
  words.forEach((word, at) => {
    const polite = finiteAt(words, at);
    if (polite !== undefined) verbs.set(at, polite);
  });
  words.forEach((word, at) => {
    if (verbs.has(at) || !mayOpenImperative(words, at)) return;
    const polite = imperativeAt(text, words, at);
    if (polite === undefined) return;
    verbs.set(at, polite);
    imperatives.add(at);
  });
  addClauseEnds(words, verbs);
  const edits: Edit[] = [];
  words.forEach((word, at) => {
    const replaced = pronounAt(words, at, verbs, imperatives);
    const verb = verbs.get(at);
    const contracted = CONTRACTED.get(word.lower);
    if (replaced !== undefined) edits.push({ start: word.start, end: word.end, text: replaced });
    else if (verb !== undefined) {
      const own = inCaseOf(word.text, verb);
      const needsSubject = imperatives.has(at) && words[at + 1]?.lower !== 'du';
      edits.push({ start: word.start, end: word.end, text: needsSubject ? `${own} Sie` : own });
    } else if (contracted !== undefined) {
      const doubled = words[at + 1]?.lower === 'du';
      edits.push({ start: word.start, end: word.end, text: inCaseOf(word.text, contracted) + (doubled ? '' : ' Sie') });
    }
  });
  return applyEdits(text, edits);
}

function isPlainWord(word: Word): boolean {
  return !/^\p{Lu}/u.test(word.text) || word.opensSentence || word.opensStretch || /^\p{Lu}+$/u.test(word.text);
}

function finiteAt(words: readonly Word[], at: number): string | undefined {
  const word = words[at];
  if (word === undefined || NOT_FAMILIAR.has(word.lower)) {
    const besideDu =
      word !== undefined &&
      isDuBeside(words, at) &&
      /^(?:passt|hasst|fasst|lässt|vermisst|begrüßt|verletzt|ersetzt|benutzt|versetzt|übersetzt|besetzt|verreist|erlöst)$/u.test(
        word.lower,
      );
    return besideDu && word !== undefined ? politeOf(word.lower) : undefined;
  }
  if (isDuBeside(words, at) && isPlainWord(word)) {
    if (/(?:st|ßt|[zx]t)$/u.test(word.lower)) return politeOf(word.lower);
  }
  if (!isPlainWord(word) || NO_VERB_BEFORE.has(words[at - 1]?.lower ?? '')) return undefined;
  return isFamiliarForm(word.lower) ? politeOf(word.lower) : undefined;
}

function isDuBeside(words: readonly Word[], at: number): boolean {
  const word = words[at];
  const next = words[at + 1];
  const last = words[at - 1];
  if (word === undefined) return false;
  return (next?.lower === 'du' && next.stretch === word.stretch) || (last?.lower === 'du' && last.stretch === word.stretch);
}

/** "wenn du den Termin vergisst": the form alone could be third person, so only the end of a clause with "du" and no other verb counts. */
function addClauseEnds(words: readonly Word[], verbs: Map<number, string>): void {
  words.forEach((word, at) => {
    if (word.lower !== 'du') return;
    let last = at;
    while (words[last + 1]?.stretch === word.stretch && !SUBJECTS.has(words[last + 1]?.lower ?? '')) last += 1;
    for (let i = at - 1; i <= last; i += 1) if (verbs.has(i) && words[i]?.stretch === word.stretch) return;
    for (let i = last; i > at; i -= 1) {
      const candidate = words[i];
      if (candidate === undefined || !isPlainWord(candidate) || !/(?:st|ßt|[zx]t)$/u.test(candidate.lower)) continue;
      if (/^(?:ist|sonst|erst|fast|selbst|meist|jetzt|zuerst|zuletzt)$/u.test(candidate.lower)) continue;
      const polite = politeOf(candidate.lower);
      if (polite === undefined) continue;
      verbs.set(i, polite);
      return;
    }
  });
}

function mayOpenImperative(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined) return false;
  if (word.opensClause) return true;
  for (let i = at - 1; i >= 0 && i >= at - 3; i -= 1) {
    const lead = words[i];
    if (lead === undefined || !LEADS.has(lead.lower)) return false;
    if (lead.opensClause) return true;
  }
  return false;
}

function imperativeAt(text: string, words: readonly Word[], at: number): string | undefined {
  const word = words[at];
  if (word === undefined) return undefined;
  const next = words[at + 1];
  const near = next !== undefined && next.stretch === word.stretch ? next.lower : '';
  if (/^hab(?:e)?$/u.test(word.lower))
    return /^(?:viel|einen|keine|spaß|geduld|mut|vertrauen|eine|noch)$/u.test(near) && word.lower === 'hab' ? 'haben' : undefined;
  if (
    /^(?:pass|denk|denke|find|finde|glaub|glaube|hoff|hoffe|achte|mein|plan|teil|stimm|stopp|poste|test|teste|lob|spiel|fühl|fühle)$/u.test(
      word.lower,
    )
  ) {
    if (
      !/^(?:dran|selbst|gut|daran|mal|an|bitte|doch|es|auf|darauf|mir|dich|heraus|raus|uns|den|die|das|deine|deinen|dein|nicht|einfach|ein|eine|einen)$/u.test(
        near,
      )
    )
      return undefined;
  } else if (NOT_IMPERATIVE.has(word.lower)) return undefined;
  if (/^(?:ich|er|wir|man|du|ihr)$/u.test(near) || (near === 'sie' && !word.lower.startsWith('lass')) || words[at - 1]?.lower === 'ich')
    return undefined;
  const second = words[at + 2];
  if (second?.lower === 'ich' && second.clause === word.clause) return undefined;
  if (/^\p{Lu}/u.test(word.text) && !word.opensSentence && !(word.opensStretch && !/,/u.test(word.before))) return undefined;
  const polite = politeOfImperative(word.lower);
  if (polite === undefined) return undefined;
  const mark = /^\s*(\S)/u.exec(text.slice(word.end))?.[1] ?? '';
  // "prüfe, ob …" commands; "suche, finde" need not.
  const asksFor = mark === ',' && /^(?:ob|wie|was|dass|wo|welche|welcher|den|die|das|um|wann|wer)$/u.test(next?.lower ?? '');
  const ended = near === '' && /[,.!…]/u.test(mark) && !asksFor;
  if (word.lower.endsWith('e') || /^\p{Lu}/u.test(word.text) || !word.opensStretch) {
    if (
      !asksFor &&
      !AFTER_IMPERATIVE.has(near) &&
      !/^(?:komm|hör|wart|warte|schau|guck|sag|geh|sei|lass|triff|nimm|gib|ruf|schreib|bleib|sieh|lies|hilf|vergiss|iss|mach|tu|trink|kauf|füge|gib|beachte|verwende|nutze|genieß|genieße|erzähl|erzähle|klick|klicke|öffne|starte|schick|schicke|sende|besuch|besuche|prüf|prüfe|wähle|wähl|bring|hol|zeig)$/u.test(
        word.lower,
      )
    )
      return undefined;
    if (ended && !/^(?:komm|hör|wart|warte|schau|guck|sieh|geh|sag|lies|iss|vergiss)$/u.test(word.lower)) return undefined;
  }
  return polite;
}

function pronounAt(
  words: readonly Word[],
  at: number,
  verbs: ReadonlyMap<number, string>,
  imperatives: ReadonlySet<number>,
): string | undefined {
  const word = words[at];
  if (word === undefined) return undefined;
  if (word.lower === 'du') return 'Sie';
  const possessive = POSSESSIVE.exec(word.lower);
  if (possessive !== null) return `Ihr${possessive[1] === 's' ? 'es' : (possessive[1] ?? '')}`;
  if (word.lower !== 'dich' && word.lower !== 'dir') return undefined;
  if (isReflexive(words, at, verbs, imperatives)) return word.opensSentence ? capital('sich') : 'sich';
  return word.lower === 'dich' ? 'Sie' : 'Ihnen';
}

/** Reflexive when the subject of the same clause is "du" or the verb an imperative to it. */
function isReflexive(words: readonly Word[], at: number, verbs: ReadonlyMap<number, string>, imperatives: ReadonlySet<number>): boolean {
  const word = words[at];
  if (word === undefined) return false;
  if (words[at - 1]?.lower === 'als' || words[at - 1]?.lower === 'wie') return false;
  let du = false;
  for (let i = at - 1; i >= 0 && words[i]?.stretch === word.stretch; i -= 1) {
    const lower = words[i]?.lower ?? '';
    if (imperatives.has(i)) return !(words[i]?.lower.startsWith('lass') === true && AFTER_LASS.has(words[i + 1]?.lower ?? ''));
    if (lower === 'du') {
      du = true;
      break;
    }
    if (SUBJECTS.has(lower)) return false;
  }
  if (!du) {
    for (let i = at + 1; i < words.length && words[i]?.stretch === word.stretch; i += 1) {
      const lower = words[i]?.lower ?? '';
      if (SUBJECTS.has(lower) || lower === 'und') break;
      // "dich du": only an object before its subject, which is rare, or a clause of its own.
      if (lower === 'du' && verbs.has(i - 1)) du = true;
    }
  }
  if (du) return true;
  return isInfinitiveOf(words, at);
}

/** "…, um dich anzumelden", "… dich zu setzen": an infinitive clause has no subject of its own; it is the one addressed. */
function isInfinitiveOf(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined) return false;
  if (words.some((w) => w.stretch === word.stretch && SUBJECTS.has(w.lower))) return false;
  const inClause = words.filter((w) => w.stretch === word.stretch && w.start > word.start);
  const infinitive = inClause.some(
    (w, i) =>
      (w.lower === 'zu' && (inClause[i + 1]?.lower ?? '').endsWith('n')) ||
      /^(?:an|auf|ab|ein|aus|vor|um|zurück|mit|hin|her|weiter|nach|zusammen|vorzu|los)zu\p{L}+n$/u.test(w.lower),
  );
  if (!infinitive) return false;
  if (words.find((w) => w.stretch === word.stretch)?.lower === 'um') return true;
  const before = words.filter((w) => w.sentence === word.sentence && w.stretch === word.stretch - 1);
  return before.some((w) => w.lower === 'du' || w.lower === 'dir' || w.lower === 'dich');
}
