import { posts } from './sample-post.ts';

export const GERMAN_GENERAL = posts('de', 'general', [
  ['smallTalk', 'du', 'Guten Morgen zusammen ☀️ Habt ihr heute schon Kaffee gehabt? Ich brauche gleich eure volle Aufmerksamkeit 😄'],
  [
    'complaint',
    'sie',
    'Ihre Warteschleife verspricht „etwa vier Minuten“. Das war vor fünfzig Minuten. Gibt es Sie wirklich oder sind Sie ein Tonband?',
  ],
  ['request', 'sie', 'Ist Ihr Laden in der Fußgängerzone in Schleswig dauerhaft geschlossen? Im Schaufenster hängt nur ein leeres Plakat.'],
  ['praise', 'du', 'Ich wollte einfach mal danke sagen. Ihr antwortet hier schneller als meine eigenen Kinder.'],
  ['request', 'du', 'Bildet ihr in Kiel aus? Meine Tochter sucht für nächstes Jahr was mit Technik und Menschen.'],
  ['complaint', 'none', 'Chatbot fragt nach meinem Anliegen. Ich schreibe mein Anliegen. Chatbot fragt nach meinem Anliegen.'],
  ['smallTalk', 'none', 'Bin gerade an der Zentrale von {brand} vorbeigeradelt. Schöne Fahrräder habt ihr da.'],
  [
    'request',
    'none',
    'Wer ist bei Musterkom für Baustellen zuständig? Vor unserem Haus steht seit Wochen eine Absperrung ohne Bauarbeiter.',
  ],
  ['complaint', 'du', 'Eure App will, dass ich mich anmelde, um mein Passwort zurückzusetzen. Denkt da bitte nochmal drüber nach.'],
  [
    'praise',
    'sie',
    'Auf Ihrem Sommerfest hat Ihr Team meinem Sohn den verlorenen Rucksack wiedergebracht. Das war sehr aufmerksam, herzlichen Dank!',
  ],
  ['request', 'sie', 'Ich bekomme seltsame Mails in Ihrem Namen: „Ihr Konto wird gesperrt, klicken Sie hier.“ Stammen die von Ihnen?'],
  [
    'complaint',
    'du',
    'Also ehrlich. Zwei Jahre lang treu, nie gemeckert, immer pünktlich bezahlt. Und dann braucht ihr neun Tage für eine Antwort, in der steht, dass ihr mein Anliegen „nicht zuordnen“ könnt. Neun Tage! Ich hätte euch in der Zeit einen Brief getöpfert.',
  ],
  ['request', 'du', 'Könnt ihr hier auch über Direktnachricht helfen? Ich mag meine Daten nicht öffentlich hinschreiben.'],
  ['smallTalk', 'du', 'Team Fischbrötchen oder Team Franzbrötchen? Fragt für einen Freund. 🐟'],
  [
    'complaint',
    'sie',
    'Dreimal hat mich heute jemand angerufen, der behauptet, von Musterkom zu sein, und wollte meine Zählernummer. Was soll das?',
  ],
  ['request', 'none', 'Öffnungszeiten am Feiertag? Auf der Seite steht etwas anderes als an der Tür.'],
  ['praise', 'none', 'Barrierefreier Eingang am Shop in Itzehoe ist endlich fertig. Danke, dass jemand zugehört hat!'],
  [
    'request',
    'sie',
    'Ich habe mein Paket mit dem Rückgabegerät abgegeben, die Sendung gilt aber als verschollen. Belegnummer habe ich. Was nun?',
  ],
  [
    'complaint',
    'du',
    'Ich will nicht duzen, ich will nicht gesiezt werden, ich will einfach nur, dass einer von euch mein Problem liest. Bitte. 😩',
  ],
  ['smallTalk', 'none', 'Erster Frost in Kappeln. Kratzt ihr schon oder fahrt ihr Bahn?'],
  ['request', 'du', 'Ihr habt doch diese alten gelben Telefonzellen. Verkauft ihr die? Ich hätte gern eine für den Garten.'],
  ['complaint', 'none', 'Kein Rückruf. Wieder nicht. Versprochen war „heute bis 14 Uhr“.'],
  ['request', 'sie', 'Gibt es bei Ihnen eine Beratung in Gebärdensprache? Meine Schwester ist gehörlos und würde gern selbst nachfragen.'],
  [
    'praise',
    'du',
    'Die Kollegin mit der ruhigen Stimme heute am Telefon hat mir den Tag gerettet. Leider hab ich den Namen nicht verstanden. Ihr findet sie bestimmt 💐',
  ],
  ['smallTalk', 'du', 'Alles Gute zum Firmengeburtstag! 25 Jahre, da wart ihr ja noch mit Wählscheibe unterwegs 🎂'],
  [
    'request',
    'none',
    'Pressefrage: Wir berichten morgen über den Ausbau an der Westküste. An wen dürfen wir uns wenden? Redaktion Küstenblick',
  ],
]);
