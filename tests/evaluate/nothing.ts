import { CodedError } from '../../shared/util/errors.ts';

/** No row has what the task asks for. */
export function nothing(fields: string): CodedError {
  return new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: `No row has ${fields}.` });
}
