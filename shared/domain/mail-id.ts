// Message-IDs of e-mail as remote ids, the same on both sides. Pure text.

/** Marks the ids this product makes: `KEY.PART.lst@domain`. */
const OWN_MARK = '.lst';
const MOST = 240;

/** Id without brackets and blanks; undefined where there is none. */
export function bareMessageId(raw: string | undefined): string | undefined {
  const id = raw?.replaceAll(/[\s<>]/g, '') ?? '';
  return id === '' ? undefined : id;
}

/** Every id in a `References` or `In-Reply-To` line, in order, each once. */
export function messageIdsIn(raw: string | undefined): string[] {
  if (raw === undefined) return [];
  const bracketed = [...raw.slice(0, 100_000).matchAll(/<([^<>]{1,998})>/g)].map((match) => match[1] ?? '');
  const ids = (bracketed.length > 0 ? bracketed : raw.slice(0, 998).split(/\s+/)).flatMap((id) => bareMessageId(id) ?? []);
  return [...new Set(ids.filter((id) => id.includes('@') || bracketed.length > 0))];
}

/** True where an id fits a remote id as it is; longer ones are told apart by a hash that the caller makes. */
export const fitsRemoteId = (id: string): boolean => id.length <= MOST;

/** The id of one part of a reply, without brackets. */
export function ownMessageId(platformKey: string, part: number, domain: string): string {
  return `${platformKey}.${part}${OWN_MARK}@${domain}`;
}

/** The key `PLATFORMKEY.PART` out of an id of ours. */
export function ownKeyOf(messageId: string): string | undefined {
  return /^([\w-]{1,200}\.\d{1,3})\.lst@/.exec(messageId)?.[1];
}
