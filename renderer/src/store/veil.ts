import type { Contact } from '../../../shared/domain/contact.ts';
import type { Attachment, Media } from '../../../shared/domain/message-parts.ts';
import type { Message } from '../../../shared/domain/message.ts';

/** Why a picture is veiled until somebody asks to see it. */
export type Veil = 'personalData' | 'private' | 'unknownSender' | 'sensitive';

/** Kinds of picture a browser draws by itself. Others are files. */
const DRAWN = /^image\/(?:png|jpeg|gif|webp|avif)$/i;
/** Larger ones are saved, not drawn. */
const LARGEST_BYTES = 10_000_000;

/**
 * Whether the pictures a customer sent with this message are veiled. Nobody reads what stands in a picture; so it is taken for personal where the words beside
 * it hold personal data, where it was sent in private, or where it comes from somebody whom nobody here has answered yet.
 */
export function veilOf(message: Pick<Message, 'direction' | 'visibility' | 'reading'>, author: Pick<Contact, 'lastAgentId'> | undefined): Veil | undefined {
  if (message.direction === 'out') return undefined;
  if ((message.reading?.personal.length ?? 0) > 0) return 'personalData';
  if (message.visibility === 'private') return 'private';
  return author?.lastAgentId === undefined ? 'unknownSender' : undefined;
}

/** The files of a message that are drawn as pictures. */
export function picturesOf(attachments: readonly Attachment[]): readonly Attachment[] {
  return attachments.filter(({ contentRef, mediaType, bytes }) => contentRef !== undefined && DRAWN.test(mediaType) && bytes <= LARGEST_BYTES);
}

/** The sender or the platform marked it. */
export function isMarked(picture: Pick<Attachment | Media, 'sensitive'>): boolean {
  return picture.sensitive === true;
}
