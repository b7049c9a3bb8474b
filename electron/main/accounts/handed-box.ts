import { z } from 'zod';
import { openBox, sealBox, type BoxContext } from './sealed-box.ts';
import type { DeskIdentity } from './desk-keys.ts';
import type { StoredCredential } from './vault.ts';

/** What is in a box: the credential, and the desks its sender vouches for, so that any of them may hand on the next one. */
const payloadSchema = z.object({
  v: z.literal(1),
  value: z.string().min(1),
  expiresAt: z.number().int().min(0).optional(),
  trusted: z.array(z.object({ deskId: z.string().regex(/^[0-9a-f]{32}$/), publicKey: z.base64().length(44) })).max(2_000),
});
export type HandedPayload = z.infer<typeof payloadSchema>;

export interface Place {
  readonly centerId: string;
  readonly credentialId: string;
  readonly version: number;
}
interface NamedKey {
  readonly deskId: string;
  readonly publicKey: string;
}

/** Base64 of the sealed box for one desk. */
export function sealFor(desk: NamedKey, from: DeskIdentity, place: Place, credential: Pick<StoredCredential, 'value' | 'expiresAt'>, trusted: readonly NamedKey[]): string {
  const payload: HandedPayload = { v: 1, value: credential.value, ...(credential.expiresAt === undefined ? {} : { expiresAt: credential.expiresAt }), trusted: [...trusted] };
  const context: BoxContext = { ...place, senderDeskId: from.deskId, recipientDeskId: desk.deskId };
  return sealBox(Buffer.from(JSON.stringify(payload)), from.keys, Buffer.from(desk.publicKey, 'base64'), context).toString('base64');
}

/** Undefined where it was not sealed for this desk, by that desk, as this credential in this version. */
export function openFrom(sealed: string, sender: NamedKey, mine: DeskIdentity, place: Place): HandedPayload | undefined {
  const context: BoxContext = { ...place, senderDeskId: sender.deskId, recipientDeskId: mine.deskId };
  const plain = openBox(Buffer.from(sealed, 'base64'), mine.keys, Buffer.from(sender.publicKey, 'base64'), context);
  if (plain === undefined) return undefined;
  try {
    return payloadSchema.parse(JSON.parse(plain.toString('utf8')));
  } catch {
    return undefined;
  }
}
