/** The local copy: what opens it, and how much it keeps. */
export const deStorage = {
  'door.again': 'Die lokale Kopie auf diesem Gerät ließ sich nicht öffnen. An ihr wurde nichts geändert.',
  'door.discard': 'Passphrase vergessen …',
  'door.discardHint':
    'Ohne Passphrase öffnet niemand diese Kopie. Vernichten heißt: Nicht gesendete Antworten und Entwürfe darin sind weg; alles andere kommt nach dem Anmelden vom Server.',
  'door.discardNow': 'Kopie vernichten',
  'door.keep': 'Behalten',
  'door.keychain':
    'Auf diesem Gerät liegt eine Kopie, deren Schlüssel im Schlüsselbund liegt. Entsperre den Schlüsselbund und versuch es nochmal; was darin nicht gesendet war, bleibt liegen.',
  'door.open': 'Kopie öffnen',
  'door.passphrase': 'Die Kopie auf diesem Gerät ist mit einer Passphrase verschlossen. Mit ihr arbeitest du weiter, auch ohne Verbindung.',
  'door.retry': 'Nochmal versuchen',
  'door.title': 'Kopie auf diesem Gerät',
  'storage.conversations': (all: string, closed: string) => `${all} Gespräche, davon ${closed} abgeschlossen`,
  'storage.days': (days: number) => (days === 1 ? 'nach einem Tag' : `nach ${days} Tagen`),
  'storage.keepDays': 'Abgeschlossenes verlässt das Gerät',
  'storage.keepHint':
    'Nie gelöscht wird, was du gerade bearbeitest, was noch nicht gesendet ist und wozu es einen Entwurf gibt. Auf dem Server bleibt alles.',
  'storage.keepMegabytes': 'Größe der Kopie',
  'storage.keptBy': 'Verschlossen',
  'storage.keptBy.keychain': 'mit einem Schlüssel im Schlüsselbund',
  'storage.keptBy.passphrase': 'mit deiner Passphrase',
  'storage.keptBy.session': 'nur für diese Sitzung: Antworten brauchen eine Verbindung',
  'storage.megabytes': (size: string) => `bis ${size} MB`,
  'storage.passphrase': 'Passphrase',
  'storage.passphraseAgain': 'Passphrase wiederholen',
  'storage.passphraseHint':
    'Mindestens 10 Zeichen, nirgends gespeichert: Wer die Passphrase vergisst, verliert, was noch nicht gesendet ist.',
  'storage.passphraseOther': 'Die beiden stimmen nicht überein.',
  'storage.passphraseSet': 'Die Kopie ist jetzt mit deiner Passphrase verschlossen.',
  'storage.passphraseTitle': 'Ohne Schlüsselbund auch offline antworten',
  'storage.passphraseWhy':
    'Dieses Gerät hat keinen nutzbaren Schlüsselbund. Mit einer Passphrase überlebt die Kopie das Beenden, und Antworten gehen auch ohne Verbindung.',
  'storage.setPassphrase': 'Passphrase setzen',
  'storage.size': 'Größe',
  'storage.sizeNow': (size: string) => `${size} MB`,
  'storage.title': 'Speicher auf diesem Gerät',
};
