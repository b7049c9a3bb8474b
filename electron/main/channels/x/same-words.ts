/**
 * Whether X shows what was sent: it names people who are answered in front, escapes &, < and >, normalises to NFC and trims. Addresses are compared as they were
 * written; the caller has put them back.
 */
export function sameWords(shown: string, sent: string): boolean {
  return plain(shown) === plain(sent) || plain(shown.replace(OF_A_PICTURE, '')) === plain(sent);
}

/** X puts an address behind the words of a post that shows pictures. */
const OF_A_PICTURE = /\s*https:\/\/(?:t\.co\/\w+|(?:x|twitter)\.com\/\S+\/(?:photo|video)\/\d+)\s*$/u;

function plain(text: string): string {
  const unescaped = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').normalize('NFC');
  return unescaped.replace(/^(?:@\w{1,15}\s+)+/u, '').replace(/\s+/gu, ' ').trim();
}
