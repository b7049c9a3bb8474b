import { createHmac } from 'node:crypto';
import type { Dice } from '../../../simulation/dice.ts';

/** What one post went through on the platform, each step frozen as it was told at that moment. */
export interface PostStory {
  readonly id: string;
  readonly account: string;
  readonly author: string;
  readonly threadId: string;
  readonly events: readonly object[];
  /** What must stand in the end. */
  readonly text: string;
  readonly deleted: boolean;
}

export interface Delivery {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const at = (ms: number): string => new Date(ms).toISOString();

/** `posts` posts of a few people in a few threads; a third are edited, some of them twice, and a sixth deleted. Half of all is 36 h old. */
export function tell(dice: Dice, named: string, posts: number, accounts: readonly string[], now: number): PostStory[] {
  const stories: PostStory[] = [];
  let eventNo = 0;
  for (let i = 0; i < posts; i += 1) {
    const account = dice.pick(accounts);
    const parent = dice.chance(0.4) ? stories.filter((other) => other.account === account).at(-1) : undefined;
    const id = `${named}-${i}`;
    const createdAt = now - (dice.chance(0.5) ? 36 * 3_600_000 : dice.int(60_000)) - 1_000;
    const author = parent !== undefined && dice.chance(0.5) ? parent.author : `${named}-wer-${dice.int(posts)}`;
    const threadId = parent?.threadId ?? id;
    const event = (type: string, atMs: number, text: string, more: object): object => ({
      eventNo: (eventNo += 1),
      type,
      at: at(atMs),
      accounts: [account],
      post: { id, threadId, inReplyTo: parent?.id ?? null, inReplyToAuthor: parent?.author ?? null, author: { handle: author, displayName: author, kind: 'person', followers: 3 }, recipient: null, text, visibility: 'public', createdAt: at(createdAt), editedAt: null, deletedAt: null, clientKey: null, url: `http://127.0.0.1:1/${id}`, ...more },
    });
    let text = `Frage ${id} zum Mobilfunk`;
    const events = [event('post.created', createdAt, text, {})];
    const edits = dice.chance(0.33) ? 1 + dice.int(2) : 0;
    for (let e = 1; e <= edits; e += 1) {
      text = `Frage ${id} zum Mobilfunk, Fassung ${e}`;
      events.push(event('post.edited', createdAt + e * 100, text, { editedAt: at(createdAt + e * 100) }));
    }
    const deleted = dice.chance(0.17);
    if (deleted) events.push(event('post.deleted', createdAt + 900, text, { deletedAt: at(createdAt + 900) }));
    stories.push({ id, account, author, threadId, events, text, deleted });
  }
  return stories;
}

export function deliver(secret: string, account: string, events: readonly object[], sentAt: number, deliveryId: string): Delivery {
  return signed(secret, `/webhooks/v1/sandbox/${account}`, JSON.stringify({ deliveryId, events }), sentAt);
}

function signed(secret: string, path: string, body: string, sentAt: number): Delivery {
  const timestamp = String(Math.floor(sentAt / 1_000));
  return { path, body, headers: { 'content-type': 'application/json', 'x-sandbox-timestamp': timestamp, 'x-sandbox-signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}` } };
}

/** Deliveries nobody may believe: each carries a post of its own, so that it is seen if one got in. */
export function forge(named: string, secrets: { readonly of: string; readonly other: string; readonly ofSecret: string; readonly otherSecret: string }, now: number): { readonly kind: string; readonly postId: string; readonly delivery: Delivery }[] {
  const made: { kind: string; postId: string; delivery: Delivery }[] = [];
  const body = (postId: string, account: string): string =>
    JSON.stringify({ deliveryId: postId, events: [{ eventNo: 1, type: 'post.created', at: at(now), accounts: [account], post: { id: postId, threadId: postId, inReplyTo: null, author: { handle: 'mallory', displayName: 'M', kind: 'person', followers: 1 }, recipient: null, text: 'Gefälscht', visibility: 'public', createdAt: at(now), editedAt: null, deletedAt: null, clientKey: null, url: 'x' } }] });
  const path = `/webhooks/v1/sandbox/${secrets.of}`;
  const add = (kind: string, make: (postId: string) => Delivery): void => {
    const postId = `${named}-forged-${kind}`;
    made.push({ kind, postId, delivery: make(postId) });
  };
  const good = (postId: string): Delivery => signed(secrets.ofSecret, path, body(postId, secrets.of), now);
  add('guessedSecret', (id) => signed('a secret that was guessed', path, body(id, secrets.of), now));
  add('noSignature', (id) => ({ ...good(id), headers: { 'content-type': 'application/json' } }));
  add('otherBody', (id) => ({ ...good(`${id}x`), body: body(id, secrets.of) }));
  add('bodyOneByteMore', (id) => ({ ...good(id), body: `${good(id).body} ` }));
  add('otherTimestamp', (id) => ({ ...good(id), headers: { ...good(id).headers, 'x-sandbox-timestamp': String(Math.floor(now / 1_000) + 1) } }));
  add('sixMinutesOld', (id) => signed(secrets.ofSecret, path, body(id, secrets.of), now - 6 * 60_000));
  add('36HoursOld', (id) => signed(secrets.ofSecret, path, body(id, secrets.of), now - 36 * 3_600_000));
  add('fromTheFuture', (id) => signed(secrets.ofSecret, path, body(id, secrets.of), now + 6 * 60_000));
  add('secretOfOther', (id) => signed(secrets.otherSecret, path, body(id, secrets.of), now));
  add('namesOther', (id) => signed(secrets.otherSecret, `/webhooks/v1/sandbox/${secrets.other}`, body(id, secrets.of), now));
  add('channelAddress', (id) => signed(secrets.otherSecret, '/webhooks/v1/sandbox', body(id, secrets.of), now));
  add('emptySignature', (id) => ({ ...good(id), headers: { ...good(id).headers, 'x-sandbox-signature': 'sha256=' } }));
  add('cutSignature', (id) => ({ ...good(id), headers: { ...good(id).headers, 'x-sandbox-signature': (good(id).headers['x-sandbox-signature'] ?? '').slice(0, -2) } }));
  return made;
}
