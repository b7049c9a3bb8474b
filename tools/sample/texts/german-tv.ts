import { posts } from './sample-post.ts';

export const GERMAN_TV = posts('de', 'tv', [
  ['fault', 'du', 'Seit der neuen Senderliste find ich NDR nicht mehr. Habt ihr den versteckt? 📺'],
  [
    'fault',
    'none',
    'Fernsehbild ruckelt alle paar Sekunden, Ton läuft weiter. Nur über die MusterTV-Box, die App auf dem Tablet geht einwandfrei.',
  ],
  [
    'complaint',
    'sie',
    'Sie haben über Nacht die Sender umsortiert. Meine Eltern sind 80 und finden seitdem gar nichts mehr. Wer erklärt ihnen das jetzt? Ich, am Telefon, seit zwei Stunden.',
  ],
  ['request', 'du', 'Kann ich bei euch mit zwei Fernsehern gleichzeitig verschiedene Sender gucken oder brauch ich dafür ne zweite Box?'],
  [
    'fault',
    'sie',
    'Die Aufnahme des Konzerts gestern Abend bricht nach 43 Minuten ab. Speicher ist zu 12 % belegt. Lässt sich das wiederherstellen?',
  ],
  ['complaint', 'du', 'Pünktlich zum Anpfiff: „Dieser Inhalt ist derzeit nicht verfügbar.“ Ihr habt echt ein Gespür für den Moment. 🙃'],
  ['fault', 'none', 'Fernbedienung reagiert nur noch bei jedem dritten Druck. Batterien neu, Box neu gestartet.'],
  ['request', 'sie', 'Ist der Sportkanal im Paket TV Plus enthalten, oder muss ich ihn einzeln dazubuchen?'],
  ['praise', 'du', 'Die neue Suche in MusterTV ist richtig gut geworden. Film gesprochen, Film gefunden. Weiter so 👍'],
  ['fault', 'du', 'Ton und Bild sind bei mir eine halbe Sekunde auseinander, nur bei HD-Sendern. Sieht aus wie schlecht synchronisiert.'],
  [
    'fault',
    'none',
    'Fehler TV-2107 auf allen Sendern seit 18 Uhr. In der Hilfe steht: „Bitte wenden Sie sich an den Support.“ Hiermit getan.',
  ],
  ['request', 'none', 'Untertitel dauerhaft einschalten: Wo? Mein Vater hört schlecht und muss das nach jedem Umschalten neu machen.'],
  [
    'complaint',
    'sie',
    'Werbung beim Umschalten, obwohl ich monatlich bezahle? Das war vor dem letzten Update nicht so. Bitte stellen Sie das ab.',
  ],
  [
    'fault',
    'du',
    'TV-App stürzt auf dem Fernseher sofort beim Start ab. Neu installiert, neu angemeldet, nix. Was braucht ihr an Infos von mir?',
    {
      editedTo:
        'TV-App stürzt auf dem Fernseher sofort beim Start ab. Neu installiert, neu angemeldet, nix. Was braucht ihr an Infos von mir? Gerät: Baujahr 2021, App-Version 4.2.',
    },
  ],
  ['request', 'du', 'Gibt es die Mediathek von euch auch im Ausland? Sitze in Wien und bekomme nur ein graues Feld.'],
  [
    'fault',
    'sie',
    'Seit gestern sind alle privaten Sender schwarz, die öffentlich-rechtlichen laufen. Senderliste habe ich bereits neu geladen.',
  ],
  [
    'smallTalk',
    'none',
    'Wer auch immer bei {brand} das Startgeräusch der neuen Box ausgesucht hat: Der Hund bellt jetzt jeden Abend um Viertel nach acht.',
  ],
  ['complaint', 'none', 'Sendersuchlauf, Teil 5. Langsam kenne ich alle 312 Programme persönlich.'],
  ['request', 'sie', 'Können Sie mir die neue Senderliste bitte als Datei zum Ausdrucken schicken? Im Netz finde ich nur die alte.'],
  [
    'fault',
    'du',
    'Kindersicherung vergisst den PIN. Ich gebe ihn ein, er stimmt, beim nächsten Mal will sie wieder den alten. Bug bei euch?',
  ],
  [
    'praise',
    'sie',
    'Dass Sie die regionalen Fensterprogramme wieder aufgenommen haben, freut uns sehr. Endlich wieder Nachrichten von hier.',
  ],
  ['request', 'du', 'wie lange bleiben aufnahmen bei euch eigentlich gespeichert? hab letzte woche den tatort aufgenommen und der is weg'],
  ['fault', 'none', '4K-Stream springt ständig auf SD zurück, obwohl die Leitung 250 Mbit/s bringt. Abends schlimmer als morgens.'],
  ['complaint', 'du', 'Erst Preis rauf, dann drei Sender raus. Erklärt mir mal einer, was ich dafür mehr bekomme?'],
  [
    'fault',
    'sie',
    'Die Box zeigt nach dem Einschalten nur das Logo und startet dann neu. Das Ganze seit heute Mittag im Kreis. Ein Reset per Nadel hat nichts gebracht.',
  ],
  [
    'request',
    'none',
    'Brauche ich nach dem Wegfall der Nebenkosten-Regel einen eigenen TV-Vertrag? Wohne zur Miete, Anschluss kommt aus der Wand.',
  ],
  ['fault', 'du', 'Zeitversetztes Fernsehen geht nicht mehr, die Pause-Taste macht einfach aus. Habt ihr das abgeschafft?'],
  ['smallTalk', 'du', 'Euer Werbespot mit der Möwe ist Gold wert. Gibt es die als Stofftier? 🐦'],
  ['praise', 'none', 'Gestern neue TV-Box angeschlossen. Einstecken, fertig. Ich hatte mir extra den Abend freigehalten. 😄'],
  [
    'request',
    'sie',
    'Meine Tochter hat versehentlich zwei Filme gekauft. Lässt sich der Kauf noch rückgängig machen? Es sind keine zehn Minuten her.',
  ],
  [
    'complaint',
    'sie',
    'Neun Jahre Kunde, nie etwas gesagt. Aber dass ich nach jedem Update alle Favoriten neu sortieren muss, dass die Erinnerungen verschwinden und die Hilfe mir rät, „das Gerät einmal auszuschalten“, so geht das nicht weiter.',
  ],
]);
