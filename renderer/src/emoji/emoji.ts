/** One sign: what it is, where it belongs, how people call it. */
export interface Emoji {
  readonly sign: string;
  readonly group: EmojiGroup;
  readonly hasTones: boolean;
  readonly de: string;
  readonly en: string;
  /** Small letters, both languages: what it is found by. */
  readonly words: string;
}

export const EMOJI_GROUPS = ['faces', 'people', 'nature', 'food', 'travel', 'activities', 'objects', 'symbols', 'flags'] as const;
export type EmojiGroup = (typeof EMOJI_GROUPS)[number];
/** The groups of Unicode by number; 2 holds no signs of its own. */
const GROUPS: readonly EmojiGroup[] = ['faces', 'people', 'people', 'nature', 'food', 'travel', 'activities', 'objects', 'symbols', 'flags'];

/** 0: as it is; 1 light to 5 dark. */
export type SkinTone = 0 | 1 | 2 | 3 | 4 | 5;
export const SKIN_TONES: readonly SkinTone[] = [0, 1, 2, 3, 4, 5];

let loaded: Promise<readonly Emoji[]> | undefined;

/** All signs in Unicode's order. Read when the picker opens for the first time: a start must not pay for it. */
export function loadEmoji(): Promise<readonly Emoji[]> {
  loaded ??= import('./emoji.json').then(({ default: rows }) => readEmoji(rows as readonly (readonly (string | number)[])[]));
  return loaded;
}

/** Rows of the data file: sign, group, whether it has tones, name and words German, name and words English. */
export function readEmoji(rows: readonly (readonly (string | number)[])[]): readonly Emoji[] {
  return rows.map(([sign, group, tones, de, deWords, en, enWords]) => ({
    sign: String(sign),
    group: GROUPS[Number(group)] ?? 'symbols',
    hasTones: tones === 1,
    de: String(de),
    en: String(en),
    words: `${String(de)} ${String(deWords)} ${String(en)} ${String(enWords)}`.toLowerCase(),
  }));
}

/** Those that have a word beginning with each typed one: first where a name begins so, then by a name, then by other words; else in Unicode's order. No words: all. */
export function findEmoji(all: readonly Emoji[], typed: string): readonly Emoji[] {
  const words = typed.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return all;
  const found = all.flatMap((emoji) => {
    const ranks = words.map((word) => rankOf(emoji, word));
    return ranks.includes(undefined) ? [] : [{ emoji, rank: Math.max(...ranks.map((rank) => rank ?? 0)) }];
  });
  return found.toSorted((one, other) => one.rank - other.rank).map(({ emoji }) => emoji);
}

function rankOf({ de, en, words }: Emoji, typed: string): 0 | 1 | 2 | undefined {
  if (!hasWord(words, typed)) return undefined;
  const names = [de.toLowerCase(), en.toLowerCase()];
  return names.some((name) => name.startsWith(typed)) ? 0 : names.some((name) => hasWord(name, typed)) ? 1 : 2;
}

function hasWord(text: string, typed: string): boolean {
  return text.startsWith(typed) || text.includes(` ${typed}`) || text.includes(`-${typed}`);
}

/** The sign in this tone; unchanged where it has none. */
export function inTone({ sign, hasTones }: Pick<Emoji, 'sign' | 'hasTones'>, tone: SkinTone): string {
  if (tone === 0 || !hasTones) return sign;
  const [first = '', ...rest] = [...sign];
  const [second, ...others] = rest;
  return [first, String.fromCodePoint(0x1f3fa + tone), ...(second === '\ufe0f' ? others : rest)].join('');
}
