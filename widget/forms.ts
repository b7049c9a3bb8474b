import { el, setText } from './dom.ts';
import type { Texts } from './texts.ts';

// What the server takes, a little wider: it has the last word.
const EMAIL = /^[^\s@"<>(),;:\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

export interface EmailField {
  readonly node: HTMLElement;
  readonly input: HTMLInputElement;
  /** The address; undefined where none is given; false (and said so) where it is none. */
  read(required: boolean): string | undefined | false;
}

let fields = 0;

export function emailField(t: Texts, label: string): EmailField {
  fields += 1;
  const id = `email-${fields}`;
  const input = el('input', { type: 'email', id, name: 'email', autocomplete: 'email', maxlength: '254', inputmode: 'email', 'aria-describedby': `${id}-error` });
  const error = el('p', { class: 'error', id: `${id}-error`, role: 'alert' });
  const node = el('div', {}, el('label', { for: id }, label), input, error);
  return {
    node,
    input,
    read: (required) => {
      const value = input.value.trim();
      const isFine = value === '' ? !required : EMAIL.test(value);
      setText(error, isFine ? '' : t.emailWrong);
      if (!isFine) {
        input.setAttribute('aria-invalid', 'true');
        input.focus();
        return false;
      }
      input.removeAttribute('aria-invalid');
      return value === '' ? undefined : value;
    },
  };
}

export interface Act {
  readonly node: HTMLElement;
  /** What gets the focus when it opens. */
  readonly first: HTMLElement;
}

/** Asks for an address, or says why there is nothing to ask for. */
export function transcriptForm(t: Texts, canMail: boolean, act: { readonly send: (email: string) => void; readonly cancel: () => void }): Act {
  const cancel = el('button', { type: 'button', class: 'plain', onclick: () => act.cancel() }, t.cancel);
  if (!canMail) return { node: el('div', { class: 'box' }, el('p', {}, t.transcriptNone), el('div', { class: 'row' }, cancel)), first: cancel };
  const field = emailField(t, t.email);
  const submit = (event: Event): void => {
    event.preventDefault();
    const email = field.read(true);
    if (typeof email === 'string') act.send(email);
  };
  const node = el('form', { class: 'box', novalidate: true, onsubmit: submit }, el('p', {}, t.transcript), field.node, el('div', { class: 'row' }, el('button', { class: 'primary' }, t.transcriptSend), cancel));
  return { node, first: field.input };
}

export function endForm(t: Texts, act: { readonly end: () => void; readonly cancel: () => void }): Act {
  const cancel = el('button', { type: 'button', class: 'plain', onclick: () => act.cancel() }, t.cancel);
  const node = el('div', { class: 'box', role: 'group', 'aria-label': t.end }, el('p', {}, t.endSure), el('div', { class: 'row' }, el('button', { type: 'button', class: 'primary', onclick: () => act.end() }, t.end), cancel));
  return { node, first: cancel };
}

export function rateForm(t: Texts, rate: (stars: number) => void): HTMLElement {
  const send = el('button', { class: 'primary', disabled: true }, t.rateSend);
  const choices = [1, 2, 3, 4, 5].map((stars) => {
    const input = el('input', { type: 'radio', name: 'stars', value: String(stars), 'aria-label': t.stars(stars), onchange: () => (send.disabled = false) });
    return el('label', {}, input, el('span', { 'aria-hidden': 'true' }, `${stars} ★`));
  });
  const submit = (event: Event): void => {
    event.preventDefault();
    const chosen = choices.findIndex((label) => label.querySelector('input')?.checked === true);
    if (chosen >= 0) rate(chosen + 1);
  };
  return el('form', { class: 'rate', onsubmit: submit }, el('fieldset', {}, el('legend', {}, t.rate), el('div', { class: 'stars' }, ...choices)), el('div', { class: 'row' }, send));
}
