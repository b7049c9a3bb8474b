import { call } from './api.js';
import { choice, el, field } from './dom.js';
import { t } from './i18n.js';
import { send } from './post-view.js';
import { writeBox } from './write-box.js';

/** The form for a new post or a private message to a brand. */
export async function drawComposer(place, me) {
  if (me === null) {
    place.replaceChildren(el('p', { className: 'hint' }, t('chooseFirst')));
    return;
  }
  const { accounts } = await call('GET', '/accounts?kind=brand');
  const to = choice([['', t('everyone')], ...accounts.map((account) => [account.handle, `${t('privateTo')} @${account.handle} (${account.displayName})`])], '');
  const labelNow = () => (to.value === '' ? `${t('post')} (@${me.handle})` : `${t('sendPrivate')} @${to.value}`);
  const box = writeBox({
    label: labelNow(),
    placeholder: `${t('whatHappened')}${accounts[0] ? ` @${accounts[0].handle} …` : ''}`,
    isPrivate: () => to.value !== '',
    submit: (text, key) => send({ author: me.handle, text, ...(to.value === '' ? { visibility: 'public' } : { visibility: 'private', recipient: to.value }) }, key),
  });
  to.addEventListener('change', () => box.refresh(labelNow()));
  place.replaceChildren(el('div', { className: 'stack' }, field(t('to'), to), box));
}
