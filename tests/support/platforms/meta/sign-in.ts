// What a sign-in at Facebook gives, after "Get long-lived access tokens", "Page access tokens" and "Debug token" of the Graph API's public documents: a person's
// token of an hour, its long-lived form, the page's own token, and what is said of each. Not covered: the dialog itself, business managers, system users.
import { PeerRefusal, type PeerHttp, type PeerRequest } from '../peer-http.ts';

export interface SignInFacts {
  readonly appId: string;
  readonly appSecret: string;
  readonly pages: readonly { readonly id: string; readonly name: string; readonly instagramId?: string | undefined; /** undefined: the person may not act for it. */ readonly token: string | undefined }[];
  /** Seconds since 1970; 0: never. */
  expiresAt: number;
  dataAccessExpiresAt: number;
}

const oauthError = (message: string, code = 190): PeerRefusal => new PeerRefusal({ status: 400, body: { error: { message, type: 'OAuthException', code } } });
const tokenOf = ({ headers, query }: PeerRequest): string => query.get('access_token') ?? /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';

/** Adds the routes; gives the person's short-lived token. */
export function addSignIn(http: PeerHttp, facts: SignInFacts): { readonly userToken: string; readonly longToken: string } {
  const userToken = 'EAAGshort-of-a-person';
  const longToken = 'EAAGlong-of-a-person';
  http.first('GET', /^\/v23\.0\/oauth\/access_token$/, ({ query }) => {
    if (query.get('grant_type') !== 'fb_exchange_token') throw oauthError('Invalid grant_type', 100);
    if (query.get('client_id') !== facts.appId || query.get('client_secret') !== facts.appSecret) throw oauthError('Error validating client secret.', 1);
    if (query.get('fb_exchange_token') !== userToken) throw oauthError('Invalid OAuth access token.');
    return { status: 200, body: { access_token: longToken, token_type: 'bearer', expires_in: 5_183_944 } };
  });
  http.first('GET', /^\/v23\.0\/me\/accounts$/, (request) => {
    if (tokenOf(request) !== longToken) throw oauthError('Invalid OAuth access token.');
    const from = Number(request.query.get('after') ?? 0);
    // A page at a time, so that paging is needed.
    const shown = facts.pages.slice(from, from + 1);
    const isLast = from + 1 >= facts.pages.length;
    return { status: 200, body: { data: shown.map(({ id, name, token, instagramId }) => ({ id, name, ...(token === undefined ? {} : { access_token: token }), ...(instagramId === undefined ? {} : { instagram_business_account: { id: instagramId } }) })), paging: { cursors: { before: String(from), after: String(from + 1) }, ...(isLast ? {} : { next: 'https://graph.facebook.com/…' }) } } };
  });
  http.first('GET', /^\/v23\.0\/debug_token$/, (request) => {
    if (tokenOf(request) !== `${facts.appId}|${facts.appSecret}`) throw oauthError('Invalid OAuth access token signature.');
    const page = facts.pages.find(({ token }) => token !== undefined && token === request.query.get('input_token'));
    return { status: 200, body: { data: page === undefined ? { is_valid: false, scopes: [] } : { app_id: facts.appId, type: 'PAGE', is_valid: true, expires_at: facts.expiresAt, data_access_expires_at: facts.dataAccessExpiresAt, scopes: ['pages_messaging'], profile_id: page.id } } };
  });
  return { userToken, longToken };
}
