import { z } from 'zod';

// The words conversations are sorted by. A conversation keeps the word as it was given; the house's list says what it is called now.

/** By token: `--tone-N` in the desk's colours, light and dark. */
export const tagColourSchema = z.enum(['plain', 'blue', 'green', 'amber', 'red']);
export type TagColour = z.infer<typeof tagColourSchema>;

const name = z.string().trim().min(1).max(40).regex(/^[^,]+$/, 'a tag has no comma');

export const tagSchema = z.object({
  id: z.string().min(1).max(128),
  name,
  colour: tagColourSchema,
  description: z.string().trim().max(300).optional(),
  /** Kept on what has it, and given to nothing any more. */
  archived: z.boolean(),
  /** What it was called before, newest last: conversations that have it under these are found as well. */
  was: z.array(name).max(10).optional(),
});
export type HouseTag = z.infer<typeof tagSchema>;
export const MOST_TAGS_OF_HOUSE = 500;

export const foldedTag = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase('de');

/** The tags of the house by every name they have or had; a name in use goes before one given up. */
export function tagsByName(tags: Iterable<HouseTag>): Map<string, HouseTag> {
  const found = new Map<string, HouseTag>();
  const list = [...tags];
  for (const tag of list) for (const before of tag.was ?? []) found.set(foldedTag(before), tag);
  for (const tag of list) found.set(foldedTag(tag.name), tag);
  return found;
}

/** What a tag of a conversation is called now. */
export function tagNow(byName: ReadonlyMap<string, HouseTag>, given: string): string {
  return byName.get(foldedTag(given))?.name ?? given;
}

/** Every word under which conversations may have this tag. */
export function tagNames(byName: ReadonlyMap<string, HouseTag>, given: string): string[] {
  const tag = byName.get(foldedTag(given));
  return tag === undefined ? [given] : [tag.name, ...(tag.was ?? []).filter((before) => byName.get(foldedTag(before)) === tag)];
}
