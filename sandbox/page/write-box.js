import { attempt } from './api.js';
import { el } from './dom.js';
import { t } from './i18n.js';
import { limits } from './limits.js';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const lengthOf = (text) => [...segmenter.segment(text.normalize('NFC').replace(/https?:\/\/\S+/giu, 'x'.repeat(23)))].length;

/**
 * A text field with counter and button. `submit(text, key)` sends; the key stays the same until it worked or the text
 * changed. `isPrivate` may be a function where it can change while writing.
 */
export function writeBox({ label, start = '', isPrivate = false, submit, onDone, onCancel, placeholder }) {
  const text = el('textarea', { value: start, placeholder: placeholder ?? '', rows: 3, attrs: { 'aria-label': label } });
  const count = el('span', { className: 'count' });
  const button = el('button', { type: 'button', className: 'main' }, label);
  let key = crypto.randomUUID();
  const refresh = () => {
    const most = (typeof isPrivate === 'function' ? isPrivate() : isPrivate) ? limits.privateMaxLength : limits.maxLength;
    const left = most - lengthOf(text.value);
    count.textContent = String(left);
    count.classList.toggle('over', left < 0);
    button.disabled = text.value.trim() === '' || left < 0;
  };
  const go = async () => {
    if (button.disabled) return;
    button.disabled = true;
    const worked = await attempt(() => submit(text.value, key));
    if (worked) {
      text.value = '';
      key = crypto.randomUUID();
      onDone?.();
    }
    refresh();
  };
  text.addEventListener('input', () => {
    key = crypto.randomUUID();
    refresh();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void go();
    if (event.key === 'Escape') onCancel?.();
  });
  button.addEventListener('click', () => void go());
  refresh();
  const row = el('div', { className: 'row end' }, count, onCancel ? el('button', { type: 'button', onclick: onCancel }, t('cancel')) : null, button);
  const box = el('div', { className: 'stack' }, text, row);
  box.refresh = (newLabel) => {
    button.textContent = newLabel;
    text.setAttribute('aria-label', newLabel);
    refresh();
  };
  return box;
}
