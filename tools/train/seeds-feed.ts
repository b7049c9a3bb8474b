// More sentences of our own: what monitoring finds about companies that many people use every day. Grouped by what they speak of, so that no
// field is forgotten: lateness, crowds, people on board, crime and accidents, tickets and prices, counters and hotlines, net and phone, power,
// parcels, building sites, strikes, politics, irony; and the many posts that only mention the thing.

export const FEED_NEGATIVE = `
Wieder zehn Minuten {ort} gestanden, Begründung gab es keine
Anschluss weg, nächster Zug in einer Stunde, herzlichen Dank
Der Zug endet heute vorzeitig, alle müssen raus
Bahn kommt und kommt nicht
Seit vierzig Minuten am Gleis, Anzeige sagt immer noch fünf Minuten
Mein ICE wurde gestrichen, Ersatz gibt es nicht
Erst Weichenstörung, dann Signalstörung, was kommt als nächstes?
Ich könnte zu Fuß schneller sein als mit der Bahn
Warum fährt denn heute gar nichts {ort}?
Jeden Morgen das gleiche Theater mit der S-Bahn
Halt {ort} entfällt bis auf Weiteres
Linie eingestellt, bitte auf Busse ausweichen
Verspätung wegen Verspätung des vorausfahrenden Zuges, ist klar
Züge zwischen Ulm und Augsburg fallen aus
Person im Gleis, Strecke {ort} gesperrt
Notarzteinsatz am Gleis, Verkehr unterbrochen
Bus kam zwanzig Minuten nach Plan und war dann voll
Zug steht auf freier Strecke, keiner weiß warum
Komme eine Stunde zu spät zum Vorstellungsgespräch, danke für nichts
Bin gespannt ob der Zug diesmal überhaupt fährt
Wie die Ölsardinen stehen wir hier im Regionalexpress
Kein Sitzplatz trotz Reservierung, zwei Stunden auf dem Boden gesessen
Nur ein Wagen statt drei im Berufsverkehr, wer plant so etwas
Bahn so voll, dass man nicht mehr atmen kann
Der Typ gegenüber telefoniert seit einer Stunde lautstark
Betrunkene grölen durch den ganzen Wagen
Fußballfans in der Bahn, ich will hier raus
Neben mir isst einer Döner, der ganze Wagen stinkt danach
Warum müssen Leute in der Bahn so laut Musik hören
Kinder schreien im Abteil und die Eltern tun nichts
Irgendwer hat in die S-Bahn gekotzt
Fremde Leute rücken mir in der Bahn auf die Pelle
Drängler, die nicht erst aussteigen lassen, gehören verboten
Alle Sitze dreckig, Toilette verstopft, Papier alle
Toiletten im ganzen Zug defekt, vier Stunden Fahrt
Klimaanlage aus bei 35 Grad, das ist Körperverletzung
Es zieht, es ist kalt und die Heizung tut nicht
Steckdose am Platz tot, Akku leer
Das Bordbistro hatte mal wieder geschlossen
Kaffee im Zug schmeckt wie Spülwasser und kostet ein Vermögen
Rollstuhlfahrer musste am Bahnsteig zurückbleiben
Aufzug am Bahnhof seit Wochen außer Betrieb
Mit Kinderwagen keine Chance an diesem Bahnhof
Junger Mann nach Streit in S-Bahn schwer verletzt
Unbekannte bewerfen Zug mit Steinen
Räuber bedrohen Fahrgast mit Messer
Exhibitionist in Regionalbahn festgenommen
Schaffnerin von Schwarzfahrer ins Gesicht geschlagen
Diebe stehlen Kupferkabel, Bahnverkehr stundenlang unterbrochen
Gepäckdiebe im ICE unterwegs, Polizei sucht Zeugen
Auto am Bahnübergang von Zug erfasst
Radfahrer stirbt nach Zusammenstoß mit Straßenbahn
Bombendrohung, Hauptbahnhof geräumt
Feuer im Stellwerk legt Bahnverkehr lahm
Umgestürzter Baum blockiert Gleise
Neonazis beleidigen Fahrgäste in der Regionalbahn
Belästigung am Bahnsteig, niemand greift ein
Sicherheitsdienst geht brutal gegen Obdachlosen vor
Bahn warnt vor Engpässen im Weihnachtsverkehr
Der Automat hat meinen Schein geschluckt und kein Ticket gedruckt
Sechzig Euro Strafe, weil der Automat kaputt war
Ticketkauf im Netz: Sitzung abgelaufen, alles von vorn
Die App stürzt bei jeder Buchung ab
Preissystem versteht kein Mensch
Über hundert Euro für eine einfache Fahrt, die spinnen doch
Für den Preis könnte ich auch fliegen
Mit dem Fernbus zahle ich ein Viertel
BahnCard automatisch verlängert, Kündigung nicht akzeptiert
Schon wieder teurer, aber besser wird nichts
Abokunden zahlen ab Januar drauf
Seit sechs Wochen warte ich auf meine Erstattung
Am Schalter eine Stunde angestanden und dann falsch beraten worden
Hotline: vierzig Minuten Warteschleife, dann rausgeflogen
Auf meine Mail reagiert keiner
Der Schaffner war pampig und hat mich angeschrien
Mitarbeiter hat einfach aufgelegt
Keiner fühlt sich zuständig, jeder schickt mich weiter
Textbausteine statt Antworten
Kundendienst gibt es offenbar nicht mehr
Der Techniker ist zum dritten Mal nicht erschienen
Seit der Umstellung habe ich kein Internet mehr
Leitung bricht alle zehn Minuten zusammen
Funkloch an Funkloch auf der ganzen Strecke
WLAN im ICE ist ein schlechter Scherz
Telefon tot, Fernsehen tot, und die Warteschleife dudelt
Statt 100 Mbit kommen nur drei an
Drosselung, obwohl ich eine Flatrate bezahle
Rechnung doppelt abgebucht, Geld nicht zurück
Mahnung bekommen, obwohl längst bezahlt
Strom weg im ganzen Viertel
Nachzahlung von 800 Euro, wie soll das gehen
Paket angeblich zugestellt, aber nie angekommen
Sendung hängt seit zehn Tagen im Verteilzentrum
Bote klingelt nicht und wirft nur die Karte ein
Falsches Gerät geliefert und Rücksendung abgelehnt
Umbau am Bahnhof dauert zwei Jahre länger
Kosten für das Bauprojekt laufen aus dem Ruder
Anwohner leiden unter nächtlichem Baulärm
Pendler brauchen Geduld: Strecke wochenlang gesperrt
Bäume gefällt für ein sinnloses Milliardenprojekt
Rechnungshof rügt Konzern wegen Verschwendung
Bürgerinitiative wirft dem Konzern Täuschung vor
Datenschützer bemängeln Kameras in Zügen
Opposition: Sparkurs gefährdet die Sicherheit
Brücken und Gleise zerfallen, es fehlt an Geld
Ganze Region vom Fernverkehr abgehängt
Bahnhof verfällt, Fahrgäste frieren im Freien
Güterbahn streicht tausende Stellen
Lokführer streiken wieder, Pendler genervt
Streik geht weiter: nur jeder dritte Zug fährt
Verhandlungen geplatzt, neuer Ausstand droht
Wirtschaft warnt vor Schäden durch Ausstand in Millionenhöhe
Dieser Streik macht mich fertig
Gewerkschaftschef nimmt Millionen Reisende in Geiselhaft
Konzernchef unter Druck, Gewinn bricht ein
Panne beim Fahrplanwechsel
Ein Hoch auf die Bahn, nur 50 Minuten später als geplant
Toll, Zug fällt aus, so beginnt der Urlaub richtig
Pünktlich wie immer, also gar nicht
Liebe Bahn, sollen wir schieben helfen?
Wer braucht schon Anschlüsse, ich übernachte gern am Bahnhof
Sänk ju for träwelling, ich lach mich tot
Ich wollte ja nur heute noch ankommen
Bahn fahren, weil man sonst ja keine Probleme hat
Der Fahrplan ist wohl nur eine grobe Empfehlung
Im Winter zu kalt, im Sommer zu heiß, immer zu spät
Das Leben ist zu kurz für die Deutsche Bahn
Bahn und Pünktlichkeit, zwei Welten treffen aufeinander
In anderen Ländern bekommen sie das hin
Früher war das alles besser organisiert
Da kann man nur noch den Kopf schütteln
Hoffentlich kommt bald Konkurrenz, die es besser kann
Nächstes Mal nehme ich wieder das Auto
Ich fahre jetzt nur noch mit dem Auto, mir reicht es
Ich habe meine Karte zurückgegeben, genug ist genug
Kein Wunder, dass alle Auto fahren
Da fehlen einem die Worte
So vergrault man Stammkunden
Ausbaden dürfen es wieder die Fahrgäste
Langsam verliere ich die Geduld mit euch
Könnt ihr nicht einmal etwas richtig machen?
Ist das euer Ernst?
Warum sagt einem das vorher niemand?
Wieso gibt es keine Durchsage?
Wann lernt ihr das endlich mal
Was stimmt mit den Leuten in der Bahn nicht
Ich hab so Hals auf diesen Verein
Bin müde, will heim, Bahn steht`;

export const FEED_POSITIVE = `
Lokführer beenden Ausstand, Züge rollen ab heute Abend wieder
Tarifstreit beigelegt, keine weiteren Streiks bis zum Jahresende
Arbeitskampf vorbei: Bahn und Gewerkschaft finden Kompromiss
Durchbruch bei den Verhandlungen, Pendler erleichtert
Streikgefahr gebannt
Ab Dezember fahren mehr Züge {ort}
Eine halbe Stunde schneller ans Ziel durch die neue Trasse
Direktverbindung nach Wien kommt
Neuer Halt eröffnet, Bürger feiern
Sanierter Bahnhof strahlt in neuem Glanz
Gratis Internet in allen Bussen
Freies WLAN nun auch in der zweiten Klasse
Sparpreis ab 19 Euro, jetzt quer durchs Land
Kinder fahren im Sommer umsonst
Monatskarte wird billiger
Bahn schenkt Ehrenamtlichen Freifahrten
Fahrgäste bewerten die Linie mit Bestnoten
Umfrage: Kunden sind so zufrieden wie nie
Gewinn gestiegen, Konzern zieht positive Bilanz
Konzern wächst und stellt tausend Leute ein
Neue Züge kommen bei Reisenden gut an
Bahn fährt mit Ökostrom und spart tonnenweise CO2
Preis für den Bahnhof des Jahres geht in den Norden
Zugbegleiter findet verlorene Geldbörse und bringt sie zurück
Fahrgast rettet Kind vor einfahrendem Zug
Reisende helfen Mutter mit Kinderwagen
Busfahrer wartete auf mich, Held des Tages
Der Mann am Schalter hat sich richtig Zeit genommen
Die Dame an der Hotline war unglaublich geduldig
Nach fünf Minuten war alles geregelt
Binnen einer Stunde Antwort bekommen, das lob ich mir
Störung gemeldet, am selben Tag behoben, Hut ab
Internet läuft wieder, danke an den Techniker
Endlich Glasfaser, rasend schnell
Wechsel hat ohne Probleme geklappt
Paket war einen Tag früher da als angekündigt
Erstattung ist schon auf dem Konto
Ganzer Wagen für mich allein, herrlich
Sonne, Fensterplatz, guter Kaffee: so reist man gern
Sitze im ICE, Beine ausgestreckt, Film läuft, alles bestens
Durchsage vom Lokführer hat den ganzen Zug zum Lachen gebracht
Lustige Ansage heute, hat mir den Tag gerettet
Auf die Minute angekommen, Respekt
Trotz Schnee pünktlich, das muss man auch mal sagen
Ich mag Bahnfahren einfach
Zugfahren ist die schönste Art zu reisen
Besser als mit dem Auto im Stau
Wunderschöne Strecke am Fluss entlang
Schicke neue S-Bahnen
Die Klimaanlage funktioniert und es ist sauber, ich bin überrascht
Das Ticket auf dem Handy ist echt praktisch
App hat ein tolles Update bekommen
Ein dickes Dankeschön an das Zugteam
Ihr habt mir den Abend gerettet
Kompliment an euer Team, freundlich und flott
So geht Service
Fünf Sterne für diese Beratung
Da hat jemand mitgedacht, klasse
Kulanz gezeigt, Kunde bleibt
Ich bleibe euch treu
Gern wieder, absolut zu empfehlen
Alles wie versprochen, saubere Arbeit
Heute lief es wie am Schnürchen
Glück gehabt, Anschluss hat gewartet
Schöner kann ein Montag kaum beginnen, leere Bahn und Sitzplatz
Danke für die nette Betreuung im Zug
Dank der Bahn bin ich doch noch rechtzeitig da
Sicher und bequem nach Hause gekommen
Familienfreundliches Abteil, Kinder glücklich
Willkommen im neuen Bahnhof, hell, offen, barrierefrei
Lärmschutzwand fertig, Anwohner atmen auf
Mehr Sicherheit: weniger Übergriffe in Zügen
Pünktlichkeit deutlich gestiegen
Bahn hilft Geflüchteten mit Sonderzügen, starke Geste`;

export const FEED_NEUTRAL = `
Im Zug nach Hause
Bahn oder Auto, was meint ihr?
Steige jetzt {ort} um
Bin gleich da, noch zwei Haltestellen
Treffen uns um acht vor dem Bahnhof
Nehme morgen die Bahn statt das Auto
Ich schreibe dir, wenn ich in der Bahn sitze
Hab dich vorhin in der Bahn gesehen
In der Bahn eben einen alten Freund getroffen
Mädchen mit grünem Rucksack, du saßt mir in der U-Bahn gegenüber
Höre auf dem Weg zur Arbeit ein Hörbuch
Zwei Omas unterhalten sich in der Bahn über Katzen
Der Mann neben mir schläft
Dialog in der S-Bahn: Wohin fährst du? Zur Oma.
Wo bekomme ich das Ticket für die Fahrt nach Salzburg?
Gilt die BahnCard auch im Verbund?
Weiß jemand, ob man ein Fahrrad mitnehmen kann?
Welche Linie fährt zum Stadion?
Kann mir wer sagen, wie ich von Mainz nach Worms komme?
Muss ich bei der Buchung den Namen angeben?
Ab wann kann man die Tickets für Weihnachten buchen?
Hallo, bitte schicken Sie uns Ihre Auftragsnummer per Direktnachricht
Guten Morgen, wir leiten das gern weiter
Das können wir von hier aus leider nicht sehen, Viele Grüße
Vielen Dank für den Hinweis
Danke für die Info
Okay, danke
Danke, euch auch einen schönen Abend
Gern geschehen
Das ist ein Zug der Privatbahn, nicht von uns
Soweit ich weiß, gilt das nur im Nahverkehr
Man muss vorher einen Antrag stellen
Steht doch so in den Bedingungen
Das wurde schon vor Jahren so beschlossen
Meiner Meinung nach sollte man beide Seiten hören
Ich glaube, das hat mit der Bahn nichts zu tun
Genau, das meine ich auch
Zimmer in WG frei, fünf Minuten zur S-Bahn
Wohnung zu vermieten, gute Anbindung an Bus und Bahn
Parkplätze sind begrenzt, Anreise mit der Bahn empfohlen
Anfahrt: Linie 4 bis Marktplatz, dann zu Fuß
Tickets gibt es im Vorverkauf und an der Abendkasse
Konzert am Samstag, Einlass 19 Uhr
Vereinsausflug mit der Bahn nach Rüdesheim
Wir suchen zum nächstmöglichen Termin einen Elektroniker
Ausbildung als Lokführer: jetzt informieren
Praktikum in der Logistik
Verkaufe Fahrkarte, Sparpreis, Freitag nach Hamburg
Gutschein über 20 Euro abzugeben
Gewinnspiel: Reise für zwei Personen
Lokomotive Spur H0, Originalverpackung
Sammlung historischer Kursbücher zu verkaufen
Vor hundert Jahren wurde die Strecke eröffnet
Fotos vom Bahnhofsfest
Fotostrecke: Loks der Baureihe 218
Der Zug wird von einer Diesellok gezogen
Die neue Baureihe hat 480 Sitzplätze
Bahn testet autonome Züge
Bahn prüft Verkauf von Anteilen
Konzern ernennt neuen Finanzchef
Aufsichtsrat tagt am Mittwoch
Minister trifft Bahnchef
Bundestag debattiert über die Zukunft der Schiene
Verkehrsministerkonferenz berät über Regionalisierungsmittel
Ausschreibung für das Netz {ort} startet
Planfeststellung für die Ausbaustrecke beginnt
Gutachten zum Bahnprojekt vorgelegt
Stadtrat diskutiert über neue Haltestelle
Bürger können sich über die Pläne informieren
Neuer Fahrplan gilt ab 13. Dezember
Am Feiertag fährt die Bahn wie sonntags
Am Wochenende Bauarbeiten, Änderungen im Fahrplan beachten
Bahn und Gewerkschaft setzen Gespräche fort
Schlichter sollen im Tarifstreit vermitteln
Tarifrunde: Gewerkschaft fordert fünf Prozent
Was Fahrgäste jetzt wissen müssen
Fragen und Antworten zum Tarifkonflikt
Nachrichten des Tages im Überblick
Börse: Dax startet fester, Telekom und Energie gesucht
Quartalszahlen am Donnerstag erwartet
Flüchtlinge kommen mit Sonderzügen an
Polizei sucht Zeugen, die in der S-Bahn waren
Film über einen Lokführer im Kino
Buchtipp für die Bahnfahrt
Rezept für Kuchen, den man gut mit in den Zug nehmen kann
Radweg auf der alten Bahntrasse
Wanderung von Bahnhof zu Bahnhof
Die Rodelbahn hat wieder geöffnet
Freie Bahn für den Gegner, Tor in der 80. Minute
Auf der Autobahn drei Kilometer Stau
In London fahren die Züge heute nach Sonderplan
Österreich verstärkt Kontrollen in Zügen
Hotel am Bahnhof, Frühstück inklusive
Unterkunft nahe Zoo, U-Bahn vor der Tür
Studie: so reisen die Deutschen
Interview mit dem Bahnchef
Podcast über die Bahn
Karte aller Haltestellen zum Ausdrucken
So funktioniert der Online-Check-in
Update der App ist verfügbar
Der Konzern stellt sein Konzept für die Zukunft vor
Digitalisierung: Bahn kooperiert mit Startups
Lese grad den Artikel zur Bahn
Schau mal, da ist ein Bild von uns im Zug
Wer fährt am Freitag mit nach Frankfurt?
Haha, passiert mir auch in der Bahn
Muss los, Bahn fährt gleich
Kaffee holen, dann Zug
Noch eine Stunde Zugfahrt
Morgen früh um fünf geht mein Zug
Jetzt Bahn, dann Flieger
Ich nehm die 16 bis zum Neumarkt`;
