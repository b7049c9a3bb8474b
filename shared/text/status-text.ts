const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** The words of a post that comes as HTML (paragraphs, line breaks, links, mentions): what one reads, addresses in full. Never throws. */
export function statusText(html: string): string {
  return decodeEntities(
    html
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
      .replace(/<\/p>\s*<p\b[^>]*>/gi, '\n\n')
      .replace(/<br\s*\/?>/gi, '\n')
      .replace(/<\/(li|blockquote|pre|h[1-6])>/gi, '\n')
      .replace(/<[a-z/!?][^>]*>/gi, ''),
  ).trim();
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point > 0 && point <= 0x10_ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole;
  });
}

const ADDRESSES = /^(?:@[\w.-]+(?:@[\w.-]+)?[\s,:]*)+/u;

/** Whether two texts say the same but for whom they address at the beginning and how their lines are broken: platforms add the one and change the other. */
export function sameWords(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(text: string): string {
  const trimmed = text.normalize('NFC').trim();
  const rest = trimmed.replace(ADDRESSES, '');
  return (rest === '' ? trimmed : rest).replace(/\s+/gu, ' ').trim();
}
