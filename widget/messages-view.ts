import type { ChatState, Line } from './chat.ts';
import { el, setText } from './dom.ts';
import { LOCALES, type Lang, type Texts } from './texts.ts';

/** Draws the thread. Nodes stay where they are as long as their message does, so that only what is new is read out. */
export class MessagesView {
  readonly list: HTMLOListElement;
  readonly #t: Texts;
  readonly #lang: Lang;
  readonly #server: string;
  readonly #nodes = new Map<string, { readonly node: HTMLLIElement; readonly bubble: HTMLElement; readonly meta: HTMLElement; readonly files: HTMLElement; shown: string }>();

  constructor(t: Texts, lang: Lang, server: string) {
    this.#t = t;
    this.#server = server;
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
      const made = this.#nodes.get(line.id) ?? this.#make(line);
      const { node, bubble, meta } = made;
      setText(bubble, line.gone === true ? this.#t.gone : line.text);
      node.classList.toggle('gone', line.gone === true);
      this.#showFiles(made, line.gone === true ? [] : (line.files ?? []));
      setText(meta, this.#meta(line, state, line === lastOwn));
      const place: Element | null = before === null ? this.list.firstElementChild : before.nextElementSibling;
      if (place !== node) this.list.insertBefore(node, place);
      before = node;
    }
  }

  /** Links, fetched as downloads when somebody asks; drawn anew only where they changed. */
  #showFiles(made: { readonly files: HTMLElement; shown: string }, files: NonNullable<Line['files']>): void {
    const now = files.map(({ path }) => path).join('\n');
    if (made.shown === now) return;
    made.shown = now;
    made.files.hidden = files.length === 0;
    made.files.replaceChildren(...files.map(({ name, bytes, alt, path }) => el('li', {}, el('a', { href: new URL(path, this.#server).href, download: name, target: '_blank', rel: 'noopener noreferrer', ...(alt === undefined ? {} : { title: alt }) }, name), ` ${sizeOf(bytes)}`)));
  }

  #make(line: Line): { node: HTMLLIElement; bubble: HTMLElement; meta: HTMLElement; files: HTMLElement; shown: string } {
    const isTheirs = line.from === 'visitor';
    const bubble = el('p', { class: 'bubble' });
    const meta = el('p', { class: 'meta' });
    const files = el('ul', { class: 'files', hidden: true, 'aria-label': this.#t.files });
    const who = el('p', { class: isTheirs ? 'unseen' : 'who' }, isTheirs ? this.#t.you : (line.name ?? ''));
    const node = el('li', { class: line.from, 'data-id': line.id }, who, bubble, files, meta);
    const made = { node, bubble, meta, files, shown: '' };
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

const sizeOf = (bytes: number): string => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);
