import { attempt, call } from './api.js';
import { el } from './dom.js';
import { shortTime, t } from './i18n.js';
import { writeBox } from './write-box.js';

const toneOf = (handle) => [...handle].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;

/** One post with what may be done to it. `me` is the chosen person or null. */
export function postView(post, { me, depth = 0, found = false }) {
  const brand = post.author.kind === 'brand';
  const view = el('article', { className: `post depth-${Math.min(depth, 4)}${found ? ' found' : ''}`, id: `post-${post.id}`, dataset: { postId: post.id } });
  view.append(
    el('div', { className: `avatar ${brand ? 'brand' : `tone-${toneOf(post.author.handle)}`}`, attrs: { 'aria-hidden': 'true' } }, (post.placeholder ? '?' : [...post.author.displayName][0]).toUpperCase()),
    byLine(post, brand),
    saidLine(post),
    acts(post, me, view),
  );
  return view;
}

function byLine(post, brand) {
  if (post.placeholder) return el('div', { className: 'by' }, el('span', { className: 'soft' }, t('notHeld')));
  return el(
    'div',
    { className: 'by' },
    el('strong', {}, post.author.displayName),
    el('span', { className: 'soft' }, `@${post.author.handle}`),
    brand ? el('span', { className: 'tag' }, t('brand')) : null,
    post.visibility === 'private' ? el('span', { className: 'tag private' }, t('private')) : null,
    post.persona === null ? null : el('span', { className: 'soft' }, post.persona),
    el('a', { href: `/p/${encodeURIComponent(post.id)}${location.hash}`, title: t('permalink') }, el('time', { dateTime: post.createdAt }, shortTime(post.createdAt))),
    post.editedAt === null ? null : el('span', { className: 'soft' }, `· ${t('edited')} ${shortTime(post.editedAt)}`),
  );
}

function saidLine(post) {
  if (post.placeholder) return el('p', { className: 'said gone' }, '…');
  if (post.deletedAt !== null) return el('p', { className: 'said gone' }, t('deleted'));
  const said = el('p', { className: 'said', dir: 'auto' });
  for (const [index, part] of post.text.split(/((?<![A-Za-z0-9_@.])@[A-Za-z0-9_]{1,40})/).entries()) {
    said.append(index % 2 === 1 ? el('span', { className: 'mention' }, part) : part);
  }
  return said;
}

function acts(post, me, view) {
  const row = el('div', { className: 'acts' });
  if (me === null || post.deletedAt !== null) return row;
  const button = (label, onclick) => row.append(el('button', { type: 'button', className: 'quiet', onclick }, label));
  const mine = post.author.handle === me.handle;
  const write = (options) => {
    view.querySelector('.writing')?.remove();
    const box = el('div', { className: 'writing' });
    box.append(writeBox({ ...options, onDone: () => box.remove(), onCancel: () => box.remove() }));
    view.append(box);
    box.querySelector('textarea').focus();
  };
  if (post.visibility === 'public') {
    button(t('reply'), () => {
      const start = mine || post.placeholder ? '' : `@${post.author.handle} `;
      write({ label: t('reply'), start, submit: (text, key) => send({ author: me.handle, text, inReplyTo: post.id, visibility: 'public' }, key) });
    });
  }
  if (!mine && !post.placeholder) {
    button(post.visibility === 'private' ? t('reply') : t('replyPrivate'), () =>
      write({ label: `${t('sendPrivate')} @${post.author.handle}`, isPrivate: true, submit: (text, key) => send({ author: me.handle, text, inReplyTo: post.id, visibility: 'private', recipient: post.author.handle }, key) }),
    );
  }
  if (mine) {
    button(t('edit'), () => write({ label: t('save'), start: post.text, isPrivate: post.visibility === 'private', submit: (text) => call('PATCH', `/posts/${encodeURIComponent(post.id)}`, { text }) }));
    button(t('remove'), () => {
      if (confirm(t('sureRemove'))) void attempt(() => call('DELETE', `/posts/${encodeURIComponent(post.id)}`));
    });
  }
  return row;
}

/** Posts under a key, so that pressing twice after a lost answer makes one post. */
export const send = (body, key) => call('POST', '/posts', body, { 'idempotency-key': key });
