import type { AddressForm } from '../../shared/domain/channel.ts';

export type Manner = 'du' | 'sie' | 'en';

const ENGLISH = /\b(the|my|please|hi|hello|thanks|you|your|is|and|not|what|when|why|how)\b/gi;
const GERMAN = /\b(der|die|das|und|ich|nicht|mein\w*|bitte|hallo|danke|ist|wie|wann|warum|euch|ihr|sie|du)\b/gi;
const DU = /\b(du|dir|dich|dein\w*|ihr|euch|euer|eure\w*)\b/i;
const THANKS = /^[^?]{0,90}\b(danke|dank|thanks|thank you|thx|merci|super gelöst|hat geklappt)\b[^?]{0,90}$/i;

/** How to speak to this person: what the contact chose, else as they speak themselves. */
export function mannerOf(customerText: string, known: AddressForm | undefined): Manner {
  const count = (pattern: RegExp): number => customerText.match(pattern)?.length ?? 0;
  if (count(ENGLISH) > count(GERMAN)) return 'en';
  if (known === 'du' || known === 'sie') return known;
  return DU.test(customerText) ? 'du' : 'sie';
}

/** A short thank-you without a question needs no answer. */
export function isThanks(customerText: string): boolean {
  return THANKS.test(customerText.trim());
}

const GREETINGS: Readonly<Record<Manner, readonly string[]>> = {
  du: ['Hallo', 'Hi', 'Moin', 'Danke für deine Nachricht', 'Hallo und danke, dass du dich meldest'],
  sie: ['Guten Tag', 'Hallo', 'Vielen Dank für Ihre Nachricht', 'Danke, dass Sie sich melden'],
  en: ['Hello', 'Hi there', 'Thanks for reaching out', 'Thank you for your message'],
};
const BODIES: Readonly<Record<Manner, readonly string[]>> = {
  du: [
    'das schauen wir uns gleich an. Schickst du uns bitte per Direktnachricht deine Kundennummer?',
    'das tut uns leid. Wir prüfen deinen Anschluss und melden uns, sobald wir mehr wissen.',
    'kannst du das Gerät bitte einmal für zwei Minuten vom Strom nehmen und uns sagen, ob es dann geht?',
    'wir haben deinen Fall aufgenommen und an die Technik gegeben.',
    'die Rechnung sehen wir uns mit dir an. Um welchen Monat geht es dir?',
    'in deiner Gegend wird gerade gearbeitet. Bis heute Abend sollte alles wieder laufen.',
  ],
  sie: [
    'das schauen wir uns gleich an. Senden Sie uns bitte per Direktnachricht Ihre Kundennummer?',
    'das tut uns leid. Wir prüfen Ihren Anschluss und melden uns, sobald wir mehr wissen.',
    'nehmen Sie das Gerät bitte einmal für zwei Minuten vom Strom und sagen Sie uns, ob es dann geht.',
    'wir haben Ihren Fall aufgenommen und an die Technik gegeben.',
    'die Rechnung sehen wir uns mit Ihnen an. Um welchen Monat geht es Ihnen?',
    'in Ihrer Gegend wird gerade gearbeitet. Bis heute Abend sollte alles wieder laufen.',
  ],
  en: [
    'we will look into this right away. Could you send us your customer number in a direct message?',
    'we are sorry about that. We are checking your line and will come back to you.',
    'please unplug the device for two minutes and tell us whether that helps.',
    'we have noted this and passed it on to our technicians.',
    'let us go through the bill together. Which month is it about?',
    'there is work going on in your area. It should be back by this evening.',
  ],
};

/** An answer in that manner; the case number makes it unlike the others. */
export function answerText(manner: Manner, pick: <T>(from: readonly T[]) => T, caseNumber: string): string {
  const closing =
    manner === 'en'
      ? `Your case: ${caseNumber}.`
      : manner === 'du'
        ? `Deine Fallnummer: ${caseNumber}.`
        : `Ihre Fallnummer: ${caseNumber}.`;
  return `${pick(GREETINGS[manner])}, ${pick(BODIES[manner])} ${closing}`;
}
