import type { VisitorMessage } from '../../shared/protocol/visitor.ts';
import type { OutgoingMail } from '../mail/port.ts';

const WORDS = {
  de: {
    transcript: (brand: string) => `Ihr Chat mit ${brand}`,
    transcriptIntro: (brand: string) => `die Abschrift Ihres Chats mit ${brand}, wie Sie sie angefordert haben.`,
    answer: (brand: string) => `Antwort von ${brand}`,
    answerIntro: (name: string, brand: string) => `${name} von ${brand} hat Ihnen im Chat geantwortet:`,
    hello: 'Guten Tag,',
    you: 'Sie',
    foot: 'Diese Nachricht wurde automatisch versandt; eine Antwort darauf liest niemand. Haben Sie sie nicht angefordert, hat jemand Ihre Adresse eingegeben: Dann müssen Sie nichts tun.',
    late: 'Sie bekommen sie, weil Sie im Chat diese Adresse für eine Antwort angegeben haben. Auf diese Nachricht antworten Sie bitte im Chat auf unserer Seite.',
  },
  en: {
    transcript: (brand: string) => `Your chat with ${brand}`,
    transcriptIntro: (brand: string) => `here is the transcript of your chat with ${brand}, as you asked for it.`,
    answer: (brand: string) => `Answer from ${brand}`,
    answerIntro: (name: string, brand: string) => `${name} of ${brand} has answered you in the chat:`,
    hello: 'Hello,',
    you: 'You',
    foot: 'This message was sent automatically; nobody reads answers to it. If you did not ask for it, somebody entered your address: there is nothing you have to do.',
    late: 'You receive it because you left this address in the chat for an answer. Please reply in the chat on our page.',
  },
} as const;

type Lang = keyof typeof WORDS;
const langOf = (lang: string): Lang => (lang.startsWith('de') ? 'de' : 'en');
const LINE = '-'.repeat(60);

/** The whole thread as plain text, in the visitor's language and the brand's time. */
export function transcriptMail(input: { readonly to: string; readonly lang: string; readonly brand: string; readonly timeZone: string; readonly messages: readonly VisitorMessage[] }): OutgoingMail {
  const lang = langOf(input.lang);
  const words = WORDS[lang];
  const time = new Intl.DateTimeFormat(lang === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone: input.timeZone });
  const lines = input.messages.filter((message) => message.gone !== true).map((message) => `${time.format(message.at)}  ${message.from === 'visitor' ? words.you : (message.name ?? input.brand)}:\n${indent(message.text)}`);
  return { to: input.to, lang, subject: words.transcript(input.brand), text: `${words.hello}\n\n${words.transcriptIntro(input.brand)}\n\n${LINE}\n${lines.join('\n\n')}\n${LINE}\n\n${words.foot}\n` };
}

/** An answer to somebody who has left. */
export function lateAnswerMail(input: { readonly to: string; readonly lang: string; readonly brand: string; readonly name: string; readonly text: string }): OutgoingMail {
  const lang = langOf(input.lang);
  const words = WORDS[lang];
  return { to: input.to, lang, subject: words.answer(input.brand), text: `${words.hello}\n\n${words.answerIntro(input.name, input.brand)}\n\n${LINE}\n${input.text}\n${LINE}\n\n${words.late}\n` };
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
