import fieldFile from './models/mood-field.json' with { type: 'json' };
import { featuresOf } from './features.ts';
import { lazyModel, scoresOf } from './linear-model.ts';
import { voiceOf } from './voice.ts';

const model = lazyModel(fieldFile);

/** Where a text names the brand, or its line of business: how many times likelier a tweet to companies must be than all else to weigh as much. */
const SURE = 20;

/** Chances that a text is everyday talk, a tweet to companies of the kind the mood model learned from, or anything else (in that order). */
export function moodFieldOf(text: string): readonly number[] {
  return scoresOf(model(), featuresOf(text, model().bits));
}

/**
 * How far the mood model may be trusted with a text, 0 (not at all: words and turns lead) to 1: as far as the text is of the kind the model learned
 * from. `field`: chances as of `moodFieldOf`. `names`: the brand's names. What names a company is no everyday talk, however it sounds; the tone in
 * which one speaks to friends says little of a service. Elsewhere the chance counts squared: a model that is half at home is of little help.
 */
export function trustInModel(text: string, field: readonly number[], names: readonly string[] = []): number {
  const [everyday = 0, companies = 0, other = 1] = field;
  const lower = text.toLowerCase();
  const named = voiceOf(text).namesBrand || names.some((name) => name.trim() !== '' && lower.includes(name.toLowerCase()));
  return named ? companies / (companies + SURE * (everyday + other)) : (everyday + companies) ** 2;
}
