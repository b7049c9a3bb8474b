import { attempt, call } from './api.js';
import { choice, el, field } from './dom.js';
import { t } from './i18n.js';

const KEPT = 'probeplattform.handle';

/** The person this browser last wrote as, if the platform still has them. */
export async function lastPerson() {
  const handle = localStorage.getItem(KEPT);
  if (handle === null) return null;
  try {
    const account = await call('GET', `/accounts/${encodeURIComponent(handle)}`);
    return account.kind === 'person' ? account : null;
  } catch {
    return null;
  }
}

/** The panel in which one chooses or makes a person. `onChoose` gets the account. */
export async function drawWho(place, me, onChoose) {
  const { accounts } = await call('GET', '/accounts?kind=person&limit=500');
  const take = (account) => {
    localStorage.setItem(KEPT, account.handle);
    onChoose(account);
  };
  const chooser = choice([['', t('choosePerson')], ...accounts.map((account) => [account.handle, `${account.displayName} (@${account.handle})`])], me?.handle ?? '');
  chooser.addEventListener('change', () => {
    const chosen = accounts.find((account) => account.handle === chooser.value);
    if (chosen) take(chosen);
  });
  const handle = el('input', { name: 'handle', maxLength: 40, autocomplete: 'off', spellcheck: false });
  const name = el('input', { name: 'displayName', maxLength: 100, autocomplete: 'off' });
  const make = el('button', { type: 'submit' }, t('use'));
  const form = el('form', { className: 'stack' }, el('div', { className: 'two' }, field(t('handle'), handle), field(t('name'), name)), el('div', { className: 'row end' }, make));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = handle.value.trim().replace(/^@/, '');
    void attempt(async () => take(await call('POST', '/accounts', { handle: wanted, displayName: name.value.trim() || wanted, kind: 'person' })));
  });
  place.replaceChildren(
    el('div', { className: 'stack' }, el('p', { className: 'count' }, t('whoHelp')), accounts.length > 0 ? field(t('choosePerson'), chooser) : null, el('p', { className: 'count' }, t('newPerson')), form),
  );
}
