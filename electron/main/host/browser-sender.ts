import type { IncomingMessage } from 'node:http';
import type { SenderRule, SenderVerdict } from '../ipc/sender-port.ts';
import type { DoorKeys } from './door-keys.ts';

/** Browsers share cookies among the ports of a host, so the name carries the port: two desks do not overwrite each other's. */
export function cookieName(port: number): string {
  return `leitstand-${port}`;
}

export function sessionCookie(port: number, session: string): string {
  return `${cookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`;
}

function sessionOf(request: IncomingMessage, port: number): string | undefined {
  const name = cookieName(port);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return undefined;
}

/** The address the request was meant for: a page of a foreign name that resolves to this machine (DNS rebinding) is turned away. */
export function hostIsOurs(request: IncomingMessage, port: number): boolean {
  const host = request.headers.host?.toLowerCase();
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** Whether the page that asks is the desk's own. Browsers send `Origin` with every POST and every socket. */
export function originIsOurs(request: IncomingMessage, port: number): boolean {
  return hostIsOurs(request, port) && request.headers.origin === `http://${request.headers.host?.toLowerCase()}`;
}

/** Trusted in the browser host: the desk's own page, with a session. `port` is asked at each call: it is known once the host listens. */
export function browserSenderRule(
  keys: DoorKeys,
  port: () => number,
): SenderRule<IncomingMessage> & { session(request: IncomingMessage): SenderVerdict } {
  const session = (request: IncomingMessage): SenderVerdict => {
    const held = sessionOf(request, port());
    if (held === undefined) return { trusted: false, because: 'no session' };
    return keys.knows(held) ? { trusted: true } : { trusted: false, because: 'unknown session' };
  };
  return {
    session,
    judge: (request) => {
      if (!hostIsOurs(request, port())) return { trusted: false, because: 'foreign host' };
      if (!originIsOurs(request, port())) return { trusted: false, because: 'foreign origin' };
      return session(request);
    },
  };
}
