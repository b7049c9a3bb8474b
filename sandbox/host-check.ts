import { isIP } from 'node:net';

/**
 * On a loopback address only loopback names may be in the Host header: otherwise a foreign page could point its own
 * name here and read the page's token (DNS rebinding). On any other address the operator has chosen to be reachable.
 */
export function hostAllowed(listenHost: string, header: string | undefined): boolean {
  const loopback = listenHost === 'localhost' || listenHost === '::1' || listenHost.startsWith('127.');
  if (!loopback) return true;
  const name = (header ?? '').replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
