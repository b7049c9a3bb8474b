import { ERROR_CATALOGUE } from '../../../shared/util/error-catalogue.ts';
import type { ErrorCode } from '../../../shared/util/errors.ts';
import { deErrors } from './de-errors.ts';
import type { Language } from './format.ts';

/** A code as a sentence in the language of the desk; undefined for a code this build does not know. */
export function errorText(language: Language, code: string): string | undefined {
  if (!Object.hasOwn(ERROR_CATALOGUE, code)) return undefined;
  const known = code as ErrorCode;
  const { meaning, remedy } = ERROR_CATALOGUE[known];
  return language === 'de' ? (deErrors[known] ?? `${meaning} ${remedy}`) : `${meaning} ${remedy}`;
}
