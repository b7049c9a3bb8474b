import type { InboundAuthor } from '../../shared/domain/inbound.ts';

/** Shorter ones say nothing. */
const SHORTEST_HANDLE = 5;

type KeyOf = (channel: string, remoteId: string) => string;

/** HMACs of what somebody is called: the full name (a first name alone is no name to find anybody by) and the handle without its server. */
export function likenessParts(identityKey: KeyOf, { handle, displayName }: Pick<InboundAuthor, 'handle' | 'displayName'>): { readonly name?: string; readonly handle?: string } {
  const words = folded(displayName ?? '').split(' ').filter((word) => word.length > 1);
  const local = folded(handle.replace(/^@/u, '').split('@')[0] ?? '').replaceAll(/[^\p{L}\p{N}]/gu, '');
  return { ...(words.length >= 2 ? { name: identityKey('likeness:name', words.toSorted().join(' ')) } : {}), ...([...local].length >= SHORTEST_HANDLE ? { handle: identityKey('likeness:handle', local) } : {}) };
}

/** Two contacts that share one of these keys may be one person (D16): a hint for people, never a reason to join them. */
export function likenessOf(identityKey: KeyOf, author: Pick<InboundAuthor, 'handle' | 'displayName'>): { likenessKeys?: string[] } {
  const { name, handle } = likenessParts(identityKey, author);
  const keys = [name, handle].filter((key) => key !== undefined);
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
