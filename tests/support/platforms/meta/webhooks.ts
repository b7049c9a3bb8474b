// Page and Instagram webhooks as Meta delivers them: the handshake, then signed changes and messages.
import { createHmac, randomInt } from 'node:crypto';
import type { MetaEntry, MetaMessage, MetaModel } from './model.ts';

export const signMeta = (secret: string, raw: string | Uint8Array): string => `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;

export type Product = 'page' | 'instagram';

export class MetaWebhooks {
  readonly delivered: { url: string; body: Record<string, unknown>; status: number }[] = [];
  readonly #appSecret: string;
  readonly #verifyToken: string;
  readonly #model: MetaModel;
  readonly #urls = new Map<Product, string[]>();

  constructor(appSecret: string, verifyToken: string, model: MetaModel) {
    this.#appSecret = appSecret;
    this.#verifyToken = verifyToken;
    this.#model = model;
  }

  /** As on saving the callback address: it must give the challenge back as it is. */
  async subscribe(product: Product, url: string): Promise<void> {
    const challenge = String(randomInt(1_000_000_000));
    const response = await fetch(`${url}?hub.mode=subscribe&hub.challenge=${challenge}&hub.verify_token=${encodeURIComponent(this.#verifyToken)}`);
    if (response.status !== 200 || (await response.text()) !== challenge) throw new Error(`the callback did not pass verification: ${response.status}`);
    this.#urls.set(product, [...(this.#urls.get(product) ?? []), url]);
  }

  async deliver(product: Product, entry: Record<string, unknown>): Promise<void> {
    const body = { object: product, entry: [entry] };
    const raw = JSON.stringify(body);
    for (const url of this.#urls.get(product) ?? []) {
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-signature-256': signMeta(this.#appSecret, raw) }, body: raw });
      await response.arrayBuffer();
      this.delivered.push({ url, body, status: response.status });
    }
  }

  change(entry: MetaEntry, verb: 'add' | 'edited' | 'remove' | 'hide' | 'unhide', at: number): Promise<void> {
    return this.deliver(entry.kind === 'igComment' ? 'instagram' : 'page', this.changeEntry(entry, verb, at));
  }

  changeEntry(entry: MetaEntry, verb: 'add' | 'edited' | 'remove' | 'hide' | 'unhide', at: number): Record<string, unknown> {
    const seconds = Math.floor(at / 1000);
    if (entry.kind === 'igComment') {
      return {
        id: this.#model.instagram.id,
        time: seconds,
        changes: [{ field: 'comments', value: { from: { id: entry.from.id, username: entry.from.username }, media: { id: entry.postId, media_product_type: 'FEED' }, id: entry.id, ...(entry.parentId === undefined ? {} : { parent_id: entry.parentId }), text: entry.message } }],
      };
    }
    const isPost = entry.kind === 'post';
    return {
      id: this.#model.page.id,
      time: seconds,
      changes: [
        {
          field: 'feed',
          value: {
            item: isPost ? (entry.from.id === this.#model.page.id ? 'status' : 'post') : 'comment',
            verb,
            from: { id: entry.from.id, name: entry.from.name },
            post_id: entry.postId,
            ...(isPost ? { published: 1 } : { comment_id: entry.id, parent_id: entry.parentId ?? entry.postId }),
            created_time: Math.floor(entry.createdAt / 1000),
            ...(verb === 'remove' ? {} : { message: entry.message }),
          },
        },
      ],
    };
  }

  messageEntry(message: MetaMessage, appId: string, verb: 'add' | 'deleted' | 'edited' = 'add'): Record<string, unknown> {
    const own = message.platform === 'messenger' ? this.#model.page.id : this.#model.instagram.id;
    const [sender, recipient] = message.fromPage ? [own, message.personId] : [message.personId, own];
    const common = { sender: { id: sender }, recipient: { id: recipient }, timestamp: message.createdAt };
    const said =
      verb === 'edited'
        ? { message_edit: { mid: message.mid, text: message.text, num_edit: 1 } }
        : {
            message: {
              mid: message.mid,
              ...(verb === 'deleted' ? { is_deleted: true } : message.attachment === undefined ? { text: message.text } : { attachments: [{ type: message.attachment.type, payload: { url: `https://cdn.example.org/${message.mid}` } }] }),
              ...(message.replyTo === undefined ? {} : { reply_to: { mid: message.replyTo } }),
              ...(message.fromPage ? { is_echo: true, app_id: Number(appId), ...(message.metadata === undefined ? {} : { metadata: message.metadata }) } : {}),
            },
          };
    return { id: own, time: message.createdAt, messaging: [{ ...common, ...said }] };
  }

  async message(message: MetaMessage, appId: string, verb: 'add' | 'deleted' | 'edited' = 'add'): Promise<void> {
    await this.deliver(message.platform === 'messenger' ? 'page' : 'instagram', this.messageEntry(message, appId, verb));
  }
}
