import type { Availability, VisitorMessage } from '../../../shared/protocol/visitor.ts';
import type { ChatSettings } from '../../../shared/channels/chat-settings.ts';
import type { ErrorCode } from '../../../shared/util/errors.ts';

/** A brand account that has a chat. */
export interface ChatBrand {
  readonly accountId: string;
  readonly handle: string;
  /** As visitors read it. */
  readonly brand: string;
  readonly settings: ChatSettings;
}

/** One visitor's thread: made of the secret token, never the token itself. */
export interface VisitorRef {
  readonly brand: ChatBrand;
  readonly key: string;
}

export interface VisitorView {
  readonly state: 'new' | 'open' | 'over';
  readonly readSeq: number;
  readonly seenSeq: number;
  readonly agent?: string | undefined;
  readonly emailKept: boolean;
  readonly rated: boolean;
}

export interface Said {
  readonly seq: number;
}

/** What happened to a visitor's thread, told in order. */
export type ThreadNews =
  | { readonly kind: 'message'; readonly message: VisitorMessage }
  | { readonly kind: 'agent'; readonly name?: string | undefined }
  | { readonly kind: 'typing'; readonly on: boolean; readonly name?: string | undefined }
  | { readonly kind: 'read'; readonly seq: number }
  | { readonly kind: 'over' };

/** A refusal a visitor is told, by its code. */
export class ChatRefusal extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, retryAfterMs?: number) {
    super(code);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The house behind the visitors' door: threads in the log, and what is kept of visits beside it. */
export interface ChatHouse {
  brand(handle: string): ChatBrand | undefined;
  ref(brand: ChatBrand, token: string): VisitorRef;
  look(visitor: VisitorRef): VisitorView;
  availability(brand: ChatBrand): Availability;
  readonly canMail: boolean;
  /** Messages after `afterSeq` and older ones changed since they were sent; oldest first. `cursor` covers them all. */
  messages(visitor: VisitorRef, afterSeq: number): Promise<{ readonly messages: readonly VisitorMessage[]; readonly cursor: number }>;
  /** Resolves when it is on disk; the same id again is the same message. Throws ChatRefusal. */
  say(visitor: VisitorRef, message: { readonly id: string; readonly text: string; readonly lang: string; readonly page?: string | undefined; readonly email?: string | undefined }): Promise<Said>;
  /** Where the visitor is: ephemeral, for the desks that hold the conversation. */
  presence(visitor: VisitorRef, presence: { readonly here: boolean; readonly typing: boolean; readonly page?: string | undefined; readonly lang?: string | undefined }): void;
  seen(visitor: VisitorRef, seq: number): void;
  /** Throws ChatRefusal. */
  transcript(visitor: VisitorRef, email: string, lang: string): Promise<void>;
  end(visitor: VisitorRef): Promise<void>;
  rate(visitor: VisitorRef, stars: number): Promise<void>;
  onNews(listener: (key: string, news: ThreadNews) => void): () => void;
}
