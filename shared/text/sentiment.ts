import sentimentFile from './models/sentiment.json' with { type: 'json' };
import { featuresOf } from './features.ts';
import { lazyModel, scoresOf, softmax, wordsFor } from './linear-model.ts';
import { moodFieldOf, trustInModel } from './mood-field.ts';
import { moodOf } from './mood.ts';
import { relevanceOf } from './relevance.ts';
import { voiceOf } from './voice.ts';
import type { BrandContext } from './voice.ts';
import type { Verdict } from './verdict.ts';

export type Sentiment = 'negative' | 'neutral' | 'positive';

const model = lazyModel(sentimentFile);

// The model knows everyday tweets and tweets to transport companies and says little about other fields; words and turns of trouble and relief carry
// over. Which of them leads is asked of the text (mood-field.ts). Words and turns are weighed by hand: few round numbers, so that they fit no single
// data set.
const NEGATIVE_START = -1;
const NEGATIVE_MODEL = 0.3;
const POSITIVE_START = -1.6;
const POSITIVE_MODEL = 0.2;
/** How much surer the verdict is than the bare sum says; sets confidences only, never a label. */
const SHARPNESS = 1.7;
/** Adverts, and answers the brand itself gave, have no mood towards it. */
const NOT_A_VOICE = 0.5;

/** How much the model counts in a mood. */
export interface ModelWeight {
  /** Beside words and turns, in a field it does not know: 1, more where corrections have taught it the desk's own. */
  readonly share?: number | undefined;
  /** How far the text is of the kind the model knows: from 0, where words and turns lead, to 1, where the model alone speaks. */
  readonly trust?: number | undefined;
}

/** Chances of negative, neutral and positive: what a model says of the text (in that order) weighed with what its words and turns tell. */
export function weighMood(text: string, chances: readonly number[], { share = 1, trust = 0 }: ModelWeight = {}): readonly number[] {
  const [negative = 0, neutral = 1, positive = 0] = chances.map((one) => Math.max(one, 1e-6));
  const mood = moodOf(text);
  const voice = voiceOf(text);
  const relevance = relevanceOf(text);
  const relevant = relevance.label === 'true' ? relevance.confidence : 1 - relevance.confidence;
  const aside = 1.2 * Math.min(0, relevant - 0.8) - (voice.advert ? NOT_A_VOICE : 0) - (voice.own ? NOT_A_VOICE : 0);
  const bad = NEGATIVE_START + share * NEGATIVE_MODEL * Math.log(negative / neutral) + mood.trouble - 0.5 * mood.relief + aside;
  const good =
    POSITIVE_START + share * POSITIVE_MODEL * Math.log(positive / neutral) + 1.2 * mood.relief - 0.4 * mood.trouble + 0.7 * aside;
  const mix = (ours: number, models: number): number => (1 - trust) * ours * SHARPNESS + trust * models;
  return softmax([mix(bad, Math.log(negative / neutral)), 0, mix(good, Math.log(positive / neutral))]);
}

/** The mood of a text. Announcements and news are neutral unless they tell of trouble or relief. Of a brand its names alone count. */
export function sentimentOf(text: string, brand?: BrandContext): Verdict<Sentiment> {
  const featured = featuresOf(text, model().bits);
  const trust = trustInModel(text, moodFieldOf(text), brand?.names);
  const chances = weighMood(text, scoresOf(model(), featured), { share: model().share, trust });
  const best = chances.indexOf(Math.max(...chances));
  const label = (['negative', 'neutral', 'positive'] as const)[best] ?? 'neutral';
  const { words } = moodOf(text);
  const own = label === 'negative' ? words.trouble : label === 'positive' ? words.relief : [];
  const evidence = label === 'neutral' ? [] : [...new Set([...own, ...wordsFor(model(), featured, best)])].slice(0, 4);
  return { label, confidence: chances[best] ?? 0, evidence };
}
