import { call } from './api.js';
import { el } from './dom.js';
import { t } from './i18n.js';
import { postView } from './post-view.js';

/** The private threads of the chosen person. */
export class PrivateView {
  #place;
  #me = null;
  #timer = 0;

  constructor(place) {
    this.#place = place;
  }

  async draw(me) {
    this.#me = me;
    if (me === null) {
      this.#place.replaceChildren(el('p', { className: 'card empty' }, t('chooseFirst')));
      return;
    }
    const { threads } = await call('GET', `/accounts/${encodeURIComponent(me.handle)}/private`);
    if (this.#me !== me) return;
    const cards = threads.map((thread) => {
      const card = el('section', { className: 'card thread private-thread', dataset: { threadId: thread.threadId } }, el('h3', {}, `${t('privateWith')} @${thread.with}`));
      for (const post of thread.posts) card.append(postView(post, { me }));
      return card;
    });
    this.#place.replaceChildren(...(cards.length === 0 ? [el('p', { className: 'card empty' }, t('emptyPrivate'))] : cards));
  }

  take(event) {
    const { post } = event;
    if (post.visibility !== 'private' || this.#me === null) return;
    if (post.author.handle !== this.#me.handle && post.recipient !== this.#me.handle) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), 30);
  }

  #refresh() {
    // Not while somebody writes in here; the next event or the end of writing draws it.
    if (this.#place.querySelector('.writing textarea')) this.#timer = setTimeout(() => this.#refresh(), 500);
    else void this.draw(this.#me).catch(() => {});
  }
}
