import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { SECURITY_HEADERS } from './content-policy.ts';
import { hostIsOurs, originIsOurs, sessionCookie, type browserSenderRule } from './browser-sender.ts';
import { sameSecret, type DoorKeys } from './door-keys.ts';
import { plainResponse, servePage, type PageResponse } from './page-files.ts';
import { failureOf } from '../ipc/failure.ts';
import { CodedError } from '../../../shared/util/errors.ts';

const MAX_BODY_BYTES = 2_000;
const exchangeSchema = z.object({ token: z.string().min(16).max(128) }).strict();

export interface Doors {
  readonly keys: DoorKeys;
  readonly rule: ReturnType<typeof browserSenderRule>;
  readonly port: () => number;
  /** In the 0600 desk file: who can read it may have addresses minted. */
  readonly adminSecret: string;
  readonly pageRoot: string;
}

/** One request to the loopback host. Everything not named here does not exist. */
export async function answerRequest(doors: Doors, request: IncomingMessage): Promise<PageResponse> {
  const method = request.method ?? '';
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (!hostIsOurs(request, doors.port())) return refusal(403, new CodedError('DESK_DOOR_REFUSED'));
  if (path === '/session' && method === 'POST') return openSession(doors, request);
  if (path === '/session' && method === 'GET')
    return doors.rule.session(request).trusted ? empty() : refusal(401, new CodedError('DESK_SESSION_UNKNOWN'));
  if (path === '/desk-url' && method === 'POST') return mintUrl(doors, request);
  if (path === '/session' || path === '/desk-url' || path === '/ipc') return plainResponse(405, 'Method not allowed.\n');
  if (method !== 'GET' && method !== 'HEAD') return plainResponse(405, 'Method not allowed.\n');
  return servePage(doors.pageRoot, request.url ?? '/');
}

async function openSession(doors: Doors, request: IncomingMessage): Promise<PageResponse> {
  if (!originIsOurs(request, doors.port())) return refusal(403, new CodedError('DESK_DOOR_REFUSED'));
  // A form of a foreign page cannot send this type without asking first.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return plainResponse(415, 'Send JSON.\n');
  const body = await readBody(request);
  if (body === undefined) return plainResponse(413, 'Too large.\n');
  const asked = exchangeSchema.safeParse(parse(body));
  if (!asked.success) return refusal(400, new CodedError('INPUT_INVALID', { field: 'token' }));
  const session = doors.keys.exchange(asked.data.token);
  if (session === undefined) return refusal(401, new CodedError('DESK_SESSION_UNKNOWN'));
  return { ...empty(), headers: { ...empty().headers, 'set-cookie': sessionCookie(doors.port(), session) } };
}

/** Only for programs of this user: browsers always name an origin here and are turned away. */
function mintUrl(doors: Doors, request: IncomingMessage): PageResponse {
  const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (request.headers.origin !== undefined || !sameSecret(given, doors.adminSecret))
    return refusal(403, new CodedError('DESK_DOOR_REFUSED'));
  return json(200, { url: deskUrl(doors.port(), doors.keys.mint()) });
}

/** The token stands in the fragment: it is sent to no server and stands in no log. */
export function deskUrl(port: number, token: string): string {
  return `http://127.0.0.1:${port}/#token=${token}`;
}

export function write(response: ServerResponse, answer: PageResponse, method: string | undefined): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.byteLength });
  response.end(method === 'HEAD' ? undefined : answer.body);
}

function json(status: number, value: unknown): PageResponse {
  return {
    status,
    headers: { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

function refusal(status: number, error: CodedError): PageResponse {
  return json(status, { error: failureOf(error) });
}

function empty(): PageResponse {
  return { status: 204, headers: { ...SECURITY_HEADERS, 'cache-control': 'no-store' }, body: Buffer.alloc(0) };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
