import type { InboundAuthor } from '../../shared/domain/inbound.ts';

/** Shorter ones say nothing. */
const SHORTEST_HANDLE = 5;

/**
 * HMACs of what somebody is called: the full name, and the handle without its server. Two contacts that share one may be one person (D16): a hint for
 * people, never a reason to join them. A first name alone is no name to find anybody by.
 */
export function likenessOf(identityKey: (channel: string, remoteId: string) => string, channel: string, author: Pick<InboundAuthor, 'handle' | 'displayName'>): { likenessKeys?: string[] } {
  const name = folded(author.displayName ?? '').split(' ').filter((word) => word.length > 1);
  const handle = folded(author.handle.replace(/^@/u, '').split('@')[0] ?? '').replaceAll(/[^\p{L}\p{N}]/gu, '');
  const keys = [...(name.length >= 2 ? [identityKey('likeness:name', name.toSorted().join(' '))] : []), ...([...handle].length >= SHORTEST_HANDLE ? [identityKey('likeness:handle', handle)] : [])];
  return keys.length === 0 ? {} : { likenessKeys: keys };
}

/** As one compares names: no case, no accents, ss for ß, ue for ü. */
function folded(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}@. ]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
