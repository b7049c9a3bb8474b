// The way to the real server with faults on it: everything is handed on as it is, and an answer can be lost after the server did what was asked.
import { PeerHttp, type PeerRequest } from '../peer-http.ts';

const HANDED_ON = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'ratelimit-policy', 'retry-after'];

export async function startLine(serverUrl: string): Promise<PeerHttp> {
  const line = new PeerHttp((status, message) => ({ error: `Status${status}`, message }));
  const handOn = async (request: PeerRequest) => {
    const { authorization, 'content-type': type } = request.headers;
    const query = request.query.toString();
    const response = await fetch(`${serverUrl}${request.path}${query === '' ? '' : `?${query}`}`, {
      method: request.method,
      headers: { ...(authorization === undefined ? {} : { authorization }), ...(type === undefined ? {} : { 'content-type': type }) },
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
