import { posts } from './sample-post.ts';

export const GERMAN_FIXED = posts('de', 'fixed', [
  ['fault', 'du', 'Internet weg, Telefon weg, Laune weg. Könnt ihr bitte mal die Leitung in der Gartenstraße in Eckernförde prüfen?'],
  [
    'fault',
    'sie',
    'Guten Morgen, mein DSL-Anschluss verliert seit einer Woche jede Nacht gegen 3 Uhr die Verbindung. Da ich nachts arbeite, ist das ein echtes Problem. Können Sie das prüfen?',
  ],
  ['fault', 'none', 'Bezahlt werden 100 Mbit/s, angekommen sind gerade 6,4. Dreimal gemessen, mit Kabel. 🐌'],
  [
    'complaint',
    'sie',
    'Der dritte Technikertermin, und wieder ist niemand gekommen. Ich habe mir dafür dreimal Urlaub genommen. Wer ersetzt mir das?',
  ],
  [
    'complaint',
    'du',
    'Ihr sagt „zwischen 8 und 16 Uhr“, ich sitze den ganzen Tag zu Hause, um 16:05 kommt die SMS „Kunde nicht angetroffen“. Ich war da. DIE GANZE ZEIT.',
  ],
  [
    'request',
    'du',
    'Wir ziehen zum 1. um, von Neumünster nach Preetz. Was muss ich bei euch alles anstoßen, damit das Internet gleich läuft?',
  ],
  ['request', 'none', 'Gibt es im Neubaugebiet Meimersdorf schon Glasfaser oder nur Versprechen?'],
  ['fault', 'du', 'MusterBox blinkt seit heute Nacht dreimal rot, Pause, dreimal rot. In eurer Anleitung steht dazu nichts 🤷'],
  [
    'fault',
    'sie',
    'Seit der Umstellung auf Glasfaser höre ich beim Telefonieren meine eigene Stimme als Echo. Die Gegenseite hört nichts davon.',
  ],
  ['request', 'sie', 'Darf ich an Ihrem Anschluss auch einen eigenen Router betreiben? Und wo bekomme ich dafür die Zugangsdaten?'],
  ['fault', 'none', 'WLAN bricht jedes Mal zusammen, wenn die Mikrowelle läuft. Kanal schon gewechselt. Noch jemand eine Idee, {brand}?'],
  [
    'praise',
    'du',
    'Euer Techniker heute in Plön war klasse! Pünktlich, freundlich, hat sogar das Kabelgewirr hinterm Schrank sortiert. Bitte ausrichten 😊',
  ],
  ['complaint', 'none', 'Vor acht Monaten Glasfaser bestellt, Vorgarten aufgebuddelt, Vorgarten zugeschüttet, seitdem Stille.'],
  ['fault', 'du', 'Festnetz tot, Internet geht. Nachbarin genau umgekehrt. Habt ihr da was vertauscht? 😅'],
  ['request', 'du', 'Wie komm ich bei der MusterBox an den Gastzugang? In der App ist der Punkt verschwunden.'],
  [
    'fault',
    'sie',
    'Meine Alarmanlage wählt über das Festnetz, seit gestern kommt keine Verbindung mehr zustande. Das ist sicherheitsrelevant, bitte melden Sie sich zügig.',
  ],
  ['fault', 'none', 'Ping 20 ms am Vormittag, 480 ms ab 20 Uhr. Jeden Abend. So kann keiner spielen und keiner arbeiten.'],
  [
    'complaint',
    'sie',
    'Ihre Hotline sagt, der Fehler liege bei mir. Der Elektriker sagt, der Fehler liege bei Ihnen. Ich zahle beide. Und nun?',
  ],
  ['request', 'none', 'Brauche eine feste IP-Adresse für den Heimserver. Geht das im Privatkundentarif?'],
  [
    'fault',
    'du',
    'Moin, mein Upload ist kaputt: 0,3 statt 40. Download passt. Leitung könnt ihr gern messen, Kundennummer MK-4410-2297',
    'deletes',
  ],
  [
    'request',
    'sie',
    'Wir sind eine kleine Arztpraxis in Heide und überlegen zu wechseln. An wen können wir uns wegen eines Angebots für zwei Leitungen wenden?',
  ],
  ['praise', 'none', 'Samstag 22 Uhr Störung gemeldet, Sonntag 9 Uhr behoben. Das muss man auch mal sagen. Danke, {brand}!'],
  [
    'fault',
    'none',
    'Nach dem Update der Box sind alle Portfreigaben weg. Alles. Sicherung einspielen: „Datei ungültig“.',
    {
      editedTo:
        'Nach dem Update der Box sind alle Portfreigaben weg. Alles. Sicherung einspielen: „Datei ungültig“. Edit: Version 7.31, falls das hilft.',
    },
  ],
  [
    'complaint',
    'du',
    'Ich hab jetzt fünfmal mit fünf Leuten von euch geschrieben und fünfmal dieselbe Leitung „gemessen“ bekommen. Kann mal einer die Notizen lesen?',
  ],
  ['request', 'du', 'Könnt ihr mir sagen, ob am Mittwoch wirklich jemand kommt? In der App steht „Termin in Prüfung“.'],
  [
    'fault',
    'sie',
    'Seit dem Stromausfall gestern startet die MusterBox nur noch bis zur gelben Lampe. Netzteil ist warm. Ist das Gerät defekt?',
  ],
  ['smallTalk', 'du', 'Wisst ihr eigentlich, dass „MusterBox“ rückwärts „xoBretsuM“ heißt und wie ein Zauberspruch klingt?'],
  [
    'request',
    'sie',
    'Ich möchte meinen Anschluss während eines halbjährigen Auslandsaufenthalts ruhen lassen. Ist das bei Ihnen vorgesehen?',
  ],
  ['fault', 'du', 'Internet ist da, aber genau drei Seiten laden nicht: die Uni, die Stadtwerke und ausgerechnet eure. Komisch, oder?'],
  ['complaint', 'none', '14 Tage ohne Anschluss im Homeoffice. 14 Tage Hotspot vom Handy. 14 Tage „wir kümmern uns“.'],
  ['request', 'du', 'Was kostet bei euch der Wechsel von DSL auf Glasfaser, wenn das Kabel schon im Keller liegt?'],
  ['fault', 'none', 'Faxgerät (ja, wirklich, Notariat) sendet seit der Umstellung nur noch halbe Seiten. Gibt es eine Einstellung dafür?'],
  ['praise', 'sie', 'Ihr neuer Verstärker ist ein Segen. Endlich WLAN im Gartenhaus, und eingerichtet war er in fünf Minuten.'],
  ['fault', 'du', 'Die Kinder haben Ferien, es regnet und euer Internet ist weg. Ihr versteht den Ernst der Lage. 🌧️'],
  [
    'complaint',
    'du',
    'Kurzfassung: Montag Störung gemeldet, Dienstag „behoben“, Mittwoch wieder weg, Donnerstag neuer Router, Freitag Router wieder eingepackt, weil es doch die Leitung ist. Heute ist Samstag. Was habt ihr für Sonntag geplant? Ab Montag brauch ich Netz.',
  ],
]);
