import type { Automatic } from '../../../shared/domain/message-parts.ts';
import { ownKeyOf } from '../../../shared/domain/mail-id.ts';

export interface MailHead {
  /** Lower-case name → values, in the order of the mail. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly from: string | undefined;
  readonly replyTo: string | undefined;
  readonly subject: string | undefined;
  readonly messageId: string | undefined;
  /** Addresses of the brand. */
  readonly own: ReadonlySet<string>;
}

const POST_OFFICE = /^(mailer-daemon|postmaster|mail-daemon|bounce[sd]?)[@+-]/iu;
const ABSENCE = /^(automatische antwort|automatic reply|abwesenheitsnotiz|abwesend|out of (the )?office|auto(-| )?reply|autoantwort|abwesenheit)\b\s*[:[(-]?/iu;

/**
 * Whether a machine wrote it: RFC 3834 (Auto-Submitted), RFC 3464 (reports), lists (List-*, Precedence), Exchange's and other senders' own marks, and our own mail
 * coming back under a foreign sender. What a person sent through a web form (auto-generated, with a Reply-To of somebody else) is a person's.
 */
export function automaticOf(head: MailHead): Automatic | undefined {
  const first = (name: string): string => (head.headers.get(name)?.[0] ?? '').trim().toLowerCase();
  const has = (name: string): boolean => head.headers.has(name);
  const contentType = first('content-type');
  const isReport = contentType.startsWith('multipart/report');
  const report = /report-type\s*=\s*"?([\w-]+)/.exec(contentType)?.[1];
  const nullSender = has('return-path') && /^<?\s*>?$/.test(first('return-path'));
  const fromPostOffice = head.from !== undefined && POST_OFFICE.test(head.from);
  if (isReport && (report === 'delivery-status' || report === undefined)) return 'bounce';
  if (isReport) return 'autoReply';
  if (fromPostOffice && (nullSender || has('x-failed-recipients'))) return 'bounce';
  if (has('x-failed-recipients')) return 'bounce';
  const isOwn = head.from !== undefined && head.own.has(head.from);
  if (!isOwn && ((head.messageId !== undefined && ownKeyOf(head.messageId) !== undefined) || has('x-leitstand') || head.headers.get('x-loop')?.some((value) => head.own.has(value.trim().toLowerCase())) === true)) return 'loop';
  if (isOwn) return undefined;
  const submitted = first('auto-submitted').split(/[;\s]/)[0] ?? '';
  const viaForm = head.replyTo !== undefined && head.replyTo !== head.from && !head.own.has(head.replyTo);
  if (submitted === 'auto-replied' || submitted === 'auto-notified') return 'autoReply';
  if (has('list-id') || has('list-post') || has('list-unsubscribe') || ['bulk', 'list', 'junk'].includes(first('precedence'))) return 'list';
  if (submitted !== '' && submitted !== 'no' && !viaForm) return 'autoReply';
  if (has('x-autoreply') || has('x-autorespond') || has('x-autoresponder') || has('x-auto-reply-from') || first('precedence') === 'auto_reply' || first('x-precedence') === 'auto_reply') return 'autoReply';
  if (/\b(all|autoreply|oof)\b/.test(first('x-auto-response-suppress')) && (nullSender || ABSENCE.test(head.subject ?? '') || /\ball\b/.test(first('x-auto-response-suppress'))) && !viaForm) return 'autoReply';
  if (ABSENCE.test(head.subject ?? '') && (nullSender || has('x-ms-exchange-inbox-rules-loop') || has('x-mail-autoreply'))) return 'autoReply';
  return nullSender ? 'autoReply' : undefined;
}
