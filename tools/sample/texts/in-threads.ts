import type { Language } from './sample-post.ts';

type PerLanguage = Readonly<Record<Language, readonly string[]>>;

/** Said by the same person when the company has answered. */
export const THANKS: PerLanguage = {
  de: [
    'Danke, jetzt geht es wieder! 🙏',
    'Super, vielen Dank für die schnelle Hilfe!',
    'Perfekt, genau das hat mir gefehlt. Danke!',
    'Ah, da war der Haken. Herzlichen Dank Ihnen!',
    'Läuft. Ihr seid klasse 💙',
    'Alles klar, dann weiß ich Bescheid. Danke für die Auskunft.',
    'Vielen Dank, das war wirklich verständlich erklärt.',
    'Hat geklappt, danke und schönen Feierabend!',
    'Merci! Ich melde mich, falls es wieder auftritt.',
    'Oh, so einfach? Danke 😄',
    'Besten Dank, das hilft mir weiter.',
    'Danke, dass Sie sich so rasch gekümmert haben.',
    'Top, danke dir!',
    'Okay. Danke.',
  ],
  en: [
    'That did it, thank you so much!',
    'Perfect, thanks for the quick reply.',
    'Working again. You made my day 🙌',
    'Thanks, good to know.',
    'Oh, that simple? Thank you!',
    'Great, I will keep an eye on it. Cheers!',
    'Appreciate it, have a nice evening.',
    'Sorted. Thanks!',
  ],
};

export const MORE_QUESTIONS: PerLanguage = {
  de: [
    'Danke schon mal. Und wie lange wird das ungefähr dauern?',
    'Okay, aber wo genau finde ich diesen Menüpunkt?',
    'Verstanden. Brauchen Sie dafür noch meine Kundennummer?',
    'Das habe ich schon versucht, leider ohne Erfolg. Was wäre der nächste Schritt?',
    'Gilt das auch, wenn ich noch im Probemonat bin?',
    'Kostet mich das etwas extra?',
    'Könnt ihr mich dazu auch anrufen? Am besten nach 17 Uhr.',
    'Hm, und was mache ich bis dahin?',
    'Bekomme ich darüber noch eine Bestätigung?',
    'Geht das auch ohne die App? Mein Handy ist schon etwas älter.',
    'Ich habe Ihnen gerade eine Nachricht geschickt. Ist sie angekommen?',
    'Muss ich da jemanden in die Wohnung lassen oder geht das von außen?',
    'Und wenn es morgen wieder auftritt, wende ich mich dann wieder hierhin?',
    'Kannst du mir kurz sagen, was genau kaputt war?',
  ],
  en: [
    'Thanks. Roughly how long will that take?',
    'Right, but where exactly do I find that menu?',
    'I tried that already, no luck. What is next?',
    'Will that cost me anything?',
    'Could somebody call me about it? After five works best.',
    'Do you need my customer number for this?',
    'And what do I do until then?',
    'Can I get that in writing, please?',
  ],
};

export const UNHAPPY: PerLanguage = {
  de: [
    'Das ist doch genau die Antwort, die ich vor drei Tagen schon bekommen habe.',
    'Sorry, aber das hilft mir kein Stück weiter.',
    'Mit Verlaub: Sie haben meine Frage nicht gelesen.',
    'Neu gestartet habe ich die Box heute elf Mal. ELF.',
    'Schön, dass es euch leidtut. Wann geht es wieder?',
    'Dann kündige ich eben. Ich habe genug.',
    'Und dafür musste ich jetzt so lange warten?',
    'Das hat man mir letzte Woche auch versprochen.',
    'Nein. Das Problem besteht weiterhin.',
    'Ich bin wirklich geduldig, aber jetzt reicht es langsam.',
  ],
  en: [
    'That is the very answer I got three days ago.',
    'Sorry, that does not help at all.',
    'I do not think you read my question.',
    'Still broken. I have restarted it eleven times today.',
    'Then I will simply cancel. Enough.',
    'They promised me the same last week.',
  ],
};

/** Said by the same person when nobody has answered. */
export const CHASERS: PerLanguage = {
  de: [
    'Hallo? Ist da noch jemand?',
    'Noch immer nichts von euch gehört …',
    'Kommt da heute noch eine Antwort?',
    'Ich warte weiterhin. ⏳',
    'Schade, dass man hier so lange auf eine Reaktion warten muss.',
    'Könnten Sie bitte kurz Bescheid geben, ob das jemand gelesen hat?',
    'Stups. 👉',
    'Das Problem besteht übrigens immer noch.',
    'Gibt es etwas Neues?',
    'Ich würde mich über ein Lebenszeichen freuen.',
    'Keine Antwort ist auch eine Antwort, oder wie?',
    'Nachtrag: inzwischen geht gar nichts mehr.',
  ],
  en: [
    'Hello? Anybody there?',
    'Still waiting …',
    'Any news on this?',
    'Will I hear from you today?',
    'Just so you know, it is still broken.',
    'A short sign of life would be nice.',
    'No answer is an answer too, I guess?',
    'Bump.',
  ],
};

/** Said by somebody else in the thread. */
export const BYSTANDERS: PerLanguage = {
  de: [
    'Bei mir genau dasselbe!',
    'Bei uns in der Straße auch, seit heute Morgen.',
    'Hatte ich letzte Woche. Box zehn Minuten vom Strom, dann ging es.',
    'Kann ich bestätigen, leider.',
    'Da bist du nicht allein 😕',
    'Bei mir läuft alles. Wo wohnst du denn?',
    'Schau mal in der App unter „Mein Anschluss“, da steht bei mir eine Störung.',
    'Mich würde die Antwort auch interessieren.',
    'Ich habe deswegen schon den Anbieter gewechselt. Beste Entscheidung.',
    'Nicht aufregen, die melden sich hier eigentlich immer.',
    'Same here, Rendsburg.',
    'Am besten gleich per Nachricht schreiben, dann geht es schneller.',
    'Bei mir hat geholfen, die SIM einmal rauszunehmen.',
    'Wenn du schon dabei bist: Frag sie auch gleich nach dem Rückruf 😂',
    'Ich hänge mich mal dran: Gilt das auch für den Tarif M?',
    'Meine Eltern haben das gleiche Problem. Könnt ihr da auch mal nachsehen, {brand}?',
    'Das kenne ich. Drei Wochen hat es bei mir gedauert.',
    'Danke fürs Fragen, ich dachte schon, es liegt an mir.',
    'Also ich finde, die machen das hier ganz gut.',
    'Verbraucherzentrale! Nicht hinhalten lassen.',
  ],
  en: [
    'Same here!',
    'Happens to me too, since this morning.',
    'Unplug it for ten minutes, that helped me last week.',
    'Would like to know that as well.',
    'You are not alone, our whole street is out.',
    'Works fine over here, where are you?',
    'They usually reply quite fast, hang in there.',
    'Try a private message, that was quicker for me.',
  ],
};
