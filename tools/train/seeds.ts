import { dice } from './logistic.ts';
import type { Example } from './rows.ts';
import { FEED_NEGATIVE, FEED_NEUTRAL, FEED_POSITIVE } from './seeds-feed.ts';

// Sentences of our own about service by rail, net and power, as customers, bystanders and the press write them: they bring words of fields in
// which no free data is to be had. Slots are filled by seeded dice.

const SLOTS: Readonly<Record<string, readonly string[]>> = {
  wer: [
    'die Bahn',
    'die Deutsche Bahn',
    'der Anbieter',
    'die S-Bahn',
    'der Konzern',
    'der Netzbetreiber',
    'die Telekom',
    'der Stromversorger',
    'die Verkehrsbetriebe',
    'das Unternehmen',
  ],
  ding: [
    'der Zug',
    'der Bus',
    'das Internet',
    'die App',
    'der Router',
    'die Hotline',
    'der Anschluss',
    'die Klimaanlage',
    'der Automat',
    'die Heizung',
    'das WLAN im Zug',
    'die Rolltreppe',
  ],
  ort: [
    'in Köln',
    'in Hannover',
    'am Hauptbahnhof',
    'in Stuttgart',
    'zwischen Ulm und Augsburg',
    'in Leipzig',
    'in Berlin',
    'im Norden',
    'in Dresden',
    'bundesweit',
  ],
  zeit: [
    'heute',
    'seit Stunden',
    'schon wieder',
    'gestern',
    'jeden Morgen',
    'am Wochenende',
    'seit drei Tagen',
    'ab Montag',
    'bis Ende März',
  ],
};

const NEGATIVE = `
{wer} streikt {zeit}, Hunderttausende Pendler sitzen fest
Streik bei {wer}: Chaos {ort} erwartet
Lokführer legen {zeit} die Arbeit nieder
Kritik an {wer} wegen Verspätungen reißt nicht ab
{wer} erhöht {zeit} die Preise
Fahrgäste {ort} klagen über überfüllte Züge
Unfall {ort}: Person vom Zug erfasst
Mann {ort} in der Bahn angegriffen und verletzt
Polizei ermittelt nach Schlägerei {ort} in der S-Bahn
Oberleitungsschaden legt Verkehr {ort} lahm
Zug entgleist {ort}, mehrere Verletzte
Strecke {ort} nach Unwetter gesperrt
Störung {ort}: Zehntausende ohne Netz
{wer} schließt Schalter {ort}, Kunden verärgert
Stuttgart 21 wird noch teurer
{wer} schreibt Milliardenverlust
Stellenabbau bei {wer} geplant
Betrüger geben sich als Mitarbeiter aus
{ding} ist {zeit} kaputt und keinen interessiert es
{ding} funktioniert {zeit} nicht
{zeit} Verspätung, ich komme zu spät zur Arbeit
Immer das gleiche mit {wer}, nie ist jemand erreichbar
Ich stehe {zeit} {ort} und nichts fährt
Danke für nichts, {wer}
Was für ein Saftladen, {wer} kriegt nichts hin
Nie wieder fahre ich mit der Bahn
Ich hasse Bahnfahren, {ding} stinkt
Voll, laut, eng und dann auch noch zu spät
Anschluss verpasst, weil {ding} hinüber ist
Mein Zug fällt aus, toll gemacht
{ding} {ort} ist eine Zumutung
Die Ansagen sind unverständlich und niemand weiß Bescheid
Wofür zahle ich eigentlich so viel Geld?
Frierend {ort} gewartet und keiner sagt etwas
In der Bahn sitzt einer und schreit herum, furchtbar
Der Typ neben mir in der Bahn riecht ekelhaft
Ich will nur nach Hause und {ding} fährt nicht
So teuer und trotzdem so schlecht
Pünktlichkeit kennt {wer} wohl nicht
Schlechter Service, {zeit} keine Antwort
Haltet endlich den Fahrplan ein!
Typisch {wer}, wieder alles durcheinander
Dreck und Müll {ort}, widerlich
Umgekehrte Wagenreihung und Reservierung weg
Keine Information, keine Hilfe, kein Ersatz
Wie kann man so unfähig sein
Ich bin so sauer auf {wer}
Bahnfahren kostet mich den letzten Nerv
Das ist doch kein Zustand {ort}
{wer} lässt Kunden im Stich
Randalierer beschädigen Züge {ort}
Schwarzfahrer schlägt Kontrolleur
Frau {ort} am Bahnsteig belästigt
Gewerkschaft droht mit neuen Streiks
Mängel bei der Sicherheit {ort} festgestellt
Reisende müssen {zeit} mit Verspätungen und Ausfällen rechnen`;

const POSITIVE = `
Streik bei {wer} beendet, Züge fahren wieder
Einigung im Tarifkonflikt, Reisende atmen auf
{wer} senkt die Preise
Neue Strecke {ort} verkürzt die Fahrzeit deutlich
{wer} gewinnt Preis für besten Service
Kostenloses WLAN {ort} kommt an
Bahnhof {ort} jetzt barrierefrei und hell
{wer} verbessert den Fahrplan {ort}
Fahrgastrekord: so viele fahren gern mit der Bahn
Störung {ort} behoben, alles läuft wieder
Lob für {wer} nach schneller Hilfe
Großes Lob an das Team {ort}
Danke {wer} für die schnelle Antwort
Vielen Dank, hat super geklappt
Der Zugbegleiter war heute richtig nett
Pünktlich auf die Minute, so mag ich das
{ding} läuft einwandfrei, bin begeistert
Super Service {ort}, weiter so
Heute mal alles perfekt, danke
Endlich Ruhe, leerer Zug und freier Platz
Bahnfahren ist einfach entspannt
Ich liebe Zugfahren, schöne Aussicht
Sehr freundlicher Mitarbeiter {ort}
Die neue App ist richtig gut
Schnell, sauber, günstig: gerne wieder
Mein Geld war nach zwei Tagen zurück, vorbildlich
Echt schön geworden {ort}
Klasse, dass {ding} wieder geht
Ich freue mich auf die Reise mit dem Zug
Der Fahrer hat extra gewartet, wie nett
Gute Nachricht für Pendler {ort}
Bequem und stressfrei ans Ziel
Da kann man nicht meckern, lief alles rund
Respekt, so schnell wurde mir noch nie geholfen
Günstige Tickets {zeit}, tolle Sache
Entschädigung kam schnell und unkompliziert
Tolle Aktion von {wer}
Helfer der Bahnhofsmission {ort} geehrt
Reisende loben die Freundlichkeit der Mitarbeiter
Mit dem neuen Zug schneller nach Paris
Spart Zeit und Geld und ist gut fürs Klima`;

const NEUTRAL = `
{wer} informiert {zeit} über Bauarbeiten
Sitze gerade in der Bahn {ort}
Fahre {zeit} mit dem Zug nach Hause
Weiß jemand, wann {ding} fährt?
Stellenangebot {ort}: Sachbearbeiter gesucht
Wohnung {ort}, drei Zimmer, Nähe S-Bahn
Der Zug RE 12 hält {zeit} auch {ort}
{wer} stellt {zeit} den neuen Fahrplan vor
Haltestelle {ort} wird verlegt
Wir treffen uns {zeit} {ort} am Bahnsteig
Verhandlungen zwischen {wer} und Gewerkschaft gehen weiter
{wer} und Gewerkschaft sprechen {zeit} über Tarif
Aktie schließt {zeit} kaum verändert
Mit Bus und Bahn zum Konzert {ort}
Anfahrt mit der S-Bahn Linie 3 bis Endstation
Zwei Karten für das Spiel {ort} abzugeben
Lese ein Buch in der Bahn
In der Bahn sitzt ein Mann mit Hund
Was haltet ihr von der Idee?
Kann man das Ticket auch online kaufen?
Wie komme ich {zeit} {ort} zum Flughafen?
{wer} plant eine neue Linie {ort}
Neuer Vorstand bei {wer} ernannt
Der Bundestag berät {zeit} über {wer}
Die Linie verkehrt {zeit} im Takt von zwanzig Minuten
Bilder vom Bahnhof {ort}
Ich habe dich in der Bahn gesehen, blonde Haare, blaue Jacke
Hotel {ort}, zehn Minuten mit der Bahn
Umfrage: Wie kommst du zur Arbeit?
Hallo, für eine Prüfung brauchen wir die Zugnummer
Gern, melden Sie sich dafür bitte am Schalter
Die Zugbindung gilt für den gebuchten Zug
Ja, das Ticket gilt auch im Verbund
Modellbahn Spur N, neu im Angebot
Veranstaltung {ort}, Eintritt frei
Der Film läuft {zeit} im Kino {ort}
Wir suchen Verstärkung für unser Team {ort}
Studie zur Mobilität {ort} vorgestellt
Gehe jetzt zur Bahn, bis gleich
Man braucht dafür keinen eigenen Vertrag
Geschichte der Eisenbahn {ort}, Vortrag {zeit}`;

function filled(list: string, label: string, times: number, seed: number): Example[] {
  const roll = dice(seed);
  const pick = (name: string): string => {
    const options = SLOTS[name] ?? [];
    return options[Math.floor(roll() * options.length)] ?? '';
  };
  const found = new Map<string, Example>();
  for (const line of list.trim().split('\n')) {
    for (let i = 0; i < times; i += 1) {
      const text = line.replace(/\{(\p{L}+)\}/gu, (_, name: string) => pick(name));
      found.set(text, { text: text.charAt(0).toUpperCase() + text.slice(1), label, weight: 1 });
    }
  }
  return [...found.values()];
}

/** Seeds for the mood of a text; about eight hundred. */
export function moodSeeds(): Example[] {
  return [
    ...filled(NEGATIVE, 'negative', 3, 1),
    ...filled(NEUTRAL, 'neutral', 4, 2),
    ...filled(POSITIVE, 'positive', 3, 3),
    ...filled(FEED_NEGATIVE, 'negative', 2, 4),
    ...filled(FEED_NEUTRAL, 'neutral', 2, 5),
    ...filled(FEED_POSITIVE, 'positive', 2, 6),
  ];
}
