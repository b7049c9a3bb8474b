import { z } from 'zod';
import { CodedError } from '../../../shared/util/errors.ts';
import { secureUrl } from './secure-url.ts';

export interface ClientName {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
}

const namedSchema = z.object({ client_id: z.string().min(1).max(500), client_secret: z.string().min(1).max(500).optional() });
const CALL_MS = 20_000;

/** Has the platform give this desk a name for one sign-in (Mastodon's `POST /api/v1/apps`). Throws PLATFORM_UNREACHABLE, SIGN_IN_REFUSED. */
export async function registerClient({ url, redirectUri, scopes }: { readonly url: string; readonly redirectUri: string; readonly scopes: readonly string[] }): Promise<ClientName> {
  let body: unknown;
  let status: number;
  try {
    const response = await fetch(secureUrl(url), { method: 'POST', redirect: 'manual', headers: { accept: 'application/json', 'content-type': 'application/json' }, body: JSON.stringify({ client_name: 'Leitstand', redirect_uris: redirectUri, scopes: scopes.join(' ') }), signal: AbortSignal.timeout(CALL_MS) });
    status = response.status;
    body = JSON.parse((await response.text()).slice(0, 100_000));
  } catch (cause) {
    throw new CodedError('PLATFORM_UNREACHABLE', { detail: 'the instance gave this desk no name', cause });
  }
  const named = status === 200 ? namedSchema.safeParse(body) : undefined;
  if (named?.success !== true) throw new CodedError('SIGN_IN_REFUSED', { detail: `the instance answered ${status}` });
  return { clientId: named.data.client_id, ...(named.data.client_secret === undefined ? {} : { clientSecret: named.data.client_secret }) };
}
