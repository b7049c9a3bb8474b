// The page's words. The language follows the browser and can be switched.
const WORDS = {
  de: {
    skip: 'Zu den Beiträgen', subtitle: 'Kleine Plattform zum Ausprobieren, ohne echte Öffentlichkeit', write: 'Schreiben', publicPosts: 'Öffentlich', privateMessages: 'Private Nachrichten',
    you: 'Wer du hier bist', operator: 'Betrieb', live: 'live', reconnecting: 'Verbindung wird gesucht …', otherLanguage: 'English',
    handle: 'Kürzel', name: 'Name', use: 'Verwenden', newPerson: 'Neu: Kürzel und Name eingeben', choosePerson: 'Person wählen', whoHelp: 'Du schreibst als Person. Marken antworten über ihren Arbeitsplatz.',
    post: 'Öffentlich schreiben', sendPrivate: 'Privat senden an', asWho: 'als', whatHappened: 'Was ist los?', to: 'An', everyone: 'alle (öffentlich)', privateTo: 'privat an', chooseFirst: 'Wähle zuerst rechts, wer du bist.',
    reply: 'Antworten', replyPrivate: 'Privat schreiben', edit: 'Ändern', remove: 'Löschen', save: 'Speichern', cancel: 'Abbrechen', send: 'Senden', sureRemove: 'Wirklich löschen?',
    edited: 'geändert', deleted: 'Dieser Beitrag wurde gelöscht.', notHeld: 'Dieser Beitrag liegt nicht hier.', brand: 'Marke', followers: 'Follower', private: 'privat', answers: 'Antwort an',
    empty: 'Noch nichts geschrieben.', emptyPrivate: 'Keine privaten Nachrichten.', privateWith: 'Mit', permalink: 'Zum Beitrag', thread: 'Zurück zu allen Beiträgen', loading: 'Lädt …',
    rules: 'Regeln', idempotency: 'Idempotency-Key', honoured: 'wird beachtet', ignored: 'wird ignoriert', privateReply: 'Private Antwort', open: 'frei', oneShot: 'einmal je Beitrag', duplicateText: 'Gleicher Text', allow: 'erlaubt', refuse: 'abgelehnt',
    unknownParents: 'Unbekannter Vorgänger', placeholder: 'Platzhalter', ratePosts: 'Beiträge je Fenster (0 = frei)', rateWindow: 'Fenster (s)', maxLength: 'Länge öffentlich', readLag: 'Leseverzug (ms)', apply: 'Übernehmen', applied: 'Übernommen.',
    faults: 'Störungen', noFaults: 'Keine Störung eingeschaltet.', kind: 'Art', route: 'Weg', probability: 'Wahrsch.', times: 'Anzahl', delayMs: 'Dauer (ms)', switchOn: 'Einschalten', switchOff: 'Aus', allOff: 'Alle aus', always: 'immer', fired: 'ausgelöst',
    figures: 'Zahlen', figPosts: 'Beiträge von Personen', figReplies: 'Beiträge von Marken', figEdited: 'Änderungen', figDeleted: 'Löschungen', figDoubled: 'doppelt beantwortet', figAccounts: 'Konten',
  },
  en: {
    skip: 'To the posts', subtitle: 'A small platform to try things on, with no real public', write: 'Write', publicPosts: 'Public', privateMessages: 'Private messages',
    you: 'Who you are here', operator: 'Operator', live: 'live', reconnecting: 'reconnecting …', otherLanguage: 'Deutsch',
    handle: 'Handle', name: 'Name', use: 'Use', newPerson: 'New: enter handle and name', choosePerson: 'Choose a person', whoHelp: 'You write as a person. Brands answer from their desk.',
    post: 'Post publicly', sendPrivate: 'Send privately to', asWho: 'as', whatHappened: 'What is up?', to: 'To', everyone: 'everyone (public)', privateTo: 'privately to', chooseFirst: 'First choose who you are, on the right.',
    reply: 'Reply', replyPrivate: 'Write privately', edit: 'Edit', remove: 'Delete', save: 'Save', cancel: 'Cancel', send: 'Send', sureRemove: 'Really delete?',
    edited: 'edited', deleted: 'This post was deleted.', notHeld: 'This post is not held here.', brand: 'Brand', followers: 'followers', private: 'private', answers: 'replying to',
    empty: 'Nothing written yet.', emptyPrivate: 'No private messages.', privateWith: 'With', permalink: 'Permalink', thread: 'Back to all posts', loading: 'Loading …',
    rules: 'Rules', idempotency: 'Idempotency-Key', honoured: 'honoured', ignored: 'ignored', privateReply: 'Private reply', open: 'free', oneShot: 'once per post', duplicateText: 'Same text', allow: 'allowed', refuse: 'refused',
    unknownParents: 'Unknown parent', placeholder: 'placeholder', ratePosts: 'Posts per window (0 = free)', rateWindow: 'Window (s)', maxLength: 'Public length', readLag: 'Read lag (ms)', apply: 'Apply', applied: 'Applied.',
    faults: 'Faults', noFaults: 'No fault switched on.', kind: 'Kind', route: 'Route', probability: 'Probability', times: 'Times', delayMs: 'For (ms)', switchOn: 'Switch on', switchOff: 'Off', allOff: 'All off', always: 'always', fired: 'fired',
    figures: 'Figures', figPosts: 'Posts by people', figReplies: 'Posts by brands', figEdited: 'Edits', figDeleted: 'Deletions', figDoubled: 'answered twice', figAccounts: 'Accounts',
  },
};

let language = navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';

/** A word in the current language. */
export const t = (key) => WORDS[language][key] ?? key;
export const currentLanguage = () => language;

/** Puts the words into what stands in the HTML. */
export function translatePage() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
}

export function switchLanguage() {
  language = language === 'de' ? 'en' : 'de';
  translatePage();
}

/** A short time: today the hour, otherwise the date too. */
export function shortTime(iso) {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language, today ? { hour: '2-digit', minute: '2-digit' } : { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}
