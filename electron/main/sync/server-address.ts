import { CodedError } from '../../../shared/util/errors.ts';

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/**
 * DOOR-1: passwords, codes and tokens go to a server over https, or not at all; over plain http only to this very machine, or where whoever runs the desk
 * has said so (`allowPlainHttp`). Throws SERVER_PLAIN, INPUT_INVALID.
 */
export function serverAddress(text: string, allowPlainHttp: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') throw new CodedError('INPUT_INVALID', { field: 'serverUrl', detail: 'The address of a server begins with https.' });
  if (url.protocol === 'http:' && !allowPlainHttp && !LOOPBACK.test(url.hostname)) throw new CodedError('SERVER_PLAIN', { field: 'serverUrl' });
  return url.origin;
}
