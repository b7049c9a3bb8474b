// T11: who calls themselves almost like the brand. A suggestion: a person looks before anybody is told so.

/** Pairs: a letter, and the one it passes for at a glance. */
const LOOKS_LIKE: Readonly<Record<string, string>> = Object.fromEntries('0o 1l |l il jl 5s 3e 4a аa еe оo рp сc хx уy іl ѕs ԁd ոn ıl'.split(' ').map((pair) => [...pair]));
const SERVICE = /^(?:servlce|support|hllfe|hllft|help|helpdesk|kundenservlce|kundendlenst|kunden|offlclal|offlzlell|orlglnal|team|care|de|deutschland|lnfo|onllne|chat|kontakt)+$/u;
/** Shorter names are like too many others. */
const SHORTEST = 5;

/** A name as the eye takes it: small, without accents, spaces and signs, look-alike letters made one. */
export function folded(name: string): string {
  return [...name.normalize('NFKD').toLowerCase().replace(/rn/gu, 'm').replace(/vv/gu, 'w')].map((c) => LOOKS_LIKE[c] ?? c).join('').replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether one folded name passes for another: the same, one or two letters off, or the other with a word of service added. */
export function passesFor(name: string, own: string): boolean {
  if (own.length < SHORTEST || name.length < SHORTEST) return false;
  if (name === own) return true;
  if (name.length > own.length && name.includes(own)) return SERVICE.test(name.replace(own, ''));
  return distance(name, own, own.length >= 10 ? 2 : 1) <= (own.length >= 10 ? 2 : 1);
}

/** Letters to change, add, leave out or swap; gives up beyond `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    if (Math.min(...next) > most) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? most + 1;
}
