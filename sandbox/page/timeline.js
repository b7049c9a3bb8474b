import { call } from './api.js';
import { el } from './dom.js';
import { t } from './i18n.js';
import { postView } from './post-view.js';

const MOST_THREADS = 50;
const MOST_POSTS = 300;

/** The public threads, newest activity first; or one thread, when the address names a post. */
export class Timeline {
  #place;
  #threads = new Map();
  #dirty = new Set();
  #me = null;
  #wanted;

  constructor(place, wantedPostId) {
    this.#place = place;
    this.#wanted = wantedPostId;
  }

  /** Loads anew and gives the number of the last event it knows. */
  async load(me) {
    this.#me = me;
    const { threads, eventNo } = await call('GET', `/threads?limit=${this.#wanted === null ? MOST_THREADS : 1}`);
    const shown = this.#wanted === null ? threads : [await call('GET', `/threads/${encodeURIComponent(this.#wanted)}`)];
    this.#threads = new Map(shown.toReversed().map((thread) => [thread.threadId, new Map(thread.posts.map((post) => [post.id, post]))]));
    this.draw(me);
    if (this.#wanted !== null) document.getElementById(`post-${this.#wanted}`)?.scrollIntoView({ block: 'center' });
    return eventNo;
  }

  take(event) {
    const { post } = event;
    if (post.visibility !== 'public') return;
    const known = this.#threads.get(post.threadId);
    if (this.#wanted !== null && known === undefined) return;
    const posts = known ?? new Map();
    if (known === undefined && post.inReplyTo !== null) void this.#fetchThread(post.threadId);
    posts.set(post.id, post);
    // A Map keeps the order of insertion: taken out and put back, the thread is the latest.
    if (event.type === 'post.created') this.#threads.delete(post.threadId);
    this.#threads.set(post.threadId, posts);
    for (const id of [...this.#threads.keys()].slice(0, Math.max(0, this.#threads.size - MOST_THREADS))) this.#threads.delete(id);
    this.#drawSoon(post.threadId);
  }

  draw(me) {
    this.#me = me;
    const cards = [...this.#threads].toReversed().map(([id, posts]) => this.#card(id, posts));
    const back = this.#wanted === null ? null : el('p', {}, el('a', { href: `/${location.hash}` }, t('thread')));
    this.#place.replaceChildren(...(back === null ? [] : [back]), ...(cards.length === 0 ? [el('p', { className: 'card empty' }, t('empty'))] : cards));
  }

  async #fetchThread(id) {
    const thread = await call('GET', `/threads/${encodeURIComponent(id)}`).catch(() => undefined);
    if (thread === undefined) return;
    this.#threads.set(id, new Map(thread.posts.map((post) => [post.id, post])));
    this.#drawSoon(id);
  }

  // Many events in one moment (a replay) are one drawing.
  #drawSoon(threadId) {
    if (this.#dirty.size === 0) requestAnimationFrame(() => this.#drawDirty());
    this.#dirty.add(threadId);
  }

  #drawDirty() {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    this.#place.querySelector('.empty')?.remove();
    const order = [...this.#threads.keys()];
    for (const id of dirty.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))) {
      const held = this.#place.querySelector(`[data-thread-id="${CSS.escape(id)}"]`);
      const posts = this.#threads.get(id);
      const isLatest = order.indexOf(id) >= order.length - dirty.length;
      if (posts === undefined) held?.remove();
      // Somebody is writing in it: what they wrote must not be lost; the new posts come in around their field.
      else if (held?.querySelector('.writing textarea')) this.#refreshAround(held, id, posts);
      else {
        const card = this.#card(id, posts);
        if (held && !isLatest) held.replaceWith(card);
        else {
          held?.remove();
          this.#place.insertBefore(card, this.#place.querySelector('.thread'));
        }
      }
    }
    for (const card of this.#place.querySelectorAll('.thread')) if (!this.#threads.has(card.dataset.threadId)) card.remove();
  }

  #refreshAround(held, id, posts) {
    const writing = held.querySelector('.writing');
    const postId = writing.closest('.post').dataset.postId;
    const field = writing.querySelector('textarea');
    const focused = document.activeElement === field;
    const card = this.#card(id, posts);
    card.querySelector(`[data-post-id="${CSS.escape(postId)}"]`)?.append(writing);
    held.replaceWith(card);
    if (focused) field.focus();
  }

  #card(id, posts) {
    const card = el('section', { className: 'card thread', dataset: { threadId: id } });
    for (const { post, depth } of inTreeOrder([...posts.values()]).slice(0, MOST_POSTS)) card.append(postView(post, { me: this.#me, depth, found: post.id === this.#wanted }));
    return card;
  }
}

/** Replies below what they answer, each level by time. Walks with a list: threads may be thousands deep. */
export function inTreeOrder(posts) {
  const byTime = posts.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1));
  const ids = new Set(posts.map((post) => post.id));
  const below = new Map();
  const roots = [];
  for (const post of byTime) {
    if (post.inReplyTo === null || !ids.has(post.inReplyTo)) roots.push(post);
    else below.set(post.inReplyTo, [...(below.get(post.inReplyTo) ?? []), post]);
  }
  const ordered = [];
  const open = roots.toReversed().map((post) => ({ post, depth: 0 }));
  while (open.length > 0) {
    const next = open.pop();
    ordered.push(next);
    for (const post of (below.get(next.post.id) ?? []).toReversed()) open.push({ post, depth: next.depth + 1 });
  }
  return ordered;
}
