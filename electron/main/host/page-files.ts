import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { contentPolicy, newNonce, NONCE_PLACE, SECURITY_HEADERS } from './content-policy.ts';

export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * The file below `root` that a URL path names, or undefined: no way out of `root` by dots, encodings, back-slashes, NUL or links, nothing
 * hidden, and only kinds of files the page consists of.
 */
export async function fileFor(root: string, urlPath: string): Promise<string | undefined> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return undefined;
  }
  if (!decoded.startsWith('/') || /[\0\\%:]/.test(decoded)) return undefined;
  const parts = decoded.split('/').slice(1);
  if (parts.length === 1 && parts[0] === '') parts[0] = 'index.html';
  if (parts.some((part) => part === '' || part.startsWith('.'))) return undefined;
  if (TYPES[path.extname(decoded === '/' ? 'index.html' : decoded)] === undefined) return undefined;
  try {
    const home = await realpath(root);
    const file = await realpath(path.join(home, ...parts));
    // A link inside the folder must not lead out of it.
    if (!file.startsWith(home + path.sep) || !(await stat(file)).isFile()) return undefined;
    return file;
  } catch {
    return undefined;
  }
}

/** Serves the built page to any host: the index with a fresh nonce in page and policy, its assets as they are. */
export async function servePage(root: string, urlPath: string): Promise<PageResponse> {
  const file = await fileFor(root, urlPath);
  if (file === undefined) return isIndex(urlPath) ? NOT_BUILT : NOT_FOUND;
  const content = await readFile(file);
  const kind = path.extname(file);
  const headers = { ...SECURITY_HEADERS, 'content-type': TYPES[kind] ?? 'application/octet-stream' };
  if (kind === '.html') {
    const nonce = newNonce();
    const body = Buffer.from(content.toString('utf8').replaceAll(NONCE_PLACE, nonce));
    return { status: 200, headers: { ...headers, 'content-security-policy': contentPolicy(nonce), 'cache-control': 'no-store' }, body };
  }
  // Names in assets/ carry a hash of their content.
  const kept = path.basename(path.dirname(file)) === 'assets' ? 'private, max-age=31536000, immutable' : 'no-cache';
  return {
    status: 200,
    headers: { ...headers, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'cache-control': kept },
    body: content,
  };
}

export function plainResponse(status: number, text: string): PageResponse {
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    },
    body: Buffer.from(text),
  };
}

const NOT_FOUND = plainResponse(404, 'Not found.\n');
const NOT_BUILT = plainResponse(503, 'DESK_PAGE_MISSING: The screen has not been built. Run npm run build:renderer.\n');

function isIndex(urlPath: string): boolean {
  return /^\/(index\.html)?([?#].*)?$/.test(urlPath);
}
