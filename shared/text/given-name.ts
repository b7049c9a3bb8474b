// What somebody calls themselves on a platform is often no name: it is used only where it plainly is one, for a wrong name is worse than none.

const WORD = /^\p{Lu}\p{Ll}+(?:['’-]\p{Lu}?\p{Ll}+)*$/u;
const PARTICLE = /^(?:von|van|de|del|der|den|zu|la|le|di)$/u;
const NO_PERSON =
  /^(?:team|service|support|hilfe|kundenservice|redaktion|verein|verlag|praxis|kanzlei|hotel|restaurant|gasthof|schule|gmbh|ag|kg|ev|shop|store|radio|tv|news|online|offiziell|official|info|club|fan|fans|anonym|unbekannt|kunde|kundin|gast|user|nutzer|besucher|admin|der|die|das|the|ein|eine|mein|dein|dr|prof|herr|frau|familie|mr|mrs|ms)$/u;

/** Given name and whole name, where what is displayed is plainly a person's: one to four capitalised words. */
export function personName(displayed: string): { readonly given: string; readonly whole: string } | undefined {
  const bare = displayed
    .normalize('NFC')
    .replace(/\p{Extended_Pictographic}|[\u200d\ufe0f]|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu, ' ')
    .replace(/\([^)]*\)|\[[^\]]*\]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const words = bare.split(' ');
  const given = words[0];
  if (given === undefined || given.length < 2 || words.length > 4 || bare.length > 60) return undefined;
  if (isInitials(given) || !WORD.test(given) || words.some((word) => NO_PERSON.test(word.toLowerCase()))) return undefined;
  // "Anna B." is as good as "Anna".
  const rest = words.slice(1).filter((word) => !/^\p{Lu}\.?$/u.test(word));
  if (!rest.every((word) => WORD.test(word) || PARTICLE.test(word))) return undefined;
  return { given, whole: [given, ...rest].join(' ') };
}

/** Without a vowel nobody is called so: "Hh", "Pst". Other scripts write theirs in other ways. */
function isInitials(word: string): boolean {
  return /^\p{Script=Latin}/u.test(word) && !/[aeiouyæœø]/iu.test(word.normalize('NFD'));
}
