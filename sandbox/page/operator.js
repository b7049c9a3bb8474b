import { attempt, call } from './api.js';
import { choice, el, field, notify } from './dom.js';
import { t } from './i18n.js';

const KINDS = [
  'error500', 'error500AfterEffect', 'timeoutBeforeEffect', 'timeoutAfterEffect', 'closeBeforeEffect', 'closeAfterEffect', 'truncateAfterEffect',
  'halfCloseAfterEffect', 'delay', 'rateLimited', 'tokenExpired', 'unavailable503', 'garbage200', 'garbage200AfterEffect', 'duplicate', 'reorder',
];
const ROUTES = ['POST /posts', 'GET /accounts/:handle/posts', '*', 'webhook'];
const number = (value, more = {}) => el('input', { type: 'number', value: String(value), min: '0', ...more });

let figuresTimer = 0;

/** The panel of switches: rules, faults, figures. */
export async function drawOperator(place) {
  const [settings, { faults }, stats] = await Promise.all([call('GET', '/settings'), call('GET', '/faults'), call('GET', '/stats')]);
  const again = () => drawOperator(place);
  const counted = el('div', {}, figures(stats));
  place.replaceChildren(rules(settings, again), faultPanel(faults, again), counted);
  // Only the figures move by themselves: what somebody is typing above must stay.
  clearInterval(figuresTimer);
  figuresTimer = setInterval(() => {
    call('GET', '/stats').then((now) => counted.replaceChildren(figures(now))).catch(() => {});
  }, 3000);
}

function rules(settings, again) {
  const idempotency = choice([['key', t('honoured')], ['none', t('ignored')]], settings.idempotency);
  const privateReply = choice([['open', t('open')], ['oneShot', t('oneShot')]], settings.privateReply);
  const duplicateText = choice([['allow', t('allow')], ['refuse', t('refuse')]], settings.duplicateText);
  const unknownParents = choice([['placeholder', t('placeholder')], ['refuse', t('refuse')]], settings.unknownParents);
  const posts = number(settings.rateLimit.posts);
  const windowS = number(settings.rateLimit.windowMs / 1000, { min: '1' });
  const maxLength = number(settings.maxLength, { min: '1' });
  const readLagMs = number(settings.readLagMs);
  const apply = async () => {
    await call('PUT', '/settings', {
      idempotency: idempotency.value,
      privateReply: privateReply.value,
      duplicateText: duplicateText.value,
      unknownParents: unknownParents.value,
      rateLimit: { posts: Number(posts.value), windowMs: Number(windowS.value) * 1000 },
      maxLength: Number(maxLength.value),
      readLagMs: Number(readLagMs.value),
    });
    notify(t('applied'));
    await again();
  };
  return el(
    'fieldset',
    {},
    el('legend', {}, t('rules')),
    el('div', { className: 'two' }, field(t('idempotency'), idempotency), field(t('privateReply'), privateReply)),
    el('div', { className: 'two' }, field(t('duplicateText'), duplicateText), field(t('unknownParents'), unknownParents)),
    el('div', { className: 'two' }, field(t('ratePosts'), posts), field(t('rateWindow'), windowS)),
    el('div', { className: 'two' }, field(t('maxLength'), maxLength), field(t('readLag'), readLagMs)),
    el('div', { className: 'row end' }, el('button', { type: 'button', onclick: () => void attempt(apply) }, t('apply'))),
  );
}

function faultPanel(faults, again) {
  const kind = choice(KINDS.map((name) => [name, name]), 'error500');
  const route = choice(ROUTES.map((name) => [name, name]), 'POST /posts');
  const probability = number(1, { step: '0.05', max: '1' });
  const times = el('input', { type: 'number', min: '1', placeholder: t('always') });
  const delayMs = el('input', { type: 'number', min: '0' });
  // What bends deliveries goes with webhooks alone.
  kind.addEventListener('change', () => {
    if (kind.value === 'duplicate' || kind.value === 'reorder') route.value = 'webhook';
    else if (route.value === 'webhook' && kind.value !== 'delay') route.value = 'POST /posts';
  });
  const add = async () => {
    await call('POST', '/faults', {
      kind: kind.value,
      route: route.value,
      probability: Number(probability.value),
      ...(times.value === '' ? {} : { remaining: Number(times.value) }),
      ...(delayMs.value === '' ? {} : { delayMs: Number(delayMs.value) }),
    });
    await again();
  };
  const off = (path) => () => void attempt(async () => { await call('DELETE', path); await again(); });
  const list = el('ul', { className: 'faults' });
  for (const fault of faults) {
    const what = `${fault.kind} · ${fault.route} · ${Math.round(fault.probability * 100)} %${fault.remaining === undefined ? '' : ` · ×${fault.remaining}`} · ${fault.fired} ${t('fired')}`;
    list.append(el('li', {}, el('span', {}, what), el('button', { type: 'button', className: 'quiet', onclick: off(`/faults/${encodeURIComponent(fault.id)}`) }, t('switchOff'))));
  }
  return el(
    'fieldset',
    { id: 'faults' },
    el('legend', {}, t('faults')),
    faults.length === 0 ? el('p', { className: 'count' }, t('noFaults')) : list,
    el('div', { className: 'two' }, field(t('kind'), kind), field(t('route'), route)),
    el('div', { className: 'two' }, field(t('probability'), probability), field(t('times'), times)),
    field(t('delayMs'), delayMs),
    el('div', { className: 'row end' }, faults.length > 0 ? el('button', { type: 'button', onclick: off('/faults') }, t('allOff')) : null, el('button', { type: 'button', className: 'main', onclick: () => void attempt(add) }, t('switchOn'))),
  );
}

function figures(stats) {
  const list = el('dl', { className: 'figures' });
  const rows = [['figPosts', stats.created.person], ['figReplies', stats.created.brand], ['figEdited', stats.edited], ['figDeleted', stats.deleted], ['figDoubled', stats.doubled], ['figAccounts', stats.accounts]];
  for (const [word, value] of rows) list.append(el('dt', {}, t(word)), el('dd', {}, String(value)));
  return el('fieldset', {}, el('legend', {}, t('figures')), list);
}
