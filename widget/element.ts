import { VISITOR_TEXT_CHARS } from '../shared/protocol/visitor-limits.ts';
import { Chat, type ChatState, type Notice } from './chat.ts';
import { el, icon, ICONS, setText, toggle } from './dom.ts';
import { emailField, endForm, rateForm, transcriptForm, type Act, type EmailField } from './forms.ts';
import { MessagesView } from './messages-view.ts';
import { STYLES } from './styles.ts';
import { LOCALES, TEXTS, type Lang, type Texts } from './texts.ts';

const NOTICE_MS = 8_000;
const COUNT_FROM = 200;

/**
 * `<leitstand-chat brand="HANDLE">`. Attributes: `lang` (de, en), `theme` (light, dark; else the system's), `place="left"`, `privacy-url`, `server` (else where
 * the script came from).
 */
export class LeitstandChat extends HTMLElement {
  /** Where the script came from; set once, when it is read. */
  static server = '';

  readonly #root = this.attachShadow({ mode: 'open' });
  #parts: Parts | undefined;

  connectedCallback(): void {
    if (this.#parts !== undefined) return;
    const brand = this.getAttribute('brand') ?? '';
    const server = this.getAttribute('server') ?? LeitstandChat.server;
    if (brand === '' || !URL.canParse(server)) return console.warn('leitstand-chat: the attribute brand (and server, where the script is not its own) is needed');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    this.#root.adoptedStyleSheets = [sheet];
    const given = this.getAttribute('lang') ?? this.closest('[lang]')?.getAttribute('lang') ?? navigator.language;
    this.#parts = new Parts(this, this.#root, { brand, server: new URL(server).origin, lang: given.toLowerCase().startsWith('de') ? 'de' : 'en', privacyUrl: this.getAttribute('privacy-url') });
  }

  disconnectedCallback(): void {
    // Moved within the page it is connected again at once.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#parts?.close();
      this.#parts = undefined;
      this.#root.replaceChildren();
    });
  }
}

interface Given {
  readonly brand: string;
  readonly server: string;
  readonly lang: Lang;
  readonly privacyUrl: string | null;
}

class Parts {
  readonly #host: HTMLElement;
  readonly #t: Texts;
  readonly #lang: Lang;
  readonly #chat: Chat;
  readonly #messages: MessagesView;
  readonly #count = el('span', { class: 'count', hidden: true });
  readonly #launcher: HTMLButtonElement;
  readonly #panel: HTMLElement;
  readonly #title = el('h2', { id: 'title' });
  readonly #status = el('p', { class: 'status', role: 'status' });
  readonly #body: HTMLElement;
  readonly #hello: HTMLElement;
  readonly #away: HTMLElement;
  readonly #awayEmail: EmailField;
  readonly #act = el('div', {});
  readonly #end = el('div', { class: 'box', hidden: true });
  readonly #typing = el('p', { class: 'typing', role: 'status' });
  readonly #notice = el('p', { class: 'notice', role: 'status', hidden: true });
  readonly #form: HTMLFormElement;
  readonly #text: HTMLTextAreaElement;
  readonly #left = el('p', { class: 'hint wide', 'aria-live': 'polite' });
  readonly #menu: HTMLElement;
  readonly #more: HTMLButtonElement;
  #drawnEnd = '';
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HTMLElement, root: ShadowRoot, { brand, server, lang, privacyUrl }: Given) {
    const t = TEXTS[lang];
    this.#host = host;
    this.#t = t;
    this.#lang = lang;
    this.#messages = new MessagesView(t, lang, server);
    this.#launcher = el('button', { class: 'launcher', type: 'button', 'aria-expanded': 'false', 'aria-label': t.open, onclick: () => this.#show(true) }, icon(ICONS.chat), el('span', { 'aria-hidden': 'true' }, t.launcher), this.#count);
    this.#menu = el('div', { class: 'menu', id: 'menu', hidden: true }, el('button', { type: 'button', onclick: () => this.#open(transcriptForm(t, this.#chat.state.canMail, { send: (email) => this.#sendTranscript(email), cancel: () => this.#open(undefined) })) }, t.transcript), el('button', { type: 'button', onclick: () => this.#open(endForm(t, { end: () => this.#endChat(), cancel: () => this.#open(undefined) })) }, t.end));
    this.#more = el('button', { class: 'round', type: 'button', 'aria-label': t.more, 'aria-expanded': 'false', 'aria-controls': 'menu', onclick: () => this.#showMenu(this.#menu.hidden !== false) }, icon(ICONS.more));
    const header = el('header', {}, el('div', {}, this.#title, this.#status), this.#more, el('button', { class: 'round', type: 'button', 'aria-label': t.close, onclick: () => this.#show(false) }, icon(ICONS.down)), this.#menu);
    this.#hello = el('p', { class: 'note' }, t.hello);
    this.#awayEmail = emailField(t, t.emailOptional);
    this.#away = el('div', { class: 'box', hidden: true }, el('p', {}, t.awayBox), this.#awayEmail.node);
    const log = el('div', { role: 'log', 'aria-live': 'polite', 'aria-label': t.log }, this.#messages.list);
    this.#body = el('div', { class: 'body', tabindex: '0', role: 'group', 'aria-label': t.log }, this.#hello, log, this.#away, this.#act, this.#end);
    this.#text = el('textarea', { id: 'text', rows: '1', maxlength: String(VISITOR_TEXT_CHARS), placeholder: t.placeholder, 'aria-label': t.message, enterkeyhint: 'send', oninput: () => this.#typed(), onkeydown: (event: KeyboardEvent) => this.#key(event) });
    this.#form = el('form', { class: 'write', onsubmit: (event: Event) => this.#say(event) }, this.#text, el('button', { class: 'primary' }, icon(ICONS.send), el('span', {}, t.send)), this.#left);
    const foot = privacyUrl !== null && URL.canParse(privacyUrl, location.href) && /^https?:/.test(new URL(privacyUrl, location.href).protocol) ? [el('footer', {}, el('a', { href: privacyUrl, target: '_blank', rel: 'noopener noreferrer' }, t.privacy))] : [];
    this.#panel = el('section', { class: 'panel', role: 'dialog', 'aria-labelledby': 'title', lang, hidden: true, onkeydown: (event: KeyboardEvent) => this.#escape(event) }, header, this.#body, this.#typing, this.#notice, this.#form, ...foot);
    root.append(this.#launcher, this.#panel);
    this.#chat = new Chat({ server, brand, lang, onChange: () => this.#draw(), onNotice: (notice) => this.#tell(notice), onReturned: (text) => (this.#text.value = text) });
    this.#draw();
    this.#chat.begin();
  }

  close(): void {
    clearTimeout(this.#noticeTimer);
    this.#chat.close();
  }

  #show(open: boolean): void {
    toggle(this.#panel, open);
    toggle(this.#launcher, !open);
    this.#launcher.setAttribute('aria-expanded', String(open));
    this.#host.toggleAttribute('data-open', open);
    if (open) this.#chat.open();
    this.#chat.look(open);
    this.#draw();
    if (open) {
      this.#body.scrollTop = this.#body.scrollHeight;
      (this.#form.hidden ? this.#body : this.#text).focus();
    } else this.#launcher.focus();
  }

  #showMenu(open: boolean): void {
    toggle(this.#menu, open);
    this.#more.setAttribute('aria-expanded', String(open));
    if (open) this.#menu.querySelector('button')?.focus();
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (!this.#menu.hidden) {
      this.#showMenu(false);
      return this.#more.focus();
    }
    if (this.#act.childElementCount > 0) return this.#open(undefined);
    this.#show(false);
  }

  #open(act: Act | undefined): void {
    this.#showMenu(false);
    this.#act.replaceChildren(...(act === undefined ? [] : [act.node]));
    if (act !== undefined) act.node.scrollIntoView({ block: 'nearest' });
    (act?.first ?? (this.#form.hidden ? this.#body : this.#text)).focus();
  }

  #sendTranscript(email: string): void {
    this.#chat.transcript(email);
    this.#open(undefined);
  }

  #endChat(): void {
    this.#chat.end();
    this.#open(undefined);
  }

  #typed(): void {
    const left = VISITOR_TEXT_CHARS - this.#text.value.length;
    setText(this.#left, left <= COUNT_FROM ? this.#t.left(left) : '');
    if (this.#text.value.trim() !== '') this.#chat.typed();
  }

  #key(event: KeyboardEvent): void {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #say(event: Event): void {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (text === '') return;
    const email = this.#away.hidden ? undefined : this.#awayEmail.read(false);
    if (email === false) return;
    // The address stands in the message, too: whoever answers sees it, and the visitor sees what was handed on.
    const whole = email === undefined ? text : `${text}\n\n${this.#t.answerTo(email)}`.slice(0, VISITOR_TEXT_CHARS);
    this.#text.value = '';
    this.#typed();
    void this.#chat.say(whole, email);
    this.#body.scrollTop = this.#body.scrollHeight;
  }

  #tell(notice: Notice): void {
    const t = this.#t;
    const words = { mailed: t.transcriptSent, mailNone: t.transcriptNone, mailEmpty: t.transcriptEmpty, mailOften: t.transcriptOften, busy: t.busy, rated: t.rated } as const;
    setText(this.#notice, notice.kind === 'flood' ? t.flood(notice.seconds) : notice.kind === 'refused' ? t.refused(notice.code) : words[notice.kind]);
    toggle(this.#notice, true);
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => toggle(this.#notice, false), Math.max(NOTICE_MS, notice.kind === 'flood' ? notice.seconds * 1_000 : 0));
  }

  #draw(): void {
    const state = this.#chat.state;
    const t = this.#t;
    const isAtEnd = this.#body.scrollHeight - this.#body.scrollTop - this.#body.clientHeight < 60;
    const lines = state.lines.length;
    setText(this.#title, state.brand === '' ? t.launcher : t.title(state.brand));
    setText(this.#status, this.#statusOf(state));
    this.#messages.draw(state);
    toggle(this.#hello, lines === 0 && !state.over);
    const isAway = state.availability !== undefined && (!state.availability.open || !state.availability.staffed) && state.agent === undefined;
    toggle(this.#away, isAway && !state.emailKept && !state.over);
    setText(this.#typing, state.typing === undefined ? '' : t.typing(state.typing));
    this.#typing.classList.toggle('on', state.typing !== undefined);
    toggle(this.#form, !state.over);
    toggle(this.#more, lines > 0 && !state.over);
    this.#drawEnd(state);
    const { unread } = state;
    setText(this.#count, unread === 0 ? '' : String(unread));
    toggle(this.#count, unread > 0);
    this.#launcher.setAttribute('aria-label', unread === 0 ? t.open : `${t.open}, ${t.unread(unread)}`);
    if (isAtEnd) this.#body.scrollTop = this.#body.scrollHeight;
  }

  #drawEnd(state: ChatState): void {
    const wanted = state.over ? (state.rated ? 'rated' : state.asksRating ? 'over' : 'ended') : state.emailKept && state.lines.length > 0 && state.agent === undefined ? 'kept' : '';
    if (wanted === this.#drawnEnd) return;
    const hadFocus = this.#end.contains((this.#end.getRootNode() as ShadowRoot).activeElement);
    this.#drawnEnd = wanted;
    const t = this.#t;
    const again = el('button', { class: 'plain', type: 'button', onclick: () => this.#again() }, t.again);
    const content = wanted === '' ? [] : wanted === 'kept' ? [el('p', {}, t.emailKept)] : [el('p', {}, t.over), ...(wanted === 'rated' ? [el('p', {}, t.rated)] : wanted === 'over' ? [rateForm(t, (stars) => this.#chat.rate(stars))] : []), el('div', { class: 'row' }, again)];
    this.#end.replaceChildren(...content);
    toggle(this.#end, wanted !== '');
    if (hadFocus && wanted === 'rated') again.focus();
    if (state.over && !this.#panel.hidden) this.#body.scrollTop = this.#body.scrollHeight;
  }

  #again(): void {
    this.#chat.again();
    this.#text.focus();
  }

  #statusOf({ link, availability, agent, lines, over }: ChatState): string {
    const t = this.#t;
    if (over) return t.over;
    if (link === 'waiting') return t.offline;
    if (link !== 'open') return link === 'connecting' && lines.length > 0 ? t.offline : t.connecting;
    if (agent !== undefined) return t.here(agent);
    if (availability?.open === false) return availability.opensAt === undefined ? t.away : t.closed(new Intl.DateTimeFormat(LOCALES[this.#lang], { weekday: 'long', hour: '2-digit', minute: '2-digit' }).format(availability.opensAt));
    if (availability?.staffed === false) return t.away;
    return lines.length > 0 ? t.waiting : t.ready;
  }
}
