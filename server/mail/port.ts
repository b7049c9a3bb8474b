/** A plain mail of the server's own: transcripts and answers to visitors who have left. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** BCP 47, for `Content-Language`. */
  readonly lang: string;
}

export interface MailSender {
  /** Resolves when the mail server took it under this Message-ID; rejects otherwise. */
  send(mail: OutgoingMail, messageId: string): Promise<void>;
  close(): void;
}

/** Keeps mails until they are gone: on disk, sealed, tried again. */
export interface MailQueue {
  /** The same id again is the same mail. `about` names what it may be taken back by. */
  put(id: string, mail: OutgoingMail, when: { readonly dueAt: number; readonly about?: string | undefined }): void;
  /** Takes back what is not under way. */
  cancel(about: string): void;
}
