import type { CustomScheme, Protocol } from 'electron';
import { logFacts } from '../ipc/failure.ts';
import { dictionariesIn } from './spelling.ts';
import { PAGE_ORIGIN, SCHEME } from './electron-window.ts';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SECURITY_HEADERS } from './content-policy.ts';
import type { HostLog } from './log.ts';
import { plainResponse, servePage, type PageResponse } from './page-files.ts';

/** Before `ready`: an origin of its own for the page, so that storage, fetch and the policy work as on https. */
export const SCHEMES: CustomScheme[] = [
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
];

const DICTIONARIES = `${PAGE_ORIGIN}/dictionaries/`;

export interface PageRoots {
  readonly pageRoot: string;
  readonly dictionariesDir: string;
}

/** One request of the page: read only, our own host only, nothing outside `pageRoot` but the dictionaries that came along, each by its very name. */
export async function answerPageRequest({ pageRoot, dictionariesDir }: PageRoots, request: Pick<Request, 'url' | 'method'>): Promise<PageResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plainResponse(405, 'Method not allowed.\n');
  // Not parsed by URL: it would tidy away the very dots that are looked for.
  if (!request.url.startsWith(`${PAGE_ORIGIN}/`)) return plainResponse(404, 'Not found.\n');
  if (request.url.startsWith(DICTIONARIES)) {
    const wanted = request.url.slice(DICTIONARIES.length).toLowerCase();
    const name = dictionariesIn(dictionariesDir).find((one) => one.toLowerCase() === wanted);
    if (name === undefined) return plainResponse(404, 'Not found.\n');
    return { status: 200, headers: { ...SECURITY_HEADERS, 'content-type': 'application/octet-stream' }, body: await readFile(path.join(dictionariesDir, name)) };
  }
  return servePage(pageRoot, request.url.slice(PAGE_ORIGIN.length));
}

/** After `ready`: serves the built page at `app://leitstand/`. */
export function servePageProtocol(protocol: Pick<Protocol, 'handle'>, roots: PageRoots, log: HostLog): void {
  protocol.handle(SCHEME, async (request) => {
    const answer = await answerPageRequest(roots, request).catch((error: unknown) => {
      log.error({ error: logFacts(error) }, 'a file of the page could not be read');
      return plainResponse(500, 'INTERNAL\n');
    });
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: { ...answer.headers },
    });
  });
}
