// A mention is @handle that does not continue a word or a mail address.
const MENTION = /(?<![A-Za-z0-9_@.])@([A-Za-z0-9_]{1,40})(?![A-Za-z0-9_@])/g;

/** Handles named in a text, each once, in order, without the @. */
export function parseMentions(text: string): string[] {
  const seen = new Map<string, string>();
  for (const match of text.matchAll(MENTION)) {
    const handle = match[1] ?? '';
    if (!seen.has(handle.toLowerCase())) seen.set(handle.toLowerCase(), handle);
  }
  return [...seen.values()];
}
