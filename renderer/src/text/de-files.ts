/** Files that go with an answer. */
export const deFiles = {
  'files.label': 'Dateien zu dieser Antwort',
  'files.add': 'Datei anhängen',
  'files.adding': (n: number) => (n === 1 ? 'eine Datei wird geholt …' : `${n} Dateien werden geholt …`),
  'files.most': (count: string, size: string) => `bis zu ${count}, je ${size}`,
  'files.apart': (most: string) => `je Datei eine eigene Nachricht nach dem Text; Bilder bis ${most}`,
  'files.added': (name: string) => `${name} angehängt`,
  'files.remove': (name: string) => `${name} entfernen`,
  'files.removed': (name: string) => `${name} entfernt`,
  'files.alt': (name: string) => `Bildbeschreibung für ${name}`,
  'files.altPlaceholder': 'Was zeigt das Bild?',
  'files.tooMany': (most: number) => `Dieser Kanal nimmt höchstens ${most} Dateien je Antwort.`,
  'files.tooLarge': (name: string, most: string) => `„${name}“ ist zu groß: Dieser Kanal nimmt höchstens ${most} je Datei.`,
  'files.tooLargeTogether': (most: string) => `Zusammen sind die Dateien zu groß: Dieser Kanal nimmt höchstens ${most}.`,
  'files.type': (name: string) => `„${name}“ ist von einer Art, die dieser Kanal nicht nimmt.`,
  'files.notHere': 'Hier können keine Dateien mitgehen. Entferne sie oder antworte auf dem anderen Weg.',
  'shortcut.files': 'Datei anhängen',
};
