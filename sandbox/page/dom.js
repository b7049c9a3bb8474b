// Everything shown goes through text nodes; no markup is ever made from what people wrote.

/** Makes an element; `props` are properties, `dataset` and `attrs` apart; children are nodes or strings. */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  const { dataset, attrs, ...rest } = props;
  Object.assign(element, rest);
  Object.assign(element.dataset, dataset);
  for (const [name, value] of Object.entries(attrs ?? {})) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A field with its label. */
export const field = (label, input) => el('label', {}, label, input);

export function choice(options, value) {
  const select = el('select');
  for (const [key, label] of options) select.append(el('option', { value: key, textContent: label, selected: key === value }));
  return select;
}

let noticeTimer = 0;
/** Says something at the bottom for a few seconds. */
export function notify(text) {
  const notice = document.getElementById('notice');
  notice.textContent = text;
  notice.classList.add('shown');
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => notice.classList.remove('shown'), 6000);
}
