// The way to the real server with faults on it: everything is handed on as it is, and an answer can be lost after the server did what was asked.
import { PeerHttp, type PeerRequest } from '../peer-http.ts';

const HANDED_ON = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'ratelimit-policy', 'retry-after'];

/** What takes a day or a withdrawn password to see of the real server, said here in its words. */
export interface LineMood {
  rateLimited: boolean;
  /** Access token run out, the session withdrawn, the password refused. */
  signedOut: boolean;
}

export async function startLine(serverUrl: string, mood: LineMood = { rateLimited: false, signedOut: false }): Promise<PeerHttp> {
  const line = new PeerHttp((status, message) => ({ error: `Status${status}`, message }));
  const handOn = async (request: PeerRequest) => {
    const { authorization, 'content-type': type, 'atproto-proxy': proxy } = request.headers;
    if (mood.rateLimited && /\.(?:putRecord|sendMessage)$/.test(request.path)) return { status: 429, body: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }, headers: { 'ratelimit-limit': '5000', 'ratelimit-remaining': '0', 'ratelimit-reset': String(Math.floor(Date.now() / 1_000) + 600), 'ratelimit-policy': '5000;w=3600' } };
    if (mood.signedOut && request.path.endsWith('.createSession')) return { status: 401, body: { error: 'AuthenticationRequired', message: 'Invalid identifier or password' } };
    if (mood.signedOut && authorization !== undefined) return { status: 400, body: { error: 'ExpiredToken', message: 'Token has expired' } };
    const query = request.query.toString();
    const response = await fetch(`${serverUrl}${request.path}${query === '' ? '' : `?${query}`}`, {
      method: request.method,
      headers: { ...(authorization === undefined ? {} : { authorization }), ...(type === undefined ? {} : { 'content-type': type }), ...(typeof proxy === 'string' ? { 'atproto-proxy': proxy } : {}) },
      ...(request.raw.length === 0 ? {} : { body: new Uint8Array(request.raw) }),
    });
    const headers = Object.fromEntries(HANDED_ON.flatMap((name) => (response.headers.get(name) === null ? [] : [[name, response.headers.get(name) ?? '']])));
    return { status: response.status, body: (await response.json().catch(() => ({}))) as unknown, headers };
  };
  line.on('GET', /^\/(.*)$/, handOn);
  line.on('POST', /^\/(.*)$/, handOn);
  await line.listen();
  return line;
}
