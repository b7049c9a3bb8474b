type Props = Readonly<Record<string, string | boolean | ((event: never) => void) | undefined>>;
type Child = Node | string;

/** Builds an element: `on…` listens, `true` sets an empty attribute, `false` and undefined leave it out. Text is only ever text: nothing is parsed as HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value as (event: Event) => void);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children);
  return node;
}

/** One line icon; decoration, so nobody reads it out. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of [['viewBox', '0 0 24 24'], ['aria-hidden', 'true'], ['focusable', 'false']] as const) svg.setAttribute(name, value);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  chat: 'M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z',
  down: 'M6 9l6 6 6-6',
  more: 'M5 12h.6M12 12h.6M19 12h.6',
  send: 'M4 12h15M13 6l6 6-6 6',
} as const;

/** Says it only when it is news: an unchanged text is not read out again. */
export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function toggle(node: HTMLElement, shown: boolean): void {
  node.hidden = !shown;
}
