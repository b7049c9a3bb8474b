import type { Language } from './sample-post.ts';

const GERMAN_FIRST = [
  'Anke',
  'Bjarne',
  'Carla',
  'Detlef',
  'Elif',
  'Frauke',
  'Gesa',
  'Hauke',
  'Imke',
  'Jonas',
  'Katrin',
  'Lasse',
  'Merle',
  'Nils',
  'Okan',
  'Petra',
  'Ragna',
  'Sören',
  'Tjark',
  'Ute',
  'Volker',
  'Wiebke',
  'Yusuf',
  'Zoe',
];
const GERMAN_LAST = ['Asmussen', 'Brodersen', 'Clausen', 'Detlefsen', 'Erichsen', 'Feddersen', 'Godber', 'Hinrichs', 'Iversen', 'Jessen'];
const ENGLISH_FIRST = ['Abby', 'Brendan', 'Chidi', 'Daria', 'Ewan', 'Fiona', 'Gareth', 'Hana', 'Idris', 'Jolene', 'Kwame', 'Lucia'];
const ENGLISH_LAST = ['Ashdown', 'Birchall', 'Castell', 'Dunmore', 'Ellery', 'Fernside'];

export interface SamplePerson {
  readonly handle: string;
  readonly displayName: string;
  readonly followers: number;
  readonly language: Language;
}

/** Letters a handle may hold. */
const plain = (name: string): string => name.toLowerCase().replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss');

function people(first: readonly string[], last: readonly string[], language: Language): SamplePerson[] {
  return last.flatMap((family, row) =>
    first.map((given, column) => {
      const number = row * first.length + column;
      // A few well-known people, many with a small circle; the same in every run.
      const followers = number % 37 === 5 ? 20_000 + number * 113 : 3 + ((number * 7919) % 900);
      const handle =
        number % 3 === 0
          ? `${plain(given)}_${plain(family)}`
          : number % 3 === 1
            ? `${plain(given)}${plain(family)}${50 + (number % 50)}`
            : `${plain(family)}_${plain(given)}`;
      return { handle, displayName: number % 4 === 0 ? given : `${given} ${family}`, followers, language };
    }),
  );
}

/** 240 German-speaking and 72 English-speaking customers, all invented. */
export const PEOPLE: readonly SamplePerson[] = [...people(GERMAN_FIRST, GERMAN_LAST, 'de'), ...people(ENGLISH_FIRST, ENGLISH_LAST, 'en')];
