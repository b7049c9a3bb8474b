import { z } from 'zod';
import { httpCall, type HttpAnswer } from '../http-port.ts';
import type { ExchangeOutcome, OutboundTarget } from '../ports.ts';
import { errorOf } from './api.ts';

const VERSION = 'v23.0';
const signInSchema = z.object({ accessToken: z.string().min(1).max(4_000), clientId: z.string().min(1).max(100), clientSecret: z.string().min(1).max(200) });
const settingsSchema = z.object({ remoteId: z.string().regex(/^\d{1,32}$/), apiUrl: z.url({ protocol: /^https?$/ }).optional() });
const longLivedSchema = z.object({ access_token: z.string().min(1).max(4_000), expires_in: z.number().min(0).optional() });
const pagesSchema = z.object({ data: z.array(z.object({ id: z.string(), name: z.string().optional(), access_token: z.string().min(1).max(4_000).optional(), instagram_business_account: z.object({ id: z.string() }).optional() })), paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional() });
const debugSchema = z.object({ data: z.object({ is_valid: z.boolean(), expires_at: z.number().min(0).optional(), data_access_expires_at: z.number().min(0).optional(), scopes: z.array(z.string()).optional() }) });
const MOST_PAGES_OF_PAGES = 20;

/**
 * What a person's sign-in gives lives an hour and speaks for the person. It is exchanged for a long-lived one, and that for the token of the page that the account
 * names (an Instagram account's is that of its page), which does not run out. The person's tokens are kept nowhere.
 */
export async function pageTokenOf(target: OutboundTarget & { readonly signal: AbortSignal }): Promise<ExchangeOutcome> {
  const given = readSignIn(target);
  if (given === undefined) return { kind: 'refused', code: 'CREDENTIAL_INVALID', detail: 'the sign-in or the settings cannot be read' };
  const { accessToken, clientId, clientSecret, remoteId, base } = given;
  const ask = (path: string, query: Readonly<Record<string, string>>, token?: string): Promise<HttpAnswer> => {
    const url = new URL(`/${VERSION}${path}`, base);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return httpCall({ method: 'GET', url, headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, signal: target.signal });
  };
  const longer = await ask('/oauth/access_token', { grant_type: 'fb_exchange_token', client_id: clientId, client_secret: clientSecret, fb_exchange_token: accessToken });
  const user = longer.kind === 'answer' && longer.status === 200 ? longLivedSchema.safeParse(longer.body) : undefined;
  if (user?.success !== true) return refused(longer);
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES_OF_PAGES; page += 1) {
    const answer = await ask('/me/accounts', { fields: 'id,name,access_token,instagram_business_account{id}', limit: '100', ...(after === undefined ? {} : { after }) }, user.data.access_token);
    const pages = answer.kind === 'answer' && answer.status === 200 ? pagesSchema.safeParse(answer.body) : undefined;
    if (pages?.success !== true) return refused(answer);
    const own = pages.data.data.find(({ id, instagram_business_account: instagram }) => id === remoteId || instagram?.id === remoteId);
    if (own?.access_token !== undefined) return { kind: 'ready', credential: JSON.stringify({ clientId, clientSecret, accessToken: own.access_token }) };
    if (own !== undefined) return { kind: 'refused', code: 'CREDENTIAL_REJECTED', detail: `this person may not act for the page ${own.name ?? own.id}` };
    after = pages.data.paging?.next === undefined ? undefined : pages.data.paging.cursors?.after;
    if (after === undefined) break;
  }
  return { kind: 'refused', code: 'CREDENTIAL_REJECTED', detail: `none of this person's pages is ${remoteId}` };
}

export type TokenHealth = { readonly kind: 'valid'; readonly expiresAt?: number | undefined; readonly scopes?: readonly string[] | undefined } | { readonly kind: 'invalid' } | { readonly kind: 'unknown' };

/** What the platform itself says of a token: whether it holds, and until when (the token, or the leave to read data, whichever is sooner). */
export async function tokenHealth(target: OutboundTarget & { readonly signal: AbortSignal }): Promise<TokenHealth> {
  const given = readSignIn(target);
  if (given === undefined) return { kind: 'unknown' };
  const url = new URL(`/${VERSION}/debug_token`, given.base);
  url.searchParams.set('input_token', given.accessToken);
  const answer = await httpCall({ method: 'GET', url, headers: { authorization: `Bearer ${given.clientId}|${given.clientSecret}` }, signal: target.signal });
  const read = answer.kind === 'answer' && answer.status === 200 ? debugSchema.safeParse(answer.body) : undefined;
  if (read?.success !== true) return { kind: 'unknown' };
  if (!read.data.data.is_valid) return { kind: 'invalid' };
  // 0: never.
  const ends = [read.data.data.expires_at, read.data.data.data_access_expires_at].filter((seconds): seconds is number => seconds !== undefined && seconds > 0);
  return { kind: 'valid', ...(ends.length === 0 ? {} : { expiresAt: Math.min(...ends) * 1_000 }), ...(read.data.data.scopes === undefined ? {} : { scopes: read.data.data.scopes }) };
}

function readSignIn({ credential, settings }: OutboundTarget): (z.infer<typeof signInSchema> & { readonly remoteId: string; readonly base: string }) | undefined {
  try {
    const { remoteId, apiUrl } = settingsSchema.parse(settings ?? {});
    return { ...signInSchema.parse(JSON.parse(credential)), remoteId, base: apiUrl ?? 'https://graph.facebook.com' };
  } catch {
    return undefined;
  }
}

function refused(answer: HttpAnswer): ExchangeOutcome {
  if (answer.kind !== 'answer') return { kind: 'refused', code: 'PLATFORM_UNREACHABLE', detail: answer.detail };
  const said = errorOf(answer);
  return { kind: 'refused', code: said === undefined || answer.status >= 500 ? 'PLATFORM_UNREACHABLE' : 'CREDENTIAL_REJECTED', detail: said?.detail ?? `the platform answered ${answer.status}` };
}
