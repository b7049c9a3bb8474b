import { CallError } from '../bridge/index.ts';
import { errorText } from '../text/errors.ts';
import { textsFor, type Texts } from '../text/index.tsx';
import { useDesk } from './desk.ts';
import { showToast } from './ui.ts';

/** Texts for what is said outside of components. */
export function currentTexts(): Texts {
  return textsFor(useDesk.getState().settings.language);
}

/** What went wrong, before it is a sentence. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

export function failureOf(error: unknown): Failure {
  return error instanceof CallError ? error : { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

/** A failure as a sentence in the desk's language; a code this build has no sentence for is told in the words it came with. */
export function explain({ language }: Texts, failure: Failure): string {
  return errorText(language, failure.code) ?? `${failure.message.replace(`${failure.code}: `, '')} (${failure.code})`;
}

/** Whatever was thrown, as a sentence. */
export function explainError(texts: Texts, error: unknown): string {
  return explain(texts, failureOf(error));
}

export function showFailure(error: unknown): void {
  showToast({ tone: 'error', text: explainError(currentTexts(), error) });
}
