import { customerScore, marksOf } from './case-type.ts';
import { voiceOf } from './voice.ts';
import type { BrandContext } from './voice.ts';
import type { Verdict } from './verdict.ts';

/** Talk of another thing that shares the brand's words: other countries' lines, roads, sports, models, careers. */
const OTHER_THING =
  /(?<![\p{L}])(?:(?:start|lande|roll|carrera|rutsch|sommerrodel|rodel|bob|kart|minigolf|schwimm|rollschuh|kugel|murmel|flug|leit|reit|sand|renn|panorama|gondel|ski|schneise)bahn\p{L}*|bahnbrechend\p{L}*|freie bahn|aus der bahn|auf die schiefe bahn|freibad|hallenbad|schwimmbad|golf|minigolf|bowling|radsport|radrennen|skispringen|biathlon|formel 1|motorsport|rallye|zylinder|tuning|lkw-?fahrer|kraftfahrer|airline\p{L}*|lufthansa|germanwings|ryanair|easyjet|airbus|boeing|flugbegleiter|kreuzfahrt|dow jones|nikkei|nasdaq|anleihe\p{L}*|dividende\p{L}*|devisen|goldpreis|ölpreis|train simulator|minecraft|playstation|xbox|walzer|sinfonie|orchester|oper|album|hotels?zimmer|frühstücksbuffet|strandurlaub|apotheke\p{L}*|arzneimittel|sexkontakte|fotze|muschi|blowjob|sperma|sncf|frankreich|belgien|brüssel|niederlande|holland|polen|tschechien|prag|dänemark|schweden|norwegen|italien|rom|mailand|spanien|barcelona|madrid|portugal|türkei|istanbul|ägypten|brasilien|mexiko|argentinien|australien|thailand|korea|südkorea|taiwan|kanada|toronto|usa|amerika|washington|kalifornien|chicago|los angeles|pakistan|bangladesch|nigeria|kenia|südafrika|iran|irak|israel|arabien|calais|eurotunnel|großbritannien|england|schottland|autobahn\p{L}*|laufbahn\p{L}*|umlaufbahn\p{L}*|rennbahn\p{L}*|eisbahn|kegelbahn|achterbahn\p{L}*|wodan|schwebebahn|seilbahn\p{L}*|zahnradbahn|modell(?:eisen)?bahn\p{L}*|spur n|märklin|spielwarenmesse|bahnrad\p{L}*|bahn-?(?:vierer|weltcup|wm|sprint\p{L}*)|weltcup|leichtathletik|stadion|bundesliga|fc bayern|hoffenheim|börse|dax|euro-?stoxx|isin|dgap\p{L}*|quartalsergebnis\p{L}*|aktie[n]?|hotel\p{L}*|ferienwohnung\p{L}*|wohnung|zimmer-?wohnung|dachterrasse|stellenangebot|rezeptionist|krankenpfleger|krankenschwester|urlaub|skigebiet|hütte\p{L}*|mallorca|dubai|porno?|rezept|halloween|europapark|kinofilm|theater|konzert|open air|veranstaltungskalender|flüchtling\p{L}* (?:in|aus) (?:ungarn|serbien|kroatien)|ungarn|bicske|budapest|slowakei|serbien|kroatien|mazedonien|griechenland|london|tube|paris|metro|new york|japan\p{L}*|china|indien|russ\p{L}+|schweiz\p{L}*|sbb|rhätische|zürich|wien|wiener|österreich\p{L}*|öbb|röszke|ukraine|syrien)(?![\p{L}])/iu;

/**
 * Whether a post is about the brand's service at all. With the brand's names the judgement is sure of itself; without them only noise of other
 * things, adverts and far-off talk is told apart.
 */
export function relevanceOf(text: string, brand?: BrandContext): Verdict<'true' | 'false'> {
  const voice = voiceOf(text, brand);
  const marks = marksOf(text, voice);
  const lower = text.toLowerCase();
  const names = brand?.names.filter((name) => lower.includes(name.toLowerCase())) ?? [];
  const notNames = brand?.notNames?.filter((name) => lower.includes(name.toLowerCase())) ?? [];
  const others = [...text.matchAll(new RegExp(OTHER_THING, 'giu'))].map((match) => match[0]);
  let score = 1.1 + 0.35 * Math.max(-1, customerScore(voice, marks));
  if (voice.summons) score += 0.6;
  if (marks.fault > 0) score += 0.5;
  if (voice.advert) score -= 2;
  score -= 1.1 * Math.min(2, new Set(others.map((one) => one.toLowerCase())).size);
  if (voice.words > 45) score -= 0.4;
  if (brand?.addressed === true) score += 2;
  else if (brand !== undefined && brand.names.length > 0) score += names.length > 0 ? 1 : -1.6;
  score -= 1.5 * notNames.length;
  const chance = 1 / (1 + Math.exp(-1.6 * score));
  return {
    label: chance >= 0.5 ? 'true' : 'false',
    confidence: Math.max(chance, 1 - chance),
    evidence: [...new Set(chance >= 0.5 ? [...names, ...voice.evidence, ...marks.words.fault] : [...others, ...notNames])].slice(0, 4),
  };
}
