import { posts } from './sample-post.ts';

export const GERMAN_BILLING = posts('de', 'billing', [
  ['complaint', 'sie', 'Auf meiner Rechnung stehen 29,90 € für einen Technikereinsatz, der nie stattgefunden hat. Ich bitte um Korrektur.'],
  ['complaint', 'du', 'Ihr habt diesen Monat zweimal abgebucht. ZWEIMAL. Kann ich bitte einmal davon zurückhaben?'],
  ['request', 'du', 'Wo seh ich in der App, wann mein Vertrag ausläuft? Ich finde nur die letzte Rechnung.'],
  ['request', 'sie', 'Ich möchte meine Bankverbindung ändern. Geht das online, oder benötigen Sie das schriftlich?'],
  [
    'complaint',
    'none',
    'Kündigung vor sechs Wochen per Einschreiben, bis heute keine Bestätigung. Dafür drei Anrufe, ob ich nicht bleiben will.',
  ],
  [
    'request',
    'du',
    'Hab die Rechnung für September nie bekommen, aber ne Mahnung. Könnt ihr mir die nochmal schicken? Kundennummer ist MK-2093-7714, IBAN endet auf 0417',
    'deletes',
  ],
  [
    'complaint',
    'sie',
    'Mir wurde am Telefon ein Preis von 34,99 € zugesagt. In der Auftragsbestätigung stehen 39,99 €. Welche Zahl gilt denn nun?',
  ],
  ['request', 'none', 'Sonderkündigungsrecht bei Umzug ins Ausland: Welche Unterlagen werden gebraucht?'],
  ['complaint', 'du', 'Preiserhöhung per Fußnote auf Seite 4 der Rechnung? Ernsthaft? Das ist nicht in Ordnung von euch.'],
  [
    'request',
    'sie',
    'Ich brauche für die Steuererklärung alle Rechnungen des letzten Jahres als PDF. Wo kann ich sie gesammelt herunterladen?',
  ],
  ['praise', 'du', 'Gutschrift nach der Störung kam von ganz allein, ohne dass ich fragen musste. Stark, danke euch! 🙏'],
  ['request', 'du', 'Bekomme ich als Student bei euch Rabatt? Und wenn ja, rückwirkend oder erst ab jetzt?'],
  ['complaint', 'none', 'Rücklastschriftgebühr 12 €, weil {brand} drei Tage zu früh abgebucht hat. Das zahle ich nicht.'],
  ['request', 'sie', 'Mein Mann ist verstorben. Ich möchte seinen Vertrag auflösen und weiß nicht, an wen ich mich wenden soll.'],
  [
    'complaint',
    'sie',
    'Seit drei Monaten berechnen Sie mir das TV-Paket, das ich im Probemonat widerrufen habe. Den Widerruf habe ich schriftlich. Wann bekomme ich mein Geld?',
  ],
  ['request', 'du', 'Kann ich meinen Vertrag auf meine Mitbewohnerin umschreiben? Ich zieh aus, sie bleibt drin.'],
  ['complaint', 'du', 'Mahnung über 0,03 Euro. Drei Cent. Das Porto war teurer. Ich rahm mir das ein 😂'],
  ['request', 'none', 'Ratenzahlung für die offene Rechnung möglich? Wird gerade eng diesen Monat.'],
  ['request', 'sie', 'Bitte erklären Sie mir den Posten „Sonstige Entgelte 7,49 €“. Im Kundenkonto steht dazu nichts.'],
  [
    'complaint',
    'du',
    'Vertrag online gekündigt, Bestätigung da, und trotzdem bucht ihr weiter ab. Letzte Chance, bevor ich zur Verbraucherzentrale geh.',
  ],
  ['praise', 'none', 'Die neue Rechnung versteht man jetzt tatsächlich auf den ersten Blick. Wer immer das gestaltet hat: Danke.'],
  ['request', 'du', 'Ab wann gilt eigentlich der Neukundenpreis nicht mehr? Läuft bei mir nach 6 oder nach 12 Monaten aus?'],
  [
    'complaint',
    'sie',
    'Sie haben meinen Vertrag um 24 Monate verlängert, obwohl ich am Telefon ausdrücklich nein gesagt habe. Ich widerspreche hiermit.',
  ],
  ['request', 'none', 'Rechnung bitte wieder auf Papier, meine Mutter hat kein Internet. Kostet das extra?'],
  [
    'complaint',
    'none',
    'Erst heißt es „Anschlussgebühr entfällt“, dann steht sie drauf, 69,95. Screenshot der Werbung habe ich noch.',
    {
      editedTo:
        'Erst heißt es „Anschlussgebühr entfällt“, dann steht sie drauf, 69,95. Screenshot der Werbung habe ich noch. Vertrag vom 3. des Monats.',
    },
  ],
  ['request', 'sie', 'Wie hoch wäre die Ablöse, wenn ich den Vertrag ein halbes Jahr früher beenden möchte?'],
  ['request', 'du', 'Hi, ich hab geheiratet 🎉 und heiße jetzt anders. Wie ändere ich den Namen im Vertrag bei euch?'],
  ['complaint', 'sie', 'Ihre Auslandsgebühren: 86 € für vier Tage Schweiz. Eine Warn-SMS kam, als ich schon wieder zu Hause war.'],
  ['request', 'du', 'Könnt ihr das Abbuchungsdatum auf den 5. legen? Am 28. ist bei mir Ebbe, Gehalt kommt am 1.'],
  [
    'complaint',
    'du',
    'Hotline: 40 Minuten gewartet, um zu hören, dass ich die Kündigung „bitte schriftlich“ machen soll. Dann macht halt einen Knopf dafür, ist doch Pflicht!',
  ],
  ['smallTalk', 'none', 'Rechnung und Lieblingslied zur gleichen Zeit bekommen. Gemischte Gefühle.'],
  [
    'request',
    'sie',
    'Sehr geehrte Damen und Herren, ich erbitte eine Auskunft darüber, welche Daten zu meiner Person Sie gespeichert haben. Mit freundlichen Grüßen, Dr. I. Lorenzen',
  ],
  ['complaint', 'none', 'Gutschein aus der Freundschaftswerbung: „wird geprüft“. Seit März. Der Freund ist inzwischen woanders.'],
  ['request', 'du', 'Wenn ich jetzt von Mobil L auf M wechsle, verlängert sich dann mein Vertrag bei euch wieder um 24 Monate?'],
  [
    'complaint',
    'sie',
    'Auftrag am 4. storniert, Storno am 5. bestätigt, am 9. trotzdem geliefert, am 10. zurückgeschickt, am 20. abgerechnet, am 25. gemahnt. Jede Abteilung sagt mir, die andere sei zuständig. Nennen Sie mir bitte einen Menschen mit Namen, der das in Ordnung bringt.',
  ],
]);
