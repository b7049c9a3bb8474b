import { messageIdsIn, ownMessageId } from '../../../../shared/domain/mail-id.ts';
import type { FrozenReply } from '../../../../shared/domain/reply.ts';
import type { OutboundFile } from '../ports.ts';
import { domainOf, type MailSettings } from './account.ts';

export interface ComposedMail {
  readonly raw: Buffer;
  /** Without brackets. */
  readonly messageId: string;
  readonly envelope: { readonly from: string; readonly to: string[] };
}

const ADDRESS = /^[^\s<>"',;@]{1,200}@[^\s<>"',;@]{1,250}$/u;

/** The mail of one part, byte for byte the same at every attempt (`date` is the attempt's own). A text says why there can be none. */
export async function compose(settings: MailSettings, request: { frozen: FrozenReply; part: number; platformKey: string; previousRemoteId?: string | undefined; files?: readonly OutboundFile[] | undefined }, date: number): Promise<ComposedMail | string> {
  const { frozen, part, platformKey } = request;
  const text = frozen.parts[part];
  if (text === undefined) return `the reply has no part ${part + 1}`;
  const to = frozen.recipientRemoteId?.toLowerCase();
  if (to === undefined || !ADDRESS.test(to)) return 'the reply has no address to go to';
  const others = (frozen.recipients ?? []).filter(({ remoteId }) => ADDRESS.test(remoteId) && remoteId !== to);
  const messageId = ownMessageId(platformKey, part, domainOf(settings));
  const references = [...(frozen.references ?? []), ...(request.previousRemoteId === undefined ? [] : [request.previousRemoteId])].filter((id) => !id.startsWith('sha256:'));
  const parent = part === 0 ? realId(frozen, references) : request.previousRemoteId;
  // Read with the first mail, not with every start.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    from: { name: settings.fromName ?? '', address: settings.address },
    to: [to],
    cc: others.filter((one) => one.role === 'cc').map((one) => one.remoteId),
    subject: frozen.subject ?? 'Ihre Nachricht',
    text,
    messageId: `<${messageId}>`,
    date: new Date(date),
    ...(parent === undefined ? {} : { inReplyTo: `<${parent}>` }),
    ...(references.length === 0 ? {} : { references: [...new Set(references)].map((id) => `<${id}>`).join(' ') }),
    // Their absence notes are not for a service desk's answers, and if this ever comes round again it is known.
    headers: { 'X-Auto-Response-Suppress': 'OOF, AutoReply', 'X-Leitstand': platformKey, ...(frozen.automatic === true ? { 'Auto-Submitted': 'auto-replied' } : {}) },
    ...(request.files === undefined
      ? {}
      : { attachments: request.files.map(({ name, mediaType, content, alt }) => ({ filename: name, contentType: mediaType, content: Buffer.from(content.buffer, content.byteOffset, content.byteLength), contentDisposition: 'attachment' as const, ...(alt === undefined ? {} : { headers: { 'Content-Description': alt } }) })) }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const raw = await composer.compile().build();
  return { raw, messageId, envelope: { from: settings.address, to: [to, ...others.map((one) => one.remoteId)] } };
}

/** A Message-ID too long for a remote id is known by its hash; the real one stands at the end of the references. */
function realId(frozen: FrozenReply, references: readonly string[]): string | undefined {
  const parent = frozen.inReplyToRemoteId;
  if (parent === undefined || !parent.startsWith('sha256:')) return parent;
  return messageIdsIn(references.at(-1) === undefined ? undefined : `<${references.at(-1) ?? ''}>`)[0];
}
