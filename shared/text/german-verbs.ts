import { PREFIXES, S_STEMS, STRONG_PRESENT, VERB_STEMS, WEAK_LOOKALIKES } from './german-verb-lists.ts';

// Forms of a German verb as the two forms of address need them: second person singular ("gibst"), the polite form, which is that of the
// infinitive ("geben"), and the imperative ("gib"). Irregular forms come from lists, the rest from rules.

const toPolite = new Map<string, string>();
const toFamiliar = new Map<string, string>();
const strongBase = new Map<string, string>();
for (const [familiar, polite] of STRONG_PRESENT) {
  toPolite.set(familiar, polite);
  if (!toFamiliar.has(polite)) toFamiliar.set(polite, familiar);
  strongBase.set(polite, familiar);
}
const prefixesByLength = PREFIXES.toSorted((a, b) => b.length - a.length);
const stems: ReadonlySet<string> = new Set(VERB_STEMS);
const sStems: ReadonlySet<string> = new Set(S_STEMS);
const weak: ReadonlySet<string> = new Set(WEAK_LOOKALIKES);

/** The word cut at a verbal prefix ("an|kommst"); the longest first, then without any. */
function* cuts(word: string): Generator<readonly [string, string]> {
  yield ['', word];
  for (const prefix of prefixesByLength) {
    if (word.length <= prefix.length + 2 || !word.startsWith(prefix)) continue;
    yield [prefix, word.slice(prefix.length)];
  }
}

/** "gibst" → "geben", "arbeitest" → "arbeiten", "warst" → "waren". Undefined for what is no second person singular. All in small letters. */
export function politeOf(familiar: string): string | undefined {
  for (const [prefix, rest] of cuts(familiar)) {
    const found = toPolite.get(rest);
    if (found !== undefined && !(prefix !== '' && weak.has(prefix + found))) return prefix + found;
  }
  if (/[sß]t$/u.test(familiar) || /[zx]t$/u.test(familiar)) {
    for (const [prefix, rest] of cuts(familiar)) if (sStems.has(rest.slice(0, -1))) return `${prefix}${rest.slice(0, -1)}en`;
  }
  if (/(?:ss|ß|z|x)t$/u.test(familiar)) return stems.has(bare(familiar.slice(0, -1))) ? `${familiar.slice(0, -1)}en` : undefined;
  if (!familiar.endsWith('st') || familiar.length < 4) return undefined;
  const stem = familiar.slice(0, -2);
  if (/[^aeiouäöü](?:el|er)$/u.test(stem) && !/(?:hör|fahr|kehr)$/u.test(stem)) return `${stem}n`;
  if (/ie[hlrbfßtnd]?$/u.test(stem) || !stem.endsWith('e')) return `${stem}en`;
  return `${stem}n`;
}

/** True for a form that can only be the second person singular of a verb; endings shared with other words need the verb to be known. */
export function isFamiliarForm(word: string): boolean {
  for (const [, rest] of cuts(word)) if (toPolite.has(rest) && !AMBIGUOUS_FAMILIAR.test(rest)) return true;
  if (!word.endsWith('st')) return false;
  const polite = politeOf(word);
  if (polite === undefined) return false;
  return isKnownVerb(polite);
}

/** Forms that are third person as well ("er liest", "es passt"): only a neighbouring "du" makes them familiar. */
const AMBIGUOUS_FAMILIAR =
  /^(?:liest|isst|ißt|frisst|misst|vergisst|lässt|läßt|heißt|stößt|bläst|wächst|reist|tust|lädst|sitzt|setzt|schmilzt|platzt)$/u;

function bare(stem: string): string {
  for (const [prefix, rest] of cuts(stem)) if (stems.has(rest)) return prefix === stem ? stem : rest;
  return stem;
}

function stemOf(infinitive: string): string {
  if (/(?:el|er)n$/u.test(infinitive)) return infinitive.slice(0, -1);
  return infinitive.endsWith('en') ? infinitive.slice(0, -2) : infinitive.slice(0, -1);
}

/** True when the infinitive (or a preterite like "machten") belongs to a verb of the lists, with or without a prefix. */
export function isKnownVerb(polite: string): boolean {
  for (const [, rest] of cuts(polite)) if (toFamiliar.has(rest)) return true;
  if (!polite.endsWith('n') || polite.length < 3) return false;
  const stem = stemOf(polite);
  for (const candidate of [stem, stem.endsWith('t') ? stem.slice(0, -1) : stem, stem.endsWith('et') ? stem.slice(0, -2) : stem]) {
    for (const [, rest] of cuts(candidate)) if (stems.has(rest) || sStems.has(rest)) return true;
  }
  return false;
}

/** "geben" → "gibst", "machten" → "machtest", "waren" → "warst". */
export function familiarOf(polite: string): string {
  if (!weak.has(polite)) {
    for (const [prefix, rest] of cuts(polite)) {
      const found = toFamiliar.get(rest);
      if (found !== undefined) return prefix + found;
    }
  }
  const stem = stemOf(polite);
  if (/(?:[sxzß]|tsch)$/u.test(stem) && !stem.endsWith('tsch')) return `${stem}t`;
  return needsE(stem) ? `${stem}est` : `${stem}st`;
}

function needsE(stem: string): boolean {
  return /[dt]$/u.test(stem) || /(?:[bdfgkpt]|ch|[^aeiouäöülmnrh])[mn]$/u.test(stem) || /(?:ffn|chn|tm|gn|ckn|dn)$/u.test(stem);
}

/** "geben" → "gib", "warten" → "warte", "sich melden" → "melde", "wechseln" → "wechsle". */
export function imperativeOf(polite: string): string {
  if (!weak.has(polite)) {
    for (const [prefix, rest] of cuts(polite)) {
      const known = IMPERATIVES.get(rest);
      if (known !== undefined) return prefix + known;
      const familiar = strongBase.get(rest);
      // Only a change of e to i(e) reaches the imperative; "du fährst" but "fahr".
      if (familiar !== undefined && /^[^aeiouäöü]*(?:ie?)/u.test(familiar) && /^[^aeiouäöü]*e/u.test(rest) && !rest.startsWith('werd')) {
        return prefix + (/(?:ss|z|ß)t$/u.test(familiar) ? familiar.slice(0, -1) : familiar === 'liest' ? 'lies' : familiar.slice(0, -2));
      }
    }
  }
  const stem = stemOf(polite);
  if (stem.endsWith('el') && polite.endsWith('eln')) return `${stem.slice(0, -2)}le`;
  if (stem.endsWith('er') && polite.endsWith('ern')) return `${stem}e`;
  if (
    /(?:ier)$/u.test(stem) ||
    needsE(stem) ||
    /(?:ig|füg|send|nenn|ruh|änder|wähl|prüf|such|klick|öffn|acht|lös|erzeug)$/u.test(stem) ||
    /^[a-zäöüß]{1,2}$/u.test(stem)
  ) {
    return /^(?:tu|geh|steh|seh)$/u.test(stem) ? stem : `${stem}e`;
  }
  return stem;
}

const IMPERATIVES = new Map([
  ['sein', 'sei'],
  ['seien', 'sei'],
  ['haben', 'hab'],
  ['werden', 'werde'],
  ['wissen', 'wisse'],
  ['lassen', 'lass'],
  ['tun', 'tu'],
  ['vergessen', 'vergiss'],
  ['empfehlen', 'empfiehl'],
  ['verderben', 'verdirb'],
  ['erschrecken', 'erschrick'],
  ['halten', 'halte'],
  ['laden', 'lade'],
  ['raten', 'rate'],
  ['nutzen', 'nutze'],
  ['benutzen', 'benutze'],
]);

/** Past forms and modal verbs of the list: they have no imperative. */
const PAST =
  /^(?:waren|wären|seien|sind|hatten|hätten|wurden|würden|konnten|könnten|können|müssen|dürfen|wollen|sollen|mögen|möchten|mochten|wussten|wüssten|taten|gingen|kamen|fanden|ließen|sahen|gaben|nahmen|standen|blieben|hielten|fielen|fuhren|lasen|riefen|schrieben|sprachen|trafen|warfen|zogen|lagen|saßen|aßen|vergaßen|halfen|starben|trugen|schlugen|schliefen|begannen|bekamen|gewannen|verloren|traten|liefen|kämen|gäben|bäten|baten|wuchsen|hießen)$/u;

const imperatives = new Map<string, string>();
for (const [polite, imperative] of IMPERATIVES) imperatives.set(imperative, polite === 'sein' ? 'seien' : polite);
imperatives.set('sei', 'seien').set('habe', 'haben').set('lasse', 'lassen').set('tue', 'tun').set('laß', 'lassen');
for (const polite of strongBase.keys()) {
  if (PAST.test(polite)) continue;
  const form = imperativeOf(polite);
  if (!imperatives.has(form)) imperatives.set(form, polite);
}

/** The polite verb of a familiar imperative ("gib" → "geben", "seid" is none); undefined for words that are no verb of the lists. */
export function politeOfImperative(word: string): string | undefined {
  for (const [prefix, rest] of cuts(word)) {
    // A separable prefix stands apart in an imperative, so only the others may be in front.
    if (prefix !== '' && !/^(?:be|ver|er|ent|zer|ge|emp|über|unter|wider|wieder|um|durch|hinter|miss)$/u.test(prefix)) continue;
    const known = imperatives.get(rest);
    if (known !== undefined) return prefix + known;
    if (stems.has(rest) || sStems.has(rest)) return polished(prefix + rest);
    if (rest.endsWith('le') && stems.has(`${rest.slice(0, -2)}el`)) return `${prefix}${rest.slice(0, -2)}eln`;
    if (rest.endsWith('e') && (stems.has(rest.slice(0, -1)) || sStems.has(rest.slice(0, -1)))) return polished(prefix + rest.slice(0, -1));
  }
  return undefined;
}

function polished(stem: string): string {
  return /[^aeiouäöü](?:el|er)$/u.test(stem) ? `${stem}n` : `${stem}en`;
}
