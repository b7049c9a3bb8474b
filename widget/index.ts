import { LeitstandChat } from './element.ts';

// Known only while the script is first read.
const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.src !== '') LeitstandChat.server = new URL(script.src).origin;
if (customElements.get('leitstand-chat') === undefined) customElements.define('leitstand-chat', LeitstandChat);
