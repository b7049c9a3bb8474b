import { z } from 'zod';
import { FeedFailure } from '../ports.ts';

export interface TokenSource {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** Absent: the program signs in as itself (client credentials), where the provider gives it this mailbox for reading. */
  readonly refreshToken?: string | undefined;
  readonly scope?: string | undefined;
}

const tokensSchema = z.object({ access_token: z.string().min(1).max(8_000), refresh_token: z.string().min(1).max(8_000).optional(), expires_in: z.number().min(0).optional() });
const EARLY_MS = 60_000;
const CALL_MS = 20_000;
const REJECTED_WAIT_MS = 5 * 60_000;

/** Access tokens of one mailbox, asked for when the one at hand runs out. A refresh token that the provider rotates is kept while the server runs. */
export function accessTokens(source: TokenSource, now: () => number): { get(): Promise<string>; refused(): void } {
  let held: { token: string; until: number } | undefined;
  let { refreshToken } = source;
  const ask = async (): Promise<string> => {
    const { tokenUrl, clientId, clientSecret, scope } = source;
    const grant: Record<string, string> = refreshToken === undefined ? { grant_type: 'client_credentials' } : { grant_type: 'refresh_token', refresh_token: refreshToken };
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
      if (status === 400 || status === 401) throw new FeedFailure('CREDENTIAL_REJECTED', `the provider of the mailbox refused the sign-in (${status})`, REJECTED_WAIT_MS);
      throw new FeedFailure('PLATFORM_UNREACHABLE', `the provider of the mailbox answered ${status}`);
    }
    const { access_token: token, refresh_token: next, expires_in: seconds } = tokens.data;
    refreshToken = next ?? refreshToken;
    held = { token, until: seconds === undefined ? Number.POSITIVE_INFINITY : now() + seconds * 1_000 };
    return token;
  };
  return {
    get: async () => (held !== undefined && held.until - EARLY_MS > now() ? held.token : ask()),
    refused: () => (held = undefined),
  };
}
