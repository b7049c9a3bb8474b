interface UrlEntity {
  readonly url: string;
  readonly expanded_url?: string | null | undefined;
}

/** X writes &, < and > as entities and every address as t.co: undone, so that one reads what was written. Addresses of `drop` (the post's own pictures) go. */
export function readable(text: string, urls: readonly UrlEntity[] = [], drop: readonly string[] = []): string {
  let out = text;
  for (const { url, expanded_url } of urls) if (expanded_url !== undefined && expanded_url !== null && expanded_url !== '') out = out.replaceAll(url, expanded_url);
  for (const url of drop) out = out.replace(url, '').trimEnd();
  return out.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

export const postUrl = (handle: string, id: string): string => `https://x.com/${handle}/status/${id}`;

/** The conversation of two people in private: the smaller id first, as version 2 names it. */
export function privateThread(one: string, other: string): string {
  return BigInt(one) < BigInt(other) ? `${one}-${other}` : `${other}-${one}`;
}

/** When an id was made, ms: it stands in its upper bits (since November 2010). */
export function madeAt(id: string): number {
  return Number(BigInt(id) >> 22n) + 1_288_834_974_657;
}
