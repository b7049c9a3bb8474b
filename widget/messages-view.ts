import type { ChatState, Line } from './chat.ts';
import { el, setText } from './dom.ts';
import { LOCALES, type Lang, type Texts } from './texts.ts';

/** Draws the thread. Nodes stay where they are as long as their message does, so that only what is new is read out. */
export class MessagesView {
  readonly list: HTMLOListElement;
  readonly #t: Texts;
  readonly #lang: Lang;
  readonly #nodes = new Map<string, { readonly node: HTMLLIElement; readonly bubble: HTMLElement; readonly meta: HTMLElement }>();

  constructor(t: Texts, lang: Lang) {
    this.#t = t;
    this.#lang = lang;
    this.list = el('ol');
  }

  draw(state: ChatState): void {
    const known = new Set(state.lines.map(({ id }) => id));
    for (const [id, { node }] of this.#nodes) {
      if (known.has(id)) continue;
      node.remove();
      this.#nodes.delete(id);
    }
    const lastOwn = state.lines.findLast((line) => line.from === 'visitor');
    let before: Element | null = null;
    for (const line of state.lines) {
      const { node, bubble, meta } = this.#nodes.get(line.id) ?? this.#make(line);
      setText(bubble, line.gone === true ? this.#t.gone : line.text);
      node.classList.toggle('gone', line.gone === true);
      setText(meta, this.#meta(line, state, line === lastOwn));
      const place: Element | null = before === null ? this.list.firstElementChild : before.nextElementSibling;
      if (place !== node) this.list.insertBefore(node, place);
      before = node;
    }
  }

  #make(line: Line): { node: HTMLLIElement; bubble: HTMLElement; meta: HTMLElement } {
    const isTheirs = line.from === 'visitor';
    const bubble = el('p', { class: 'bubble' });
    const meta = el('p', { class: 'meta' });
    const who = el('p', { class: isTheirs ? 'unseen' : 'who' }, isTheirs ? this.#t.you : (line.name ?? ''));
    const node = el('li', { class: line.from, 'data-id': line.id }, who, bubble, meta);
    const made = { node, bubble, meta };
    this.#nodes.set(line.id, made);
    return made;
  }

  #meta(line: Line, state: ChatState, isLastOwn: boolean): string {
    const t = this.#t;
    if (line.pending === true) return state.link === 'open' ? t.pending : t.held;
    const time = new Intl.DateTimeFormat(LOCALES[this.#lang], { hour: '2-digit', minute: '2-digit' }).format(line.at);
    const parts = [time];
    if (line.edited === true && line.gone !== true) parts.push(t.edited);
    if (isLastOwn) parts.push(line.seq <= state.readSeq ? t.read : t.sent);
    return parts.join(' · ');
  }
}
