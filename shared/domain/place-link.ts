import { z } from 'zod';
import { conversationIdSchema } from './ids.ts';

export const LINK_SCHEME = 'leitstand';
const LONGEST = 300;

/** Screens a link may open. Whether this person may see one is decided where it is drawn. */
export const LINKED_SCREENS = ['desk', 'many', 'questions', 'knowledge', 'supervisor', 'strategy', 'house', 'watch', 'wall', 'outbox', 'accounts', 'settings'] as const;

/** Where a link leads. There is nothing in it that could be sent, typed or decided: it opens. */
export const placeLinkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('conversation'), conversationId: conversationIdSchema }),
  z.object({ kind: z.literal('screen'), screen: z.enum(LINKED_SCREENS) }),
]);
export type PlaceLink = z.infer<typeof placeLinkSchema>;

/**
 * Reads `leitstand://conversation/ID` and `leitstand://screen/NAME`. Anything else is no link of ours: other hosts, further path, query, fragment, user, port,
 * encoded signs. Undefined then.
 */
export function readPlaceLink(text: string): PlaceLink | undefined {
  if (text.length > LONGEST) return undefined;
  const found = /^leitstand:\/\/(conversation|screen)\/([\w.:@-]+)\/?$/iu.exec(text);
  const [, kind = '', name = ''] = found ?? [];
  const parsed = placeLinkSchema.safeParse(kind.toLowerCase() === 'screen' ? { kind: 'screen', screen: name } : { kind: 'conversation', conversationId: name });
  return found === null || !parsed.success ? undefined : parsed.data;
}

export function writePlaceLink(place: PlaceLink): string {
  return place.kind === 'conversation' ? `${LINK_SCHEME}://conversation/${place.conversationId}` : `${LINK_SCHEME}://screen/${place.screen}`;
}
