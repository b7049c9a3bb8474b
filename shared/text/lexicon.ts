// Word stems by what they say, written for this product. A stem matches the beginning of a word; "=" before one asks for the whole word.

const POSITIVE =
  'super toll prima klasse perfekt großartig grossartig hervorrag ausgezeichnet wunderbar wunderschön fantast phantast genial geil =cool lieb nett freundlich hilfsbereit kompetent zuverlässig pünktlich schnell problemlos reibungslos unkompliziert kulant fair günstig sauber bequem gemütlich angenehm schön hübsch lecker gelungen erfolgreich zufrieden begeist freu froh glücklich happy danke =dank dankesch vielen =lob loben =gelobt lobenswert empfehl bravo respekt glückwunsch gratul spitze =top =best beste bester besten gern gerne =mag liebe =yay juhu hurra endlich =win like love =great good =nice awesome thanks thank best =fein stark vorbildlich aufmerksam charmant entspannt genieß sympath witzig lustig gewonnen besser verbesser vorteil hilfreich geholfen geklappt klappt funktioniert erholsam traum kuss küss herz knuddel grins lach schmunzel haha hihi ♥ ❤ 😊 😍 👍 😀 😃 😄 😁 🎉 💪 🙏 🥰 😘 👏 🤗 ☺ _froh_';
const NEGATIVE =
  'schlecht schlimm mies miserabel furchtbar schrecklich grauenhaft grausam katastroph unmöglich unverschämt frech dreist unfähig inkompetent unfreundlich unzuverlässig unpünktlich verspät verspaet versp ausfall ausgefallen ausfäll fällt fallen defekt kaputt gestört störung stoerung ärger aerger ärgerlich nerv genervt nervig scheiß scheiss schei mist dreck drecks kack kotz ekel stink versifft verarsch abzock betrug betrüg beschiss lüge wucher teuer überteuert überfüllt voll verpasst gestrichen chaos chaot panne versag versagt versager peinlich armselig lächerlich blöd doof dumm idiot bescheuert krank traurig schade leider enttäusch sauer wütend wut hass hasse unzumutbar frechheit zumutung skandal saftladen sauladen nie niemals nix keine kein nicht =nichts =null wieder immer =mal warten warte gewartet wartezeit stunden kalt dunkel langsam beschwer reklam problem fehler falsch ungerecht unverständlich vergess verloren verlust sorge angst gefährlich gefahr unfall verletz schmerz streik müde fail fuck shit bad worst sucks hell hölle kündig unbrauchbar schlimmer elend qual nervt hänge steh festsitz gestrandet geschlossen gesperrt sperrung abgesagt verzöger umständlich kompliziert unsinn quatsch schwachsinn geldgier 😡 🤬 😠 😤 🙄 😒 😞 😢 😭 👎 🤮 😩 😫 🤦 💩 😕 ☹ 😔 🤨 😥 _traurig_ _empört_ _rufe_';
const INSULT =
  "idiot depp trottel penner versager vollpfosten dumm =blöd blöde bescheuert arsch wichs hure nutte schlampe fotze hurensohn bastard missgeburt spast behindert mongo opfer schwuchtel schwul kanak neger nigger zigeuner kameltreib untermensch ratte schwein sau =säue drecks dreckig abschaum gesindel pack gesocks parasit zecke volksverräter verräter lügenpresse lügner lügen heuchler nazi faschist rassist antisemit terrorist gutmensch linksfaschist linksgrün grünlinks verstrahlt gehirnamput hirnlos hirn verblödet blödmann schwachkopf schwachmat vollidiot dummkopf dummbratz esel affe clown witzfigur pfeife flasche nichtsnutz schmarotz asozial assi abartig pervers widerlich ekelhaft ekel kotz verpiss fresse maul halt's halts fick gefickt scheiß scheiss schei kack pisse piss krepier verreck erschieß aufhäng häng abschieb invasor invasion islamist muslim moslem islam mohammedan musel moslems juden jude zionist merkel altparteien systempartei diktatur volkstod umvolkung bonzen kinderficker pädophil pedo vergewaltig messer mörder kriminell verbrecher abgehoben schande schämt primitiv dämlich geistesgestört irre wahnsinn krank psycho hackfresse fettsack hässlich hetzer hetze verlogen korrupt stasi bolschewik kommunist antifa inkompetent unfähig stümper luschen nullen nichtskönner saftsack sack hohl dünnpfiff lappen hampelmann marionette drecksau sauhaufen armleuchter pissnelke vogel fuck bitch";
const TROUBLE =
  'streik ausstand unfall unglück tote =tot tödlich verletzt angriff angegriff attack überfall messer schläg prügel gewalt bedroh beläst diebstahl gestohlen geklaut sperr gesperrt sturm unwetter teurer preiserhöh fahrpreiserhöh erhöht krit kritik panne brand feuer sabotage verdacht betrug überfüll lärm marode veraltet funkl sicherheitsrisik risiko kürz stellenabbau abbau entgleis evaku vandal randal chaos verspät ausfall ausfäll störung störungen beschädig defekt kaputt problem engpass warnt warnung drohen droht verzögerung baustelle umleit ersatzverkehr schienenersatz verlust minus milliardenloch stau geschlossen schließung gestrandet vergewalt mangel mangelhaft skandal klage verklagt strafe bußgeld schwarzfahr pfiff pleite insolv nazi hass übergriff tausende hacker datenleck abzock verärger unmut frust genervt ungeduld vorwurf vorwürfe scheiter schlimm desaster debakel fiasko blamage';
const RELIEF =
  'beendet einig einigung eröffn kostenlos gratis schnäppchen günstiger billiger schneller pünktlicher barrierefrei modernis ausbau verbesser erfolg ausgezeichn auszeichn preisgekrönt gewinn rekord gerettet rettet rettung behoben repariert läuft wieder entschädig aufatm entwarn spart sparen komfort sauber lob lobt gelobt feiert jubiläum freut innovativ innovation elektr grün ökolog klimafreund sicherer spende hilft geholfen geschenk freikarte freifahrt angenehm vorbild zuverlässig wlan w-lan endlich';
const NEGATION = '=nicht =kein =keine =keinen =keinem =keiner =nie =niemals =nix =ohne =weder =kaum =not =no =never =net';
const HELP =
  '=warum =wieso =weshalb =wann =wie =wo =welche =welcher =welches =wohin =kann =könnt =könnten =könntet =können =gibt =gibts =hilfe =helfen =bitte =frage =weiß =wisst =wissen =möchte =brauche =benötige =erreichbar =anfrage =auskunft =info =infos =hallo =hi =moin =guten =liebes';

export type LexiconGroup = 'positive' | 'negative' | 'insult' | 'negation' | 'help' | 'trouble' | 'relief';

interface Group {
  readonly name: LexiconGroup;
  readonly whole: ReadonlySet<string>;
  readonly stems: ReadonlyMap<string, readonly string[]>;
}

function group(name: LexiconGroup, list: string): Group {
  const whole = new Set<string>();
  const stems = new Map<string, string[]>();
  for (const entry of list.split(' ')) {
    if (entry.startsWith('=')) whole.add(entry.slice(1));
    else if (entry.length < 4 || entry.startsWith('_')) whole.add(entry);
    else {
      const key = entry.slice(0, 4);
      stems.set(key, [...(stems.get(key) ?? []), entry]);
    }
  }
  return { name, whole, stems };
}

const GROUPS: readonly Group[] = [
  group('positive', POSITIVE),
  group('negative', NEGATIVE),
  group('insult', INSULT),
  group('negation', NEGATION),
  group('help', HELP),
  group('trouble', TROUBLE),
  group('relief', RELIEF),
];

const known = new Map<string, readonly LexiconGroup[]>();

/** The groups a word (small letters) belongs to. */
export function lexiconGroups(word: string): readonly LexiconGroup[] {
  const before = known.get(word);
  if (before !== undefined) return before;
  const found: LexiconGroup[] = [];
  const key = word.slice(0, 4);
  for (const one of GROUPS) {
    if (one.whole.has(word) || (one.stems.get(key) ?? []).some((stem) => word.startsWith(stem))) found.push(one.name);
  }
  // Words come without end; the cache must not.
  if (known.size > 20_000) known.clear();
  known.set(word, found);
  return found;
}
