import type { CustomScheme, Protocol } from 'electron';
import { logFacts } from '../ipc/failure.ts';
import { PAGE_ORIGIN, SCHEME } from './electron-window.ts';
import type { HostLog } from './log.ts';
import { plainResponse, servePage, type PageResponse } from './page-files.ts';

/** Before `ready`: an origin of its own for the page, so that storage, fetch and the policy work as on https. */
export const SCHEMES: CustomScheme[] = [
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
];

/** One request of the page: read only, our own host only, nothing outside `pageRoot`. */
export async function answerPageRequest(pageRoot: string, request: Pick<Request, 'url' | 'method'>): Promise<PageResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plainResponse(405, 'Method not allowed.\n');
  // Not parsed by URL: it would tidy away the very dots that are looked for.
  if (!request.url.startsWith(`${PAGE_ORIGIN}/`)) return plainResponse(404, 'Not found.\n');
  return servePage(pageRoot, request.url.slice(PAGE_ORIGIN.length));
}

/** After `ready`: serves the built page at `app://leitstand/`. */
export function servePageProtocol(protocol: Pick<Protocol, 'handle'>, pageRoot: string, log: HostLog): void {
  protocol.handle(SCHEME, async (request) => {
    const answer = await answerPageRequest(pageRoot, request).catch((error: unknown) => {
      log.error({ error: logFacts(error) }, 'a file of the page could not be read');
      return plainResponse(500, 'INTERNAL\n');
    });
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: { ...answer.headers },
    });
  });
}
