import sentimentFile from './models/sentiment.json' with { type: 'json' };
import { marksOf } from './case-type.ts';
import { featuresOf } from './features.ts';
import { lexiconGroups } from './lexicon.ts';
import { lazyModel, scoresOf, softmax, wordsFor } from './linear-model.ts';
import { voiceOf } from './voice.ts';
import type { Verdict } from './verdict.ts';

export type Sentiment = 'negative' | 'neutral' | 'positive';

const model = lazyModel(sentimentFile);

// The model knows everyday and transport tweets; what carries over to other fields are the marks of trouble and relief. Both are weighed
// by hand: few numbers, so that they fit no single data set.
const MODEL_SHARE = 0.4;
const NEGATIVE_START = -1;
const POSITIVE_START = -1.2;

/** The mood of a text. Announcements and news are neutral unless they tell of trouble or relief. */
export function sentimentOf(text: string): Verdict<Sentiment> {
  const featured = featuresOf(text, model().bits);
  const [negative = 0, neutral = 1, positive = 0] = scoresOf(model(), featured).map((one) => Math.max(one, 1e-6));
  const marks = marksOf(text, voiceOf(text));
  const trouble = featured.words.filter((word) => lexiconGroups(word).includes('trouble'));
  const relief = featured.words.filter((word) => lexiconGroups(word).includes('relief'));
  const damp = 1 / Math.sqrt(Math.max(1, featured.words.length / 22));
  const bad =
    NEGATIVE_START +
    MODEL_SHARE * Math.log(negative / neutral) +
    damp *
      (0.9 * cap(marks.words.fault.length) +
        1.1 * cap(marks.words.complaint.length) +
        0.7 * cap(trouble.length) -
        0.6 * Math.min(1, relief.length) -
        0.5 * Math.min(1, Math.max(0, marks.praise)));
  const good =
    POSITIVE_START +
    MODEL_SHARE * Math.log(positive / neutral) +
    damp * (0.9 * Math.min(2, Math.max(0, marks.praise)) + 0.7 * cap(relief.length) - 0.5 * trouble.length);
  const chances = softmax([bad, 0, good]);
  const best = chances.indexOf(Math.max(...chances));
  const label = (['negative', 'neutral', 'positive'] as const)[best] ?? 'neutral';
  const own =
    label === 'negative'
      ? [...marks.words.complaint, ...marks.words.fault, ...trouble]
      : label === 'positive'
        ? [...marks.words.praise, ...relief]
        : [];
  const evidence = label === 'neutral' ? [] : [...new Set([...own, ...wordsFor(model(), featured, best)])].slice(0, 4);
  return { label, confidence: chances[best] ?? 0, evidence };
}

function cap(count: number): number {
  return Math.min(2, count);
}
