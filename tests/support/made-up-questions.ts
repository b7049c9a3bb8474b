const SUBJECTS = 'Router Rechnung Vertrag Handy Karte Sender Box Festnetz Glasfaser Tarif Mailbox Rufnummer Paket Termin Techniker Passwort Gutschrift Roaming Hotspot Repeater Kündigung Anschluss Datenvolumen Fernbedienung Störung Umzug Adresse Mahnung Lastschrift Portal'.split(' ');
const VERBS = 'ändern kündigen aktivieren finden prüfen zurückschicken bezahlen verlängern einrichten verstehen bestellen sperren übernehmen mitnehmen umstellen erreichen'.split(' ');
const WHERE = 'Kiel Hamburg Leipzig Bremen Köln Dresden Essen Ulm Mainz Trier Jena Bonn Halle Rostock Erfurt Kassel'.split(' ');
const BEGIN = ['Hallo,', 'Guten Tag,', 'Moin,', 'Hi,', ''];
const ASK = ['wie kann ich', 'warum kann ich', 'wann kann ich', 'wo kann ich', 'könnt ihr mir helfen,', 'seit gestern kann ich'];

/** A question nobody wrote: some of thirty things, sixteen deeds and as many places, with words of its own. */
export function madeUpQuestion(rng: { pick<T>(of: readonly T[]): T; int(below: number): number }): string {
  const own = Array.from({ length: 2 }, () => `${rng.pick(WHERE).toLowerCase()}${rng.pick(VERBS)}${rng.int(400)}`);
  return `${rng.pick(BEGIN)} ${rng.pick(ASK)} ${rng.int(3) === 0 ? '' : `in ${rng.pick(WHERE)} `}${rng.pick(SUBJECTS)} und ${rng.pick(SUBJECTS)} ${rng.pick(VERBS)}? ${own.join(' ')}`.trim();
}
