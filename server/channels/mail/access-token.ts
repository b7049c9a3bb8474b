import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FeedFailure, type FeedKeep } from '../ports.ts';
import { tokenAddressOf } from './issuer.ts';

export interface TokenSource {
  /** Where tokens are given, or the issuer that says where. */
  readonly tokenUrl?: string | undefined;
  readonly issuer?: string | undefined;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** Absent: the program signs in as itself (client credentials), where the provider gives it this mailbox for reading. */
  readonly refreshToken?: string | undefined;
  readonly scope?: string | undefined;
}

const tokensSchema = z.object({ access_token: z.string().min(1).max(8_000), refresh_token: z.string().min(1).max(8_000).optional(), expires_in: z.number().min(0).optional() });
/** `from`: digest of the configured token it comes of. `asking`: it was presented and nobody knows yet what came of it. */
const keptSchema = z.object({ from: z.string(), refreshToken: z.string().min(1).max(8_000), asking: z.literal(true).optional() });
const KEPT = 'refresh';
const EARLY_MS = 60_000;
const CALL_MS = 20_000;
const REJECTED_WAIT_MS = 5 * 60_000;

/**
 * Access tokens of one mailbox, asked for when the one at hand runs out. A refresh token that the provider rotates is kept, sealed, over restarts: stored before it is
 * used. A crash in between leaves the one before, which is presented again; a provider that will not take it any more wants a new sign-in. A token newly configured goes before
 * what is kept. `keep` absent: kept while the server runs.
 */
export function accessTokens(source: TokenSource, now: () => number, keep?: FeedKeep): { get(): Promise<string>; refused(): void } {
  const from = source.refreshToken === undefined ? '' : createHash('sha256').update(source.refreshToken).digest('base64url');
  const kept = source.refreshToken === undefined ? undefined : readKept(keep?.get(KEPT), from);
  let held: { token: string; until: number } | undefined;
  let refreshToken = kept?.refreshToken ?? source.refreshToken;
  /** What the provider gave and the disk does not have yet: it is not used before. */
  let unstored: { token: string; refreshToken: string; until: number } | undefined;
  let { tokenUrl } = source;
  let wasAsking = kept?.asking === true;
  const store = (token: string, asking: boolean): void => keep?.set(KEPT, JSON.stringify({ from, refreshToken: token, ...(asking ? { asking: true } : {}) }));
  const take = (): string | undefined => {
    if (unstored === undefined) return undefined;
    store(unstored.refreshToken, false);
    const { token, until } = unstored;
    refreshToken = unstored.refreshToken;
    wasAsking = false;
    unstored = undefined;
    held = { token, until };
    return token;
  };
  const ask = async (): Promise<string> => {
    const late = take();
    if (late !== undefined && held !== undefined && held.until - EARLY_MS > now()) return late;
    tokenUrl ??= await tokenAddressOf(source.issuer ?? '');
    const { clientId, clientSecret, scope } = source;
    const grant: Record<string, string> = refreshToken === undefined ? { grant_type: 'client_credentials' } : { grant_type: 'refresh_token', refresh_token: refreshToken };
    if (refreshToken !== undefined) store(refreshToken, true);
    let status: number;
    let body: unknown;
    try {
      const response = await fetch(tokenUrl, {
        method: 'POST',
        redirect: 'manual',
        headers: { accept: 'application/json', ...(clientSecret === undefined ? {} : { authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}` }) },
        body: new URLSearchParams({ ...grant, client_id: clientId, ...(scope === undefined ? {} : { scope }) }),
        signal: AbortSignal.timeout(CALL_MS),
      });
      status = response.status;
      body = JSON.parse((await response.text()).slice(0, 100_000));
    } catch {
      throw new FeedFailure('PLATFORM_UNREACHABLE', 'the provider of the mailbox gives no token');
    }
    const tokens = status === 200 ? tokensSchema.safeParse(body) : undefined;
    if (tokens?.success !== true) {
      if (status === 400 || status === 401) throw new FeedFailure('CREDENTIAL_REJECTED', `the provider of the mailbox refused the sign-in (${status})${wasAsking ? ': the server stopped while it renewed' : ''}; it needs a new one`, REJECTED_WAIT_MS);
      throw new FeedFailure('PLATFORM_UNREACHABLE', `the provider of the mailbox answered ${status}`);
    }
    const { access_token: token, refresh_token: next, expires_in: seconds } = tokens.data;
    const until = seconds === undefined ? Number.POSITIVE_INFINITY : now() + seconds * 1_000;
    if (refreshToken === undefined) {
      held = { token, until };
      return token;
    }
    unstored = { token, refreshToken: next ?? refreshToken, until };
    return take() ?? token;
  };
  return {
    get: async () => (held !== undefined && held.until - EARLY_MS > now() ? held.token : ask()),
    refused: () => (held = undefined),
  };
}

function readKept(text: string | undefined, from: string): z.infer<typeof keptSchema> | undefined {
  try {
    const kept = keptSchema.safeParse(JSON.parse(text ?? 'null'));
    return kept.success && kept.data.from === from ? kept.data : undefined;
  } catch {
    return undefined;
  }
}
