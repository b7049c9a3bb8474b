/** A replacement of text[start, end) by `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits must not overlap; they may come in any order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

/** `word` with the case of `like`: a capital first letter is kept. */
export function inCaseOf(like: string, word: string): string {
  return /^\p{Lu}/u.test(like) ? capital(word) : word;
}

export function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Words that look like a verb form but are none where a verb is looked for. */
export const NOT_FAMILIAR: ReadonlySet<string> = new Set(
  'ist fast sonst erst selbst meist zuerst zumeist längst jüngst ernst fest vorerst bereits nebst samt herbst obst post gast rest test angst kunst dienst frost trost durst lust brust wurst ost west last mist nest verlust gewinnst meiste feste unbewusst bewusst gewusst gemusst höchst äußerst möglichst mindest best letzt zuletzt jetzt gefasst geküsst verpasst passt hasst fasst lässt allerletzt robust august ost nordost südost just protest kontrast most ast christ geist artist tourist polizist podcast last first trist wüst geheimnist vermisst begrüßt angepasst abgefasst erfasst verfasst geleast dist verreist gereist bewiesenst wissenst daselbst derselbst durchaust gelöst erlöst ausgelöst abgelöst aufgelöst eingelöst verwaist verhasst gesetzt besetzt ersetzt verletzt geschätzt genutzt benutzt geputzt gestürzt gekürzt geplatzt gestresst angefasst zusammengefasst eingesetzt umgesetzt fortgesetzt vorausgesetzt ausgesetzt versetzt übersetzt gefrühstückst wurst'.split(
    ' ',
  ),
);

/** Words at the start of a clause that share their form with an imperative. */
export const NOT_IMPERATIVE: ReadonlySet<string> = new Set(
  'mein meine mehr fertig fern fest laut blut klar heil ehr mal will weiß weis weise dank danke bitte gut sinn kost leid leist mal rat lieb liebe grüß grüße gruß reis ton form gestalt kreis kreise rest all alle kann muss darf soll mag war ist hat sind wird würde heiß heiße fehl fax box mix ruh ruhe los vor statt teil stopp post poste test acht achte sicher kühl frei dien zahl ritz plan lohn lust spaß trotz reiz tanz kratz sitz satz platz schutz putz sturz pass fass hass kuss kreuz spiel lob tob back bald dauer wohn wohne stell1 fang1 park streit streik druck trag1 schul schule ärger kunde name lass1 stimm stimmt tipp tweet film fick fühle1 steuer plage lehre lehr mist glück glänz weder wieder eine ein einer einen eher echt jede jeder jed jen jene hohe neue ganze ganz reich reiche gefall gefalle jahre leute paar heute habe glaub glaube denk denke find hoff hoffe hätte wäre könnte sollte müsste dürfte möchte wollte konnte'
    .replace(/[a-z]+1 ?/gu, '')
    .split(' '),
);
