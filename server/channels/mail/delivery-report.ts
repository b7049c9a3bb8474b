import { bareMessageId, messageIdsIn } from '../../../shared/domain/mail-id.ts';

export interface DeliveryReport {
  /** `failed` for good; anything else (delayed, relayed, delivered) is news only. */
  readonly failed: boolean;
  readonly recipient: string | undefined;
  /** Message-ID of the mail the report is about. */
  readonly originalId: string | undefined;
  /** What that mail answered: finds its thread before the mail itself is known here. */
  readonly references: readonly string[];
  readonly status: string | undefined;
  readonly diagnostic: string | undefined;
}

/** Reads RFC 3464: the machine's part and the headers of the mail it is about. */
export function deliveryReport(parts: readonly { readonly mimeType: string; readonly text: string }[]): DeliveryReport {
  const status = unfold(parts.find((part) => part.mimeType === 'message/delivery-status')?.text ?? '');
  const original = unfold(parts.find((part) => part.mimeType === 'text/rfc822-headers' || part.mimeType === 'message/rfc822')?.text ?? '');
  const field = (text: string, name: string): string | undefined => new RegExp(`^${name}:[ \\t]*(.{1,900})$`, 'imu').exec(text)?.[1]?.trim();
  const recipient = (field(status, 'Original-Recipient') ?? field(status, 'Final-Recipient'))?.replace(/^[^;]*;\s*/, '').replaceAll(/[<>]/g, '').toLowerCase();
  return {
    failed: (field(status, 'Action') ?? 'failed').toLowerCase() === 'failed',
    recipient,
    originalId: bareMessageId(field(original, 'Message-ID')),
    references: [...messageIdsIn(field(original, 'References')), ...messageIdsIn(field(original, 'In-Reply-To'))],
    status: field(status, 'Status'),
    diagnostic: field(status, 'Diagnostic-Code')?.replace(/^[^;]*;\s*/, ''),
  };
}

const unfold = (text: string): string => text.slice(0, 200_000).replaceAll('\r\n', '\n').replaceAll(/\n[ \t]+/g, ' ');
