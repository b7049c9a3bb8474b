import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { mailChannel } from '../../../shared/channels/mail.ts';
import { inboundPostSchema, type InboundAttachment, type InboundPost } from '../../../shared/domain/inbound.ts';
import { bareMessageId, fitsRemoteId, messageIdsIn, ownKeyOf } from '../../../shared/domain/mail-id.ts';
import type { Recipient } from '../../../shared/domain/message-parts.ts';
import { automaticOf } from './automatic.ts';
import { deliveryReport } from './delivery-report.ts';
import { htmlText } from './html-text.ts';
import { readingText } from './reading-text.ts';

export interface MailAccount {
  /** Handle of the account, as registered. */
  readonly account: string;
  /** Addresses of the brand, lower case. */
  readonly own: ReadonlySet<string>;
}

export interface MailSource {
  readonly raw: Uint8Array;
  /** `raw` is only the beginning: the mail is larger than we take. */
  readonly isCut: boolean;
  /** Bytes of the whole mail. */
  readonly bytes: number;
  /** When the server got it, ms; the mail's own date may be anything. */
  readonly receivedAt: number;
}

export const MOST_ATTACHMENTS = 100;
const MOST_LISTED = 198;
const MOST_FILE_BYTES = 25 * 1024 * 1024;
const MOST_TEXT = 100_000;
const MOST_HTML = 2_000_000;
const DAY_MS = 86_400_000;

/** One mail as an inbound message. Never throws: what cannot be read comes as it is, in a file, with whatever could be made out. */
export async function readMail(source: MailSource, account: MailAccount): Promise<InboundPost> {
  let mail: Email | undefined;
  try {
    mail = await PostalMime.parse(source.raw, { attachmentEncoding: 'arraybuffer', maxNestingDepth: 100, maxHeadersSize: 2 * 1024 * 1024, forceRfc822Attachments: true });
  } catch {
    mail = undefined;
  }
  const post = mail === undefined ? unreadable(source, account) : fromMail(mail, source, account);
  const cleaned = { ...post, text: clean(post.text), ...(post.fullText === undefined ? {} : { fullText: clean(post.fullText) }) };
  // What fits no message for whatever reason still comes, as it is.
  return inboundPostSchema.safeParse(cleaned).success ? cleaned : unreadable(source, account);
}

function fromMail(mail: Email, source: MailSource, { account, own }: MailAccount): InboundPost {
  const headers = headersOf(mail);
  const from = mailboxes(mail.from === undefined ? [] : [mail.from])[0] ?? mailboxes(mail.sender === undefined ? [] : [mail.sender])[0];
  const replyTo = mailboxes(mail.replyTo ?? []);
  const isOwn = from !== undefined && own.has(from.address);
  const onlyReplyTo = replyTo.length === 1 && replyTo[0] !== undefined && !own.has(replyTo[0].address) ? replyTo[0] : undefined;
  const messageId = bareMessageId(mail.messageId);
  const subject = mail.subject === undefined ? undefined : oneLine(mail.subject, 998);
  const automatic = automaticOf({ headers, from: from?.address, replyTo: onlyReplyTo?.address, subject, messageId, own });
  const report = automatic === 'bounce' ? deliveryReport(textParts(mail.attachments)) : undefined;
  const author = isOwn ? from : (onlyReplyTo ?? from ?? { address: 'unknown@invalid', name: '' });
  const references = [...new Set([...messageIdsIn(headers.get('references')?.join(' ')), ...messageIdsIn(mail.inReplyTo), ...(report?.references ?? []), ...(report?.originalId === undefined ? [] : [report.originalId])])].slice(-99);
  const parent = report?.originalId ?? messageIdsIn(mail.inReplyTo)[0] ?? references.at(-1);
  const ids = messageId === undefined || fitsRemoteId(messageId) ? references : [...references, messageId];
  const plain = mail.text !== undefined && mail.text.trim() !== '' ? mail.text : htmlText(mail.html ?? '');
  const reading = readingText(plain);
  const tooLong = (reading.fullText ?? reading.text).length > MOST_TEXT;
  const { attachments, htmlLost } = filesOf(mail, source, tooLong ? plain : undefined);
  const recipients = recipientsOf(mail, own);
  const ownKey = isOwn && messageId !== undefined ? ownKeyOf(messageId) : undefined;
  const to = recipients.find((one) => one.role === 'to');
  return {
    v: 1,
    kind: 'post',
    channel: mailChannel.name,
    account,
    remoteId: remoteIdOf(messageId, source.raw),
    direction: isOwn ? 'out' : 'in',
    author: { remoteId: author.address.slice(0, 256), handle: author.address.slice(0, 256), displayName: (author.name === '' ? (from?.name ?? '') : author.name).slice(0, 256) || author.address.slice(0, 256) },
    text: reading.text.slice(0, MOST_TEXT),
    ...(reading.fullText === undefined ? {} : { fullText: reading.fullText.slice(0, MOST_TEXT) }),
    ...(subject === undefined || subject === '' ? {} : { subject }),
    ...(mail.html === undefined || mail.html.trim() === '' || htmlLost ? {} : { html: mail.html }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(recipients.length === 0 ? {} : { recipients: recipients.slice(0, 100) }),
    ...(ids.length === 0 ? {} : { references: ids }),
    ...(automatic === undefined ? {} : { automatic: automatic === 'bounce' && report?.failed === false ? 'autoReply' : automatic }),
    visibility: 'private',
    sentAt: sentAt(mail.date, source.receivedAt),
    ...(parent === undefined ? {} : { inReplyToRemoteId: remoteIdOf(parent, source.raw) }),
    ...(isOwn && to !== undefined ? { recipientRemoteId: to.remoteId } : report?.recipient === undefined ? {} : { recipientRemoteId: report.recipient.slice(0, 256) }),
    ...(ownKey === undefined ? {} : { clientKey: ownKey }),
  };
}

/** Nothing could be made of its structure: head and body as bytes, the whole as a file. */
function unreadable(source: MailSource, { account, own }: MailAccount): InboundPost {
  const text = new TextDecoder('windows-1252').decode(source.raw.subarray(0, 64 * 1024));
  const head = text.split(/\r?\n\r?\n/)[0] ?? '';
  const field = (name: string): string | undefined => new RegExp(`^${name}:[ \\t]*(.{1,900})$`, 'imu').exec(head)?.[1]?.trim();
  const from = (/[^\s<>"'@]{1,120}@[^\s<>"'@]{1,120}/.exec(field('From') ?? '')?.[0] ?? 'unknown@invalid').toLowerCase();
  const subject = field('Subject');
  return {
    v: 1,
    kind: 'post',
    channel: mailChannel.name,
    account,
    remoteId: remoteIdOf(bareMessageId(field('Message-ID')), source.raw),
    direction: own.has(from) ? 'out' : 'in',
    author: { remoteId: from, handle: from },
    text: clean(text.slice(head.length, head.length + 20_000)).trim(),
    ...(subject === undefined ? {} : { subject: oneLine(subject, 998) }),
    attachments: [file('mail', 'mail.eml', 'message/rfc822', source.raw, source.isCut)],
    visibility: 'private',
    sentAt: source.receivedAt,
  };
}

function filesOf(mail: Email, source: MailSource, longText: string | undefined): { attachments: InboundAttachment[]; htmlLost: boolean } {
  const attachments: InboundAttachment[] = [];
  // What does not fit a message lies beside it whole.
  const htmlLost = (mail.html?.length ?? 0) > MOST_HTML;
  if (longText !== undefined) attachments.push(file('text', 'text.txt', 'text/plain', new TextEncoder().encode(longText), source.isCut));
  if (htmlLost && mail.html !== undefined) attachments.push(file('html', 'mail.html', 'text/html', new TextEncoder().encode(mail.html), source.isCut));
  let rest = 0;
  let restBytes = 0;
  let kept = 0;
  for (const [index, attachment] of mail.attachments.entries()) {
    const content = bytesOf(attachment);
    if (attachments.length >= MOST_LISTED) {
      rest += 1;
      restBytes += content.byteLength;
      continue;
    }
    const name = oneLine(attachment.filename ?? attachment.description ?? '', 200) || defaultName(attachment, index);
    const tooMany = attachments.length >= MOST_ATTACHMENTS;
    const tooLarge = source.isCut || kept + content.byteLength > MOST_FILE_BYTES;
    const listed: InboundAttachment = { remoteId: `part-${index + 1}`, name, mediaType: oneLine(attachment.mimeType, 128) || 'application/octet-stream', bytes: content.byteLength, ...(attachment.contentId === undefined ? {} : { inlineId: attachment.contentId.replaceAll(/[<>]/g, '').slice(0, 998) }) };
    if (tooMany || tooLarge) attachments.push({ ...listed, withheld: tooMany ? 'tooMany' : 'tooLarge' });
    else {
      kept += content.byteLength;
      attachments.push({ ...listed, content });
    }
  }
  if (rest > 0) attachments.push({ remoteId: 'rest', name: `+ ${rest}`, mediaType: 'application/octet-stream', bytes: restBytes, withheld: 'tooMany' });
  if (source.isCut) attachments.push({ remoteId: 'mail', name: 'mail.eml', mediaType: 'message/rfc822', bytes: source.bytes, withheld: 'tooLarge' });
  return { attachments, htmlLost };
}

const file = (remoteId: string, name: string, mediaType: string, content: Uint8Array, isCut: boolean): InboundAttachment => ({ remoteId, name, mediaType, bytes: content.byteLength, ...(isCut ? { withheld: 'tooLarge' as const } : { content }) });
const defaultName = (attachment: Attachment, index: number): string => (attachment.mimeType === 'message/rfc822' ? 'mail.eml' : `file-${index + 1}`);
const bytesOf = ({ content }: Attachment): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content instanceof Uint8Array ? content : new Uint8Array(content));

function textParts(attachments: readonly Attachment[]): { mimeType: string; text: string }[] {
  return attachments.map((attachment) => ({ mimeType: attachment.mimeType, text: new TextDecoder().decode(bytesOf(attachment).subarray(0, 200_000)) }));
}

function headersOf(mail: Email): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { key, value } of mail.headers) headers.set(key, [...(headers.get(key) ?? []), value]);
  return headers;
}

function mailboxes(addresses: readonly Address[]): { address: string; name: string }[] {
  return addresses.flatMap((one) => (one.group === undefined ? [one] : one.group)).flatMap(({ address, name }) => (address === undefined || !address.includes('@') ? [] : [{ address: oneLine(address, 250).toLowerCase(), name: oneLine(name, 250) }]));
}

function recipientsOf(mail: Email, own: ReadonlySet<string>): Recipient[] {
  const as = (role: 'to' | 'cc', list: readonly Address[] | undefined): Recipient[] => mailboxes(list ?? []).filter(({ address }) => !own.has(address)).map(({ address, name }) => ({ remoteId: address, role, ...(name === '' ? {} : { name }) }));
  return [...as('to', mail.to), ...as('cc', mail.cc)];
}

/** The Message-ID itself where it fits; a mail without one is known by its bytes. */
function remoteIdOf(messageId: string | undefined, raw: Uint8Array): string {
  if (messageId !== undefined && fitsRemoteId(messageId)) return messageId;
  return `sha256:${createHash('sha256').update(messageId ?? raw).digest('hex')}`;
}

/** A date in the future or absurdly old is the sender's clock: then the server's word counts. */
function sentAt(date: string | undefined, receivedAt: number): number {
  const at = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) || at > receivedAt + DAY_MS || at < receivedAt - 365 * DAY_MS || at < 0 ? receivedAt : at;
}

const oneLine = (text: string, most: number): string => text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim().slice(0, most);
const clean = (text: string): string => text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
