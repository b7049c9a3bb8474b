// One catalogue of coded errors. docs/errors.md is generated from it and a test keeps both equal.
// An error's code is stable and part of the public interface; its remedy says what the reader can do.

export interface ErrorEntry {
  readonly meaning: string;
  readonly remedy: string;
}

import { ERROR_CATALOGUE } from './error-catalogue.ts';

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** A failure with a stable code, the field it concerns (where one does) and what to do about it. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly detail: string | undefined;
  readonly remedy: string;

  constructor(code: ErrorCode, options: { detail?: string | undefined; field?: string | undefined; cause?: unknown } = {}) {
    const entry: ErrorEntry = ERROR_CATALOGUE[code];
    const at = options.field === undefined ? '' : ` (${options.field})`;
    super(`${code}${at}: ${options.detail ?? entry.meaning} ${entry.remedy}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CodedError';
    this.code = code;
    this.field = options.field;
    this.detail = options.detail;
    this.remedy = entry.remedy;
  }

  /** The form that crosses a wire: no stack, no cause. */
  toWire(): WireError {
    return { code: this.code, message: this.message, ...(this.field === undefined ? {} : { field: this.field }), remedy: this.remedy };
  }
}

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string | undefined;
  readonly remedy: string;
}

export function isCodedError(value: unknown): value is CodedError {
  return value instanceof CodedError;
}
