import { createHmac } from 'node:crypto';
import { chatChannel } from '../../shared/channels/chat.ts';
import { chatSettingsSchema, personaOf } from '../../shared/channels/chat-settings.ts';
import type { Message } from '../../shared/domain/message.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { Attachment } from '../../shared/domain/message-parts.ts';
import { VISITOR_HISTORY } from '../../shared/protocol/visitor-limits.ts';
import type { VisitorMessage } from '../../shared/protocol/visitor.ts';
import type { Center } from '../center/center.ts';
import type { ChatBrand, VisitorRef } from '../channels/chat/ports.ts';
import type { TextReader } from '../push/port.ts';
import type { VisitorFiles } from './visitor-files.ts';

/** Separates a visitor's key from the id their page gave a message. */
const MARK = '.';
const KEY = /^v[0-9a-f]{40}$/;

/** The visitors' threads as the log has them. A thread is found by a keyed hash of the visitor's secret token; the token itself is kept nowhere. */
export class ChatThreads {
  readonly #center: Center;
  readonly #texts: TextReader;
  readonly #secret: Buffer;
  readonly #files: VisitorFiles | undefined;

  constructor(parts: { readonly center: Center; readonly texts: TextReader; readonly secret: Buffer; readonly files?: VisitorFiles | undefined }) {
    this.#center = parts.center;
    this.#texts = parts.texts;
    this.#secret = parts.secret;
    this.#files = parts.files;
  }

  brand(handle: string): ChatBrand | undefined {
    const id = this.#center.index.accountByHandle(chatChannel.name, handle);
    return id === undefined ? undefined : this.brandOf(id);
  }

  brandOf(accountId: string): ChatBrand | undefined {
    const account = this.#center.committed.get('account', accountId);
    if (account === undefined || account.channel !== chatChannel.name) return undefined;
    const settings = chatSettingsSchema.safeParse(account.settings ?? {});
    return settings.success ? { accountId: account.id, handle: account.handle, brand: account.brand, settings: settings.data } : undefined;
  }

  ref(brand: ChatBrand, token: string): VisitorRef {
    return { brand, key: `v${createHmac('sha256', this.#secret).update(`${brand.accountId}\n${token}`).digest('hex').slice(0, 40)}` };
  }

  remoteIdOf({ key }: VisitorRef, clientId: string): string {
    return `${key}${MARK}${clientId}`;
  }

  threadOf({ brand, key }: VisitorRef): string | undefined {
    return this.#center.index.threadByRemote(brand.accountId, key);
  }

  conversationOf(visitor: VisitorRef): string | undefined {
    const threadId = this.threadOf(visitor);
    return threadId === undefined ? undefined : [...this.#center.index.conversationsOf(threadId)][0];
  }

  /** Whose thread this is; undefined where it is none of a visitor's. */
  visitorOf(threadId: string): VisitorRef | undefined {
    const thread = this.#center.committed.get('thread', threadId);
    if (thread === undefined || thread.channel !== chatChannel.name || !KEY.test(thread.remoteId)) return undefined;
    const brand = this.brandOf(thread.accountId);
    return brand === undefined ? undefined : { brand, key: thread.remoteId };
  }

  /** The agent as visitors of this brand read them. */
  nameOf(brand: ChatBrand, agentId: string | undefined): string | undefined {
    const agent = agentId === undefined ? undefined : this.#center.committed.get('agent', agentId);
    return agent === undefined ? undefined : personaOf(agent.name, brand.brand, brand.settings.persona);
  }

  /** Every message of the thread, oldest first. */
  all(visitor: VisitorRef): Message[] {
    const threadId = this.threadOf(visitor);
    const ids = threadId === undefined ? [] : [...this.#center.index.messagesOf(threadId)];
    return ids.flatMap((id) => this.#center.committed.get('message', id) ?? []).sort((a, b) => a.seq - b.seq);
  }

  lastSeq(visitor: VisitorRef, direction?: Message['direction'] | undefined): number {
    return this.all(visitor).findLast((message) => direction === undefined || message.direction === direction)?.seq ?? 0;
  }

  /** Those after a place, and older ones that were changed since they were sent. */
  async since(visitor: VisitorRef, afterSeq: number): Promise<{ messages: VisitorMessage[]; cursor: number }> {
    const all = this.all(visitor);
    const wanted = all.filter((message) => message.seq > afterSeq || message.editedAt !== undefined || message.deletedAt !== undefined).slice(-VISITOR_HISTORY);
    return { messages: await this.shown(visitor, wanted), cursor: all.at(-1)?.seq ?? 0 };
  }

  /** As the visitor may see them. What cannot be read any more is left out. */
  async shown(visitor: VisitorRef, messages: readonly Message[]): Promise<VisitorMessage[]> {
    const texts = await this.#texts.read(messages.flatMap((message) => (message.deletedAt === undefined ? [message.bodyRef] : [])));
    return messages.flatMap((message): VisitorMessage[] => {
      const isTheirs = message.direction === 'in';
      const name = isTheirs ? undefined : (this.nameOf(visitor.brand, message.agentId) ?? visitor.brand.brand);
      const common = { id: isTheirs ? message.remoteId.slice(visitor.key.length + MARK.length) : message.remoteId, seq: message.seq, from: isTheirs ? ('visitor' as const) : ('agent' as const), at: message.sentAt, ...(name === undefined ? {} : { name }) };
      if (message.deletedAt !== undefined) return [{ ...common, text: '', gone: true }];
      const raw = texts.get(message.bodyRef);
      const body = raw === undefined ? undefined : messageBodySchema.safeParse(JSON.parse(raw));
      if (body?.success !== true) return [];
      const files = isTheirs ? [] : this.#filesOf(message, body.data.attachments ?? []);
      return [{ ...common, text: body.data.text, ...(files.length === 0 ? {} : { files }), ...(message.editedAt === undefined ? {} : { edited: true }) }];
    });
  }

  /** Only those that lie here and belong to this very message. */
  #filesOf({ contentRefs }: Message, attachments: readonly Attachment[]): NonNullable<VisitorMessage['files']> {
    const files = this.#files;
    if (files === undefined) return [];
    return attachments.flatMap(({ name, bytes, alt, contentRef }) => (contentRef === undefined || contentRefs?.includes(contentRef) !== true ? [] : [{ name, bytes, path: files.pathOf(contentRef, name), ...(alt === undefined ? {} : { alt }) }]));
  }
}
