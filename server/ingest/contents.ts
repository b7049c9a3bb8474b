import type { InboundPost } from '../../shared/domain/inbound.ts';
import type { MessageBody } from '../../shared/domain/message.ts';
import type { Attachment } from '../../shared/domain/message-parts.ts';
import type { SealedBody, WrappedKey } from '../log/port.ts';
import type { TextVault } from './port.ts';

export interface SealedContents {
  readonly bodies: readonly SealedBody[];
  readonly keys: readonly WrappedKey[];
  /** Files and HTML by their refs, for the event; the message's own body is the last of `bodies`. */
  readonly contentRefs: readonly string[];
  readonly bodyRef: string;
}

/** Seals what came with a post: each file and the HTML as contents of their own, fetched when asked for, and the body that names them. */
export async function sealPost(vault: TextVault, contactId: string, post: InboundPost): Promise<SealedContents> {
  const bodies: SealedBody[] = [];
  const keys: WrappedKey[] = [];
  const seal = async (text: string): Promise<string> => {
    const sealed = await vault.seal(contactId, text);
    bodies.push(sealed.body);
    if (sealed.key !== undefined && keys.length === 0) keys.push(sealed.key);
    return sealed.body.ref;
  };
  const contentRefs: string[] = [];
  const keep = async (content: { mediaType: string; base64: string }): Promise<string> => {
    const ref = await seal(JSON.stringify(content));
    contentRefs.push(ref);
    return ref;
  };
  const attachments: Attachment[] = [];
  for (const { content, ...attachment } of post.attachments ?? []) {
    attachments.push(content === undefined ? attachment : { ...attachment, contentRef: await keep({ mediaType: attachment.mediaType, base64: Buffer.from(content).toString('base64') }) });
  }
  const htmlRef = post.html === undefined ? undefined : await keep({ mediaType: 'text/html', base64: Buffer.from(post.html, 'utf8').toString('base64') });
  const { text, url, subject, fullText, media, mentions, recipients, references } = post;
  const body: MessageBody = {
    text,
    ...(url === undefined ? {} : { url }),
    ...(subject === undefined ? {} : { subject }),
    ...(fullText === undefined ? {} : { fullText }),
    ...(htmlRef === undefined ? {} : { htmlRef }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(media === undefined ? {} : { media }),
    ...(mentions === undefined ? {} : { mentions }),
    ...(recipients === undefined ? {} : { recipients }),
    ...(references === undefined ? {} : { references }),
  };
  const bodyRef = await seal(JSON.stringify(body));
  return { bodies, keys, contentRefs, bodyRef };
}
