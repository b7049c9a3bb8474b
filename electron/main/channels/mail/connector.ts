import { mailChannel } from '../../../../shared/channels/mail.ts';
import { ownMessageId } from '../../../../shared/domain/mail-id.ts';
import type { CheckOutcome, OutboundConnector, SendOutcome } from '../ports.ts';
import { domainOf, readAccount, type MailAccount } from './account.ts';
import { compose, type ComposedMail } from './compose.ts';
import { refreshMailbox } from './refresh.ts';
import { fileCopy, findSent, verifyImap } from './sent-folder.ts';
import { submit, verifySmtp, type SmtpResult } from './smtp.ts';

const COPY_TIMEOUT_MS = 15_000;
const MOST_COPIES_DUE = 50;

/**
 * E-mail: the mail server's acceptance is the effect. The Message-ID is made of the stored platform key, so that an answer nobody heard of can be looked for under
 * Sent. A repeat is never safe by itself: two mails with one id may both be shown. `now`: this machine's wall clock, ms.
 */
export function createMailConnector(now: () => number): OutboundConnector {
  // Copies that could not be filed; tried again with the next answer. The answer itself is out.
  const due: { readonly account: MailAccount; readonly mail: ComposedMail; readonly at: number }[] = [];
  const fileDue = async (): Promise<void> => {
    for (const copy of due.splice(0)) if (!(await fileCopy(copy.account, copy.mail, copy.at, AbortSignal.timeout(COPY_TIMEOUT_MS))) && due.length < MOST_COPIES_DUE) due.push(copy);
  };
  return {
    channel: mailChannel.name,
    safeToRepeat: () => false,
    send: async (request) => {
      const account = readAccount(request);
      if (typeof account === 'string') return invalid(account);
      const at = now();
      const mail = await compose(account.settings, request, at);
      if (typeof mail === 'string') return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: mail, retryable: false } };
      const result = await submit(account, mail, request.signal);
      if (result.kind !== 'accepted') return outcomeOf(result);
      if (account.settings.sentBy === 'desk') {
        due.push({ account, mail, at });
        // Beside the answer: that it is out does not wait for its copy.
        void fileDue();
      }
      return { kind: 'delivered', remoteId: mail.messageId, sentAt: at };
    },
    reconcile: async (request) => {
      const account = readAccount(request);
      if (typeof account === 'string') return { kind: 'unreachable', detail: account };
      const remoteId = ownMessageId(request.platformKey, request.part, domainOf(account.settings));
      const found = await findSent(account, remoteId, request.signal);
      if (found.kind === 'found') return { kind: 'found', remoteId, sentAt: found.sentAt === 0 ? request.attemptStartedAt : found.sentAt };
      return found.kind === 'notFound' ? found : { kind: 'unreachable', detail: found.detail };
    },
    refresh: (target) => refreshMailbox(target, now),
    check: async (target): Promise<CheckOutcome> => {
      const account = readAccount(target);
      if (typeof account === 'string') return { ok: false, code: 'CREDENTIAL_INVALID', detail: account };
      const smtp = await verifySmtp(account, target.signal);
      if (smtp.kind !== 'accepted') return { ok: false, code: smtp.kind === 'refused' && smtp.reason === 'credential' ? 'CREDENTIAL_REJECTED' : 'PLATFORM_UNREACHABLE', detail: `SMTP: ${smtp.detail}` };
      const imap = await verifyImap(account, target.signal);
      if (imap.kind === 'unreachable') return { ok: false, code: imap.credentialRejected ? 'CREDENTIAL_REJECTED' : 'PLATFORM_UNREACHABLE', detail: `IMAP: ${imap.detail}` };
      return { ok: true, as: account.settings.address };
    },
  };
}

const invalid = (detail: string): SendOutcome => ({ kind: 'failed', failure: { code: 'CREDENTIAL_INVALID', detail, retryable: false }, credentialRejected: true });

function outcomeOf(result: Exclude<SmtpResult, { kind: 'accepted' }>): SendOutcome {
  if (result.kind === 'lost') return { kind: 'unknown', detail: result.detail };
  const failed = (code: string, retryable: boolean, more: { credentialRejected?: boolean; retryAfterMs?: number } = {}): SendOutcome => ({ kind: 'failed', failure: { code, detail: result.detail, retryable }, ...more });
  switch (result.reason) {
    case 'credential':
      return failed('CREDENTIAL_REJECTED', true, { credentialRejected: true });
    case 'limit':
      return failed('PLATFORM_RATE_LIMITED', true, { retryAfterMs: 60_000 });
    case 'never':
      return failed('PLATFORM_REFUSED', false);
    default:
      return failed('PLATFORM_UNREACHABLE', true);
  }
}

