import { CodedError } from '../../../shared/util/errors.ts';

/** https, or http to this very machine: a platform for trying things out. */
export function secureUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === '[::1]' || url.hostname === 'localhost');
  if (url === undefined || (url.protocol !== 'https:' && !isLocal) || url.username !== '' || url.password !== '') throw new CodedError('INPUT_INVALID', { field: 'url', detail: 'An https address is needed.' });
  return url;
}
