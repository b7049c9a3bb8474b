import { tagNames, tagNow, tagsByName, foldedTag, type HouseTag, type TagColour } from '../../../shared/domain/tag.ts';
import { DEFAULT_HOUSE_SETTING, HOUSE_SETTING_ID, type HouseSetting } from '../../../shared/domain/house-setting.ts';
import { useCenter } from './rows.ts';

let madeOf: ReadonlyMap<string, HouseTag> | undefined;
let made: ReadonlyMap<string, HouseTag> = new Map();

/** The tags of the house by every name; made once for each state of the list. */
export function tagBook(tags: ReadonlyMap<string, HouseTag> = useCenter.getState().tags): ReadonlyMap<string, HouseTag> {
  if (tags !== madeOf) {
    madeOf = tags;
    made = tagsByName(tags.values());
  }
  return made;
}

export interface ShownTag {
  readonly name: string;
  readonly colour: TagColour;
  readonly description?: string | undefined;
}

/** A conversation's tags as they are called and look now. */
export function useShownTags(given: readonly string[]): ShownTag[] {
  const book = tagBook(useCenter((state) => state.tags));
  return [...new Set(given.map((one) => tagNow(book, one)))].map((name) => {
    const tag = book.get(foldedTag(name));
    return { name, colour: tag?.colour ?? 'blue', description: tag?.description };
  });
}

/** Every word under which a conversation may have this tag. */
export function wordsOf(tag: string): ReadonlySet<string> {
  return new Set(tagNames(tagBook(), tag));
}

export const houseSetting = (center: { readonly houseSettings: ReadonlyMap<string, HouseSetting> }): HouseSetting => center.houseSettings.get(HOUSE_SETTING_ID) ?? DEFAULT_HOUSE_SETTING;

/** What is on the list, given still, begins or goes on with what is being typed, and is not there yet. */
export function suggestedTags(tags: Iterable<HouseTag>, typed: string, has: readonly string[], most = 12): HouseTag[] {
  const begun = foldedTag(typed);
  const there = new Set(has.map(foldedTag));
  const fit = [...tags].filter((tag) => !tag.archived && !there.has(foldedTag(tag.name)) && (begun === '' || foldedTag(tag.name).includes(begun)));
  const rank = (tag: HouseTag): number => (foldedTag(tag.name).startsWith(begun) ? 0 : 1);
  return fit.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'de')).slice(0, most);
}

/** Words the house would not take: not on its list where that is asked, or given no longer. */
export function refusedTags(tags: readonly string[], had: readonly string[], setting: HouseSetting, book = tagBook()): string[] {
  const there = new Set(had.map(foldedTag));
  return tags.filter((tag) => {
    const known = book.get(foldedTag(tag));
    return !there.has(foldedTag(tag)) && (known === undefined ? !setting.openTags : known.archived);
  });
}
