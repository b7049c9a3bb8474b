import abuseFile from './models/abuse.json' with { type: 'json' };
import { featuresOf } from './features.ts';
import { lazyModel, scoresOf, wordsFor } from './linear-model.ts';
import type { Verdict } from './verdict.ts';

const model = lazyModel(abuseFile);

/** Chance from which a text counts as abuse; set where five-fold judgements of the training rows were best. */
export const ABUSE_THRESHOLD = 0.45;

/** Insult, threat or contempt towards people ("offense") or not. Anger about a service is not abuse. */
export function abuseOf(text: string): Verdict<'offense' | 'other'> {
  const featured = featuresOf(text, model().bits);
  const chance = scoresOf(model(), featured)[1] ?? 0;
  const abusive = chance >= ABUSE_THRESHOLD;
  // Mapped so that 0.5 is the threshold: a confidence of its own label.
  const shifted =
    chance >= ABUSE_THRESHOLD
      ? 0.5 + (0.5 * (chance - ABUSE_THRESHOLD)) / (1 - ABUSE_THRESHOLD)
      : 0.5 + (0.5 * (ABUSE_THRESHOLD - chance)) / ABUSE_THRESHOLD;
  return { label: abusive ? 'offense' : 'other', confidence: shifted, evidence: abusive ? wordsFor(model(), featured, 1) : [] };
}
