// Account activity as X delivers it: the check of the address, then signed events in the older form of a post.
import { createHmac, randomBytes } from 'node:crypto';
import type { XMessage, XModel, XPost, XUser } from './model.ts';

export const signX = (secret: string, raw: string | Uint8Array): string => `sha256=${createHmac('sha256', secret).update(raw).digest('base64')}`;

export interface XDelivery {
  readonly body: Record<string, unknown>;
  readonly status: number;
}

export class XWebhooks {
  readonly delivered: XDelivery[] = [];
  readonly #consumerSecret: string;
  readonly #model: XModel;
  #url: string | undefined;
  readonly #subscribed = new Set<string>();

  constructor(consumerSecret: string, model: XModel) {
    this.#consumerSecret = consumerSecret;
    this.#model = model;
  }

  /** Checks the address as on creation: a wrong or missing answer to the challenge refuses it. */
  async register(url: string, subscribed: readonly string[]): Promise<void> {
    const token = randomBytes(24).toString('base64url');
    const response = await fetch(`${url}?crc_token=${token}`);
    const answer = (await response.json().catch(() => undefined)) as { response_token?: string } | undefined;
    if (response.status !== 200 || answer?.response_token !== signX(this.#consumerSecret, token)) throw new Error(`the webhook did not pass the check: ${response.status}`);
    this.#url = url;
    for (const id of subscribed) this.#subscribed.add(id);
  }

  async deliver(body: Record<string, unknown>): Promise<number> {
    if (this.#url === undefined || !this.#subscribed.has(String(body['for_user_id']))) return 0;
    const raw = JSON.stringify(body);
    const response = await fetch(this.#url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-twitter-webhooks-signature': signX(this.#consumerSecret, raw) }, body: raw });
    await response.arrayBuffer();
    this.delivered.push({ body, status: response.status });
    return response.status;
  }

  /** A post goes to its author, to whom it names, whom it answers and whom it quotes. */
  async posted(post: XPost): Promise<void> {
    for (const user of this.concerned(post)) await this.deliver(this.createdFor(user, post));
  }

  concerned(post: XPost): XUser[] {
    const parent = post.inReplyTo === undefined ? undefined : this.#model.posts.get(post.inReplyTo);
    const quoted = post.quoted === undefined ? undefined : this.#model.posts.get(post.quoted);
    const ids = new Set([post.authorId, parent?.authorId, quoted?.authorId, ...this.#model.mentionsIn(post.text).map((one) => one.user.id)]);
    return [...ids].flatMap((id) => (id === undefined ? [] : (this.#model.users.get(id) ?? [])));
  }

  createdFor(user: XUser, post: XPost): Record<string, unknown> {
    return { for_user_id: user.id, user_has_blocked: false, tweet_create_events: [this.classic(post)] };
  }

  /** X tells deletions of subscribed users only. */
  async deleted(post: XPost, at: number): Promise<void> {
    await this.deliver({ for_user_id: post.authorId, tweet_delete_events: [{ status: { id: post.id, user_id: post.authorId }, timestamp_ms: String(at) }] });
  }

  async messaged(message: XMessage): Promise<void> {
    for (const id of [message.recipientId, message.senderId]) await this.deliver(this.messageFor(id, message));
  }

  messageFor(forUserId: string, message: XMessage): Record<string, unknown> {
    const users = Object.fromEntries([message.senderId, message.recipientId].flatMap((id) => this.#model.users.get(id) ?? []).map((user) => [user.id, { id: user.id, created_timestamp: '1400000000000', name: user.name, screen_name: user.username, protected: false, verified: false, followers_count: user.followers }]));
    return {
      for_user_id: forUserId,
      direct_message_events: [{ type: 'message_create', id: message.id, created_timestamp: String(message.createdAt), message_create: { target: { recipient_id: message.recipientId }, sender_id: message.senderId, message_data: { text: message.text, entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] } } } }],
      users,
    };
  }

  /** The post as version 1.1 shows it, which account activity still uses. */
  classic(post: XPost, isQuoted = false): Record<string, unknown> {
    const author = this.#model.users.get(post.authorId);
    const parent = post.inReplyTo === undefined ? undefined : this.#model.posts.get(post.inReplyTo);
    const quoted = post.quoted === undefined ? undefined : this.#model.posts.get(post.quoted);
    const entities = {
      hashtags: [],
      urls: post.urls.map(({ url, expanded }) => ({ url, expanded_url: expanded, display_url: expanded, indices: [post.text.indexOf(url), post.text.indexOf(url) + url.length] })),
      user_mentions: this.#model.mentionsIn(post.text).map(({ user, start, end }) => ({ screen_name: user.username, name: user.name, id: Number(user.id), id_str: user.id, indices: [start, end] })),
    };
    const isLong = [...post.text].length > 140;
    return {
      created_at: new Date(post.createdAt).toUTCString().replace(/^(\w{3}), (\d{2}) (\w{3}) (\d{4}) ([\d:]+) GMT$/, '$1 $3 $2 $5 +0000 $4'),
      id: Number(post.id),
      id_str: post.id,
      text: isLong ? `${[...post.text].slice(0, 139).join('')}…` : post.text,
      ...(isLong ? { extended_tweet: { full_text: post.text, display_text_range: [0, [...post.text].length], entities } } : {}),
      truncated: isLong,
      in_reply_to_status_id_str: post.inReplyTo ?? null,
      in_reply_to_user_id_str: parent?.authorId ?? null,
      in_reply_to_screen_name: parent === undefined ? null : (this.#model.users.get(parent.authorId)?.username ?? null),
      user: { id: Number(author?.id), id_str: author?.id, name: author?.name, screen_name: author?.username, followers_count: author?.followers },
      is_quote_status: quoted !== undefined,
      ...(quoted === undefined || isQuoted ? {} : { quoted_status_id_str: quoted.id, quoted_status: this.classic(quoted, true) }),
      ...(post.media.length === 0 ? {} : { extended_entities: { media: post.media.map((url) => ({ type: 'photo', media_url_https: url, id_str: `9${post.id}` })) } }),
      edit_history: { initial_tweet_id: post.history[0], edit_tweet_ids: post.history },
      entities,
      lang: 'de',
      timestamp_ms: String(post.createdAt),
    };
  }
}
