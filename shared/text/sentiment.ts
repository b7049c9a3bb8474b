import sentimentFile from './models/sentiment.json' with { type: 'json' };
import { featuresOf } from './features.ts';
import { lazyModel, scoresOf, softmax, wordsFor } from './linear-model.ts';
import { moodOf } from './mood.ts';
import { relevanceOf } from './relevance.ts';
import { voiceOf } from './voice.ts';
import type { Verdict } from './verdict.ts';

export type Sentiment = 'negative' | 'neutral' | 'positive';

const model = lazyModel(sentimentFile);

// The model knows everyday and transport tweets and says little about other fields; words and turns of trouble and relief carry over. Both are
// weighed by hand: few round numbers, so that they fit no single data set.
const NEGATIVE_START = -1;
const NEGATIVE_MODEL = 0.3;
const POSITIVE_START = -1.6;
const POSITIVE_MODEL = 0.2;
/** How much surer the verdict is than the bare sum says; sets confidences only, never a label. */
const SHARPNESS = 1.7;
/** Adverts, and answers the brand itself gave, have no mood towards it. */
const NOT_A_VOICE = 0.5;

/**
 * Chances of negative, neutral and positive: what a model says of the text (in that order) weighed with what its words and turns tell. `share` says
 * how much the model counts: 1 in a field it does not know, more where corrections have taught it the desk's own.
 */
export function weighMood(text: string, chances: readonly number[], share = 1): readonly number[] {
  const [negative = 0, neutral = 1, positive = 0] = chances.map((one) => Math.max(one, 1e-6));
  const mood = moodOf(text);
  const voice = voiceOf(text);
  const relevance = relevanceOf(text);
  const relevant = relevance.label === 'true' ? relevance.confidence : 1 - relevance.confidence;
  const aside = 1.2 * Math.min(0, relevant - 0.8) - (voice.advert ? NOT_A_VOICE : 0) - (voice.own ? NOT_A_VOICE : 0);
  const bad = NEGATIVE_START + share * NEGATIVE_MODEL * Math.log(negative / neutral) + mood.trouble - 0.5 * mood.relief + aside;
  const good =
    POSITIVE_START + share * POSITIVE_MODEL * Math.log(positive / neutral) + 1.2 * mood.relief - 0.4 * mood.trouble + 0.7 * aside;
  return softmax([bad * SHARPNESS, 0, good * SHARPNESS]);
}

/** The mood of a text. Announcements and news are neutral unless they tell of trouble or relief. */
export function sentimentOf(text: string): Verdict<Sentiment> {
  const featured = featuresOf(text, model().bits);
  const chances = weighMood(text, scoresOf(model(), featured), model().share);
  const best = chances.indexOf(Math.max(...chances));
  const label = (['negative', 'neutral', 'positive'] as const)[best] ?? 'neutral';
  const { words } = moodOf(text);
  const own = label === 'negative' ? words.trouble : label === 'positive' ? words.relief : [];
  const evidence = label === 'neutral' ? [] : [...new Set([...own, ...wordsFor(model(), featured, best)])].slice(0, 4);
  return { label, confidence: chances[best] ?? 0, evidence };
}
