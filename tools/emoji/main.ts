// Writes renderer/src/emoji/emoji.json from an unpacked `emojibase-data` (npm pack emojibase-data@17.0.0): npm run is not needed, it changes once a year.
//   node tools/emoji/main.ts FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const skinSchema = z.object({ emoji: z.string(), tone: z.union([z.number(), z.array(z.number())]) });
const emojiSchema = z.object({ emoji: z.string(), hexcode: z.string(), group: z.number().optional(), order: z.number().optional(), label: z.string(), tags: z.array(z.string()).optional(), version: z.number(), skins: z.array(skinSchema).optional() });
type Emoji = z.infer<typeof emojiSchema>;

/** Signs of later versions are boxes on systems that are still in use. */
const NEWEST = 15;
/** Skin and hair as signs of their own. */
const COMPONENTS = 2;

function read(folder: string, language: string): readonly Emoji[] {
  return z.array(emojiSchema).parse(JSON.parse(readFileSync(path.join(folder, language, 'data.json'), 'utf8')));
}

/** The five tones as the desk makes them: the modifier behind the first sign. Only where that is what the data says too. */
function hasTones({ emoji, skins }: Emoji): boolean {
  const single = (skins ?? []).filter(({ tone }) => typeof tone === 'number');
  return single.length === 5 && single.every((skin) => skin.emoji.replaceAll('\ufe0f', '') === withTone(emoji, Number(skin.tone)).replaceAll('\ufe0f', ''));
}

/** What is drawn as a picture by itself needs no mark that says so. */
function plain(emoji: string): string {
  return /^\p{Emoji_Presentation}\ufe0f$/u.test(emoji) ? emoji.slice(0, -1) : emoji;
}

function withTone(emoji: string, tone: number): string {
  const [first = '', ...rest] = [...emoji];
  return [first, String.fromCodePoint(0x1f3fa + tone), ...rest.filter((sign, place) => !(place === 0 && sign === '\ufe0f'))].join('');
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder of the unpacked emojibase-data.');
const english = new Map(read(folder, 'en').map((one) => [one.hexcode, one]));
const rows = read(folder, 'de')
  .filter((one) => one.group !== undefined && one.group !== COMPONENTS && one.version <= NEWEST)
  .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
  .map((one) => {
    const en = english.get(one.hexcode);
    const words = (label: string, tags: readonly string[] = []): string => tags.filter((tag) => !label.toLowerCase().includes(tag.toLowerCase())).join(' ');
    return [plain(one.emoji), one.group, hasTones(one) ? 1 : 0, one.label, words(one.label, one.tags), en?.label ?? '', words(en?.label ?? '', en?.tags)];
  });
writeFileSync(path.resolve(import.meta.dirname, '../../renderer/src/emoji/emoji.json'), `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
console.log(`${rows.length} signs`);
