import { posts } from './sample-post.ts';

export const GERMAN_MOBILE = posts('de', 'mobile', [
  ['fault', 'none', 'Seit heute früh kein Netz mehr in Flensburg-Mürwik. Handy zeigt nur „Kein Dienst“. Ist da was bekannt?'],
  [
    'fault',
    'du',
    'Hallo, könnt ihr mal schauen? Mein LTE ist seit gestern Abend so langsam, dass nicht mal eine Nachricht mit Bild rausgeht 😕',
  ],
  [
    'fault',
    'sie',
    'Guten Tag, meine neue SIM-Karte lässt sich nicht aktivieren. Die Seite meldet jedes Mal „Vorgang nicht möglich“. Was soll ich tun? Mit freundlichen Grüßen, H. Petersen',
  ],
  [
    'fault',
    'none',
    'eSIM auf dem neuen Handy eingerichtet, QR-Code gescannt, Ladebalken steht seit 2 Stunden bei „Aktivierung läuft“. Normal??',
  ],
  ['complaint', 'du', 'Drei Tage ohne Mobilfunk und ihr schickt mir eine Umfrage, wie zufrieden ich bin. Ratet mal. 😤'],
  ['request', 'du', 'Moin! Habt ihr einen Tarif mit viel Datenvolumen, aber ohne Allnet-Flat? Ich telefoniere praktisch nie.'],
  ['request', 'sie', 'Bieten Sie eine zweite SIM-Karte für die Uhr an, und was kostet sie im Tarif Mobil L?'],
  [
    'fault',
    'du',
    'Roaming in Dänemark geht nicht, obwohl in der App steht, dass es an ist. Bin in Esbjerg und brauche die Karten-App. Was mach ich jetzt?',
  ],
  [
    'fault',
    'none',
    'Anrufe brechen nach genau 30 Sekunden ab. Jedes Mal. Handy schon neu gestartet, SIM raus und rein, anderes Gerät probiert.',
  ],
  [
    'complaint',
    'sie',
    'Sie versprechen 5G in ganz Husum. Ich stehe auf dem Marktplatz und habe zwei Balken Edge. Das ist doch ein schlechter Witz.',
  ],
  [
    'praise',
    'du',
    'Ein Lob an euren Shop in der Holtenauer Straße: SIM getauscht, Daten rübergezogen, nach zehn Minuten war ich wieder draußen. Danke! 💙',
  ],
  ['request', 'none', 'Rufnummer von einem anderen Anbieter mitnehmen: Wie lange dauert das bei Musterkom ungefähr?'],
  [
    'fault',
    'du',
    'Mailbox spinnt. Zeigt 14 neue Nachrichten, es sind aber keine da. Könnt ihr die mal zurücksetzen? Nummer wäre 0171 3920041',
    'deletes',
  ],
  [
    'complaint',
    'du',
    'Datenvolumen am 9. schon leer, obwohl ich fast nur im WLAN bin?? Zeigt mir doch mal bitte, WOFÜR das draufgegangen sein soll.',
  ],
  ['request', 'sie', 'Können Sie Anrufe von Werbenummern für mich sperren lassen? Täglich fünf bis sechs, immer zur Mittagszeit.'],
  ['fault', 'none', 'WLAN-Telefonie seit dem letzten Update weg. Im Keller habe ich ohne die gar keinen Empfang. Pixel 8, Tarif Mobil M.'],
  ['smallTalk', 'du', 'Nur mal so: Das Warteschleifenlied von {brand} hat mir heute den ganzen Tag im Ohr gehangen 🎶'],
  ['request', 'du', 'Ich bin ab Montag drei Wochen in Norwegen. Kostet mich das Surfen da extra oder ist das drin?'],
  [
    'fault',
    'du',
    'Gespräche klingen bei mir seit Tagen wie unter Wasser. Die anderen hören mich gut, ich sie kaum. Liegt das an euch?',
    {
      editedTo:
        'Gespräche klingen bei mir seit Tagen wie unter Wasser. Die anderen hören mich gut, ich sie kaum. Liegt das an euch? Nachtrag: nur unterwegs, im WLAN ist alles klar.',
    },
  ],
  [
    'complaint',
    'sie',
    'Seit vier Wochen warte ich auf die Ersatz-SIM. Zweimal angeblich verschickt, nie angekommen. Wie wäre es mit Einschreiben?',
  ],
  ['praise', 'none', 'Zug von Kiel nach Lübeck, ganze Strecke Videokonferenz ohne Aussetzer. Das gab es früher nicht. 👏'],
  ['request', 'du', 'kann ich bei euch mitten im monat vom mobil s auf mobil m hoch oder erst zum ersten?'],
  ['fault', 'sie', 'Ich bekomme keine SMS von meiner Bank mehr. Alle anderen SMS kommen an. Die Bank sagt, es liege an Ihnen.'],
  [
    'fault',
    'none',
    'Seit dem Wechsel auf eSIM funktioniert die Rufumleitung nicht mehr, Fehlermeldung „Verbindungsproblem oder ungültiger MMI-Code“.',
  ],
  ['complaint', 'none', 'NULL EMPFANG IN DER GANZEN INNENSTADT. Und die Störungskarte zeigt: alles grün. Wie immer.'],
  [
    'request',
    'sie',
    'Meine Mutter (83) braucht ein Seniorentelefon mit Notruftaste. Führen Sie so etwas, und passt der Tarif Mobil S dazu?',
  ],
  ['request', 'du', 'Gibts bei euch Multicard? Bräuchte eine Karte fürs Handy und eine fürs Tablet mit demselben Volumen.'],
  [
    'fault',
    'du',
    'Hotspot vom Handy lässt sich nicht mehr einschalten, „vom Anbieter gesperrt“. Ging gestern noch! Habt ihr was umgestellt?',
  ],
  [
    'praise',
    'sie',
    'Herzlichen Dank an Ihren Kollegen mit dem Kürzel TK, der gestern Abend geduldig mit mir die eSIM eingerichtet hat. So wünscht man sich das.',
  ],
  ['smallTalk', 'none', 'Handy runtergefallen, Display heil, Schutzfolie tot. Ein guter Tag bisher.'],
  ['fault', 'none', 'Notruf-Hinweis „Nur Notrufe möglich“ seit dem Gewitter in Rendsburg, mehrere Leute im Haus betroffen.'],
  ['request', 'du', 'Wo finde ich in der App die PUK? Ich hab dreimal die falsche PIN eingegeben, peinlich, aber wahr 🙈'],
  [
    'complaint',
    'du',
    'Ihr habt mir eine Drittanbieter-Abbuchung über 4,99 durchgehen lassen, obwohl ich die Drittanbietersperre gesetzt hab. Wie kann das sein?',
  ],
  [
    'fault',
    'sie',
    'Mein Telefon bucht sich an der Grenze ständig ins dänische Netz ein. Kann man das von Ihrer Seite aus unterbinden? Ich wohne in Harrislee und arbeite hier.',
  ],
  [
    'request',
    'du',
    'Vielleicht könnt ihr mir die Entscheidung abnehmen: Ich telefoniere wenig, streame im Zug viel, bin zweimal im Jahr in Schweden und teile mir zu Hause einen Anschluss mit zwei Leuten. Mobil M mit Zusatzpaket oder gleich Mobil L? Und lohnt sich da der Kombirabatt?',
  ],
]);
