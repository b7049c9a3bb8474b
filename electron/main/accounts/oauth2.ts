import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CodedError } from '../../../shared/util/errors.ts';
import { openLoopback } from './loopback.ts';
import type { ClientName } from './register-client.ts';
import { secureUrl } from './secure-url.ts';

/** Our name where the platform's operator has not given us another. */
export const OWN_CLIENT_ID = 'leitstand-desk';
const WAIT_MS = 5 * 60_000;
const EXCHANGE_MS = 20_000;

export interface SignInRequest {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  /** As the issuer calls itself, where it was asked. */
  readonly issuer?: string | undefined;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly scopes: readonly string[];
  /** Has the platform name this desk for the sign-in's own redirect, instead of `clientId`. */
  readonly register?: ((redirectUri: string) => Promise<ClientName>) | undefined;
  /** The account that is meant, where the platform wants to preselect it. */
  readonly loginHint?: string | undefined;
  readonly now: () => number;
}

export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly expiresAt?: number | undefined;
}

export interface SignInUnderWay {
  /** For the system's browser. Holds nothing that must be kept secret. */
  readonly url: string;
  /** Rejects with SIGN_IN_TIMEOUT, SIGN_IN_REFUSED or PLATFORM_UNREACHABLE. */
  readonly done: Promise<SignedIn>;
  cancel(): void;
}

const tokensSchema = z.object({ access_token: z.string().min(1).max(8_000), refresh_token: z.string().min(1).max(8_000).optional(), expires_in: z.number().min(0).optional() });
const refusalSchema = z.object({ error: z.string().max(100), error_description: z.string().max(500).optional() });

/** Authorization code with PKCE (S256) and a loopback redirect. Throws INPUT_INVALID for addresses a browser must not be sent to. */
export async function beginSignIn(given: SignInRequest): Promise<SignInUnderWay> {
  const authorize = secureUrl(given.authorizeUrl);
  secureUrl(given.tokenUrl);
  const state = randomBytes(16).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const loopback = await openLoopback(state);
  const request = await named(given, loopback.redirectUri).catch((error: unknown) => {
    loopback.close();
    throw error;
  });
  const query = { response_type: 'code', client_id: request.clientId, redirect_uri: loopback.redirectUri, scope: request.scopes.join(' '), state, code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...(request.loginHint === undefined ? {} : { login_hint: request.loginHint }) };
  for (const [name, value] of Object.entries(query)) authorize.searchParams.set(name, value);
  let cancel: (code: 'SIGN_IN_TIMEOUT' | 'SIGN_IN_REFUSED') => void = () => undefined;
  const ended = new Promise<never>((_, reject) => (cancel = (code) => reject(new CodedError(code))));
  const timer = setTimeout(() => cancel('SIGN_IN_TIMEOUT'), WAIT_MS);
  timer.unref();
  const run = async (): Promise<SignedIn> => {
    const answer = await Promise.race([loopback.answer, ended]);
    const code = answer.get('code');
    // RFC 9207: an answer of another server is not exchanged here.
    const issuer = answer.get('iss');
    const isOther = request.issuer === undefined ? (text: string) => !URL.canParse(text) || new URL(text).origin !== authorize.origin : (text: string) => text !== request.issuer;
    if (issuer !== null && isOther(issuer)) throw new CodedError('SIGN_IN_REFUSED', { detail: 'The answer came from another server.' });
    if (code === null) throw new CodedError('SIGN_IN_REFUSED', { detail: plain(answer.get('error_description') ?? answer.get('error') ?? '') });
    return exchange(request, { grant_type: 'authorization_code', code, redirect_uri: loopback.redirectUri, code_verifier: verifier });
  };
  const done = run().finally(() => {
    clearTimeout(timer);
    loopback.close();
  });
  done.catch(() => undefined);
  return { url: authorize.href, done, cancel: () => cancel('SIGN_IN_REFUSED') };
}

async function named(request: SignInRequest, redirectUri: string): Promise<SignInRequest> {
  return request.register === undefined ? request : { ...request, ...(await request.register(redirectUri)) };
}

async function exchange({ tokenUrl, clientId, clientSecret, now }: SignInRequest, values: Record<string, string>): Promise<SignedIn> {
  const askedAt = now();
  let body: unknown;
  let status: number;
  try {
    const response = await fetch(tokenUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'application/json', ...(clientSecret === undefined || clientSecret === '' ? {} : { authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}` }) },
      body: new URLSearchParams({ ...values, client_id: clientId }),
      signal: AbortSignal.timeout(EXCHANGE_MS),
    });
    status = response.status;
    body = JSON.parse((await response.text()).slice(0, 100_000));
  } catch {
    throw new CodedError('PLATFORM_UNREACHABLE', { detail: 'the sign-in could not be finished' });
  }
  const tokens = tokensSchema.safeParse(body);
  if (status === 200 && tokens.success) {
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = tokens.data;
    return { accessToken, refreshToken, ...(seconds === undefined ? {} : { expiresAt: askedAt + Math.floor(seconds) * 1000 }) };
  }
  const refusal = refusalSchema.safeParse(body);
  throw new CodedError('SIGN_IN_REFUSED', { detail: refusal.success ? plain(refusal.data.error_description ?? refusal.data.error) : `the platform answered ${status}` });
}

const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 300);
