// Constructed, so that a strict content policy of the page has nothing to forbid; light-dark() follows the page's or the element's theme.
export const STYLES = `
:host { all: initial; color-scheme: light dark; --accent: var(--leitstand-chat-accent, light-dark(#175cd3, #2e6be6)); --accent-text: var(--leitstand-chat-accent-text, #fff);
  --ground: light-dark(#fff, #101828); --raised: light-dark(#f2f4f7, #1d2939); --text: light-dark(#101828, #f2f4f7); --soft: light-dark(#475467, #b6bfcd); --line: light-dark(#d0d5dd, #475467);
  --edge: light-dark(#667085, #98a2b3); --warn: light-dark(#93370d, #fec84b); --warn-ground: light-dark(#fffaeb, #3b2a0c); --focus: light-dark(#175cd3, #84adff);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--text); position: fixed; inset: auto 20px 20px auto; z-index: 2147483000; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([place="left"]) { inset: auto auto 20px 20px; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
button, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; border: 0; border-radius: 10px; background: none; min-height: 36px; min-width: 36px; padding: 6px 12px; }
button:disabled { cursor: default; opacity: .55; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
svg { width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; display: block; }
.launcher { display: flex; align-items: center; gap: 8px; min-height: 52px; padding: 0 20px; border-radius: 26px; background: var(--accent); color: var(--accent-text); font-weight: 600; box-shadow: 0 6px 20px rgb(16 24 40 / .25); }
.count { min-width: 22px; padding: 0 6px; border-radius: 11px; background: #fff; color: #101828; font-size: 13px; line-height: 22px; text-align: center; }
.panel { display: flex; flex-direction: column; width: min(380px, calc(100vw - 40px)); height: min(600px, calc(100vh - 40px)); height: min(600px, calc(100dvh - 40px)); overflow: hidden; border: 1px solid var(--line); border-radius: 16px; background: var(--ground); box-shadow: 0 12px 40px rgb(16 24 40 / .3); }
header { display: flex; align-items: center; gap: 4px; padding: 12px 8px 12px 16px; border-bottom: 1px solid var(--line); position: relative; }
header > div:first-child { flex: 1; min-width: 0; }
h2 { margin: 0; font-size: 16px; line-height: 1.3; overflow-wrap: anywhere; }
.status { margin: 2px 0 0; font-size: 13px; color: var(--soft); }
.round svg { stroke-width: 2.6; }
.round { display: grid; place-items: center; padding: 6px; color: var(--soft); }
.round:hover, .menu button:hover, .plain:hover { background: var(--raised); }
.menu { position: absolute; top: 54px; right: 8px; z-index: 1; display: grid; padding: 6px; border: 1px solid var(--line); border-radius: 12px; background: var(--ground); box-shadow: 0 8px 24px rgb(16 24 40 / .2); }
.menu button { text-align: start; }
.body { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; display: flex; flex-direction: column; gap: 10px; }
.note { margin: 0; font-size: 14px; color: var(--soft); }
.box { padding: 12px; border: 1px solid var(--line); border-radius: 12px; background: var(--raised); font-size: 14px; display: grid; gap: 8px; }
.box p { margin: 0; }
ol { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 10px; }
li { display: flex; flex-direction: column; align-items: flex-start; max-width: 86%; }
li.visitor { align-self: flex-end; align-items: flex-end; }
.who { font-size: 12px; color: var(--soft); margin: 0 4px 2px; }
.bubble { margin: 0; padding: 8px 12px; border-radius: 14px 14px 14px 4px; background: var(--raised); white-space: pre-wrap; overflow-wrap: anywhere; hyphens: auto; }
.files { margin: 4px 0 0; padding: 0; list-style: none; font-size: .9em; overflow-wrap: anywhere; }
.files li { min-height: 24px; }
.files a { color: inherit; }
.visitor .bubble { border-radius: 14px 14px 4px 14px; background: var(--accent); color: var(--accent-text); }
.gone .bubble { background: none; border: 1px dashed var(--edge); color: var(--soft); font-style: italic; }
.meta { font-size: 12px; color: var(--soft); margin: 2px 4px 0; }
.typing { min-height: 20px; padding: 0 16px; font-size: 13px; color: var(--soft); }
.notice { margin: 0 16px 8px; padding: 8px 12px; border-radius: 10px; background: var(--warn-ground); color: var(--warn); font-size: 14px; }
form.write { display: grid; grid-template-columns: 1fr auto; align-items: end; gap: 8px; padding: 10px 12px 12px; border-top: 1px solid var(--line); }
form.write .wide { grid-column: 1 / -1; }
textarea, input[type="email"] { width: 100%; padding: 8px 10px; border: 1px solid var(--edge); border-radius: 10px; background: var(--ground); color: var(--text); }
textarea { resize: none; min-height: 40px; max-height: 140px; field-sizing: content; display: block; }
::placeholder { color: var(--soft); opacity: 1; }
label { display: block; font-size: 13px; color: var(--soft); margin-bottom: 4px; }
.primary { background: var(--accent); color: var(--accent-text); font-weight: 600; min-height: 40px; display: flex; align-items: center; gap: 6px; }
.plain { border: 1px solid var(--edge); }
.rate { display: grid; gap: 8px; }
.row { display: flex; flex-wrap: wrap; gap: 8px; }
.hint { font-size: 12px; color: var(--soft); margin: 0; }
fieldset { border: 0; margin: 0; padding: 0; }
legend { padding: 0; margin-bottom: 8px; font-weight: 600; }
.stars { display: flex; gap: 6px; }
.stars label { margin: 0; position: relative; color: var(--text); }
.stars input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.stars span { display: grid; place-items: center; width: 44px; height: 44px; border: 1px solid var(--edge); border-radius: 10px; font-size: 15px; }
.stars input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--accent-text); font-weight: 600; }
.stars input:focus-visible + span { outline: 3px solid var(--focus); outline-offset: 2px; }
.error { color: light-dark(#b42318, #fda29b); font-size: 13px; margin: 4px 0 0; }
footer { padding: 0 12px 10px; font-size: 12px; }
footer a { color: var(--soft); display: inline-block; min-height: 24px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 480px), (max-height: 480px) { :host([data-open]) { inset: 0; } .panel { width: 100vw; height: 100vh; height: 100dvh; border: 0; border-radius: 0; } }
@media (prefers-reduced-motion: no-preference) { .typing.on::before { animation: pulse 1.2s ease-in-out infinite; } }
.typing.on::before { content: "●"; margin-inline-end: 6px; color: var(--accent); }
@keyframes pulse { 50% { opacity: .25; } }
@media (forced-colors: active) { .bubble, .launcher, .primary, .notice, .box, .count { border: 1px solid; } .stars input:checked + span { outline: 2px solid; } }
`;
