import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { OAuthClient } from '../support/oauth-client.ts';
import { SandboxClient } from '../support/sandbox-client.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'leitstand-oauth-'));
let sandbox: Sandbox;
let operator: SandboxClient;
let oauth: OAuthClient;
let now = Date.now();
const start = async (): Promise<void> => {
  sandbox = await startSandbox({ dataDir, now: () => now });
  operator = new SandboxClient(sandbox.url, sandbox.token);
  oauth = new OAuthClient(sandbox.url);
};

beforeAll(async () => {
  await start();
  for (const handle of ['brand_one', 'brand_two']) await operator.ok('POST', '/accounts', { handle, displayName: `<b>${handle}</b>`, kind: 'brand' });
  await operator.ok('POST', '/accounts', { handle: 'person_one', displayName: 'P', kind: 'person' });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const post = (token: string, author = 'brand_one'): Promise<number> => fetch(`${sandbox.url}/api/v1/posts`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ author, text: 'Hallo' }) }).then((answer) => answer.status);

describe('the authorization server of the Probeplattform', () => {
  test('code with PKCE over a loopback redirect: the page asks, the account is bound, the token writes for it alone', async () => {
    const { verifier, challenge } = oauth.pair();
    const page = await oauth.authorize({ code_challenge: challenge, login_hint: 'brand_two' });
    const html = await page.clone().text();
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(html).toContain('value="brand_two" selected');
    expect(html).not.toContain('<b>brand');
    expect(html).not.toContain('person_one');
    const back = await oauth.decide(page, 'brand_one');
    expect(`${back.origin}${back.pathname}`).toBe(oauth.redirectUri);
    expect(back.searchParams.get('state')).toBe('s1');
    expect(back.searchParams.get('iss')).toBe(sandbox.url);
    const given = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: oauth.redirectUri };
    expect((await oauth.token({ ...given, code_verifier: oauth.pair().verifier })).body.error).toBe('invalid_grant');
    expect((await oauth.token({ ...given, redirect_uri: 'http://127.0.0.1:1/x', code_verifier: verifier })).body.error).toBe('invalid_grant');
    const { status, body } = await oauth.token({ ...given, code_verifier: verifier });
    expect(status).toBe(200);
    expect(await post(body.access_token)).toBe(201);
    expect(await post(body.access_token, 'brand_two')).toBe(403);
    // A code is good once: presented again it ends what came of it.
    expect((await oauth.token({ ...given, code_verifier: verifier })).body.error).toBe('invalid_grant');
    expect(await post(body.access_token)).toBe(401);
  });

  test('what is not allowed: no PKCE or plain, foreign redirect, unknown client or scope, denied, run out', async () => {
    const { verifier, challenge } = oauth.pair();
    for (const bad of [{ code_challenge: undefined }, { code_challenge: challenge, code_challenge_method: 'plain' }, { code_challenge: 'short' }]) expect((await oauth.authorize(bad)).headers.get('location')).toContain('error=invalid_request');
    for (const bad of [{ redirect_uri: 'https://evil.example/x' }, { redirect_uri: 'http://127.0.0.1.evil.example:80/x' }, { redirect_uri: 'http://127.0.0.1:80@evil.example/' }, { client_id: 'other' }]) {
      const answer = await oauth.authorize({ code_challenge: challenge, ...bad });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
    expect((await oauth.authorize({ code_challenge: challenge, scope: 'admin' })).headers.get('location')).toContain('error=invalid_scope');
    expect((await oauth.decide(await oauth.authorize({ code_challenge: challenge }), 'brand_one', 'deny')).searchParams.get('error')).toBe('access_denied');
    expect((await oauth.decide(await oauth.authorize({ code_challenge: challenge }), 'person_one')).searchParams.get('error')).toBe('access_denied');
    const late = await oauth.decide(await oauth.authorize({ code_challenge: challenge }), 'brand_one');
    now += 60_001;
    expect((await oauth.token({ grant_type: 'authorization_code', code: late.searchParams.get('code') ?? '', redirect_uri: oauth.redirectUri, code_verifier: verifier })).body.error).toBe('invalid_grant');
  });

  test('access tokens end, refresh tokens rotate, and a stolen one that comes back ends the family', async () => {
    const first = await oauth.signIn('brand_one');
    now += first.expires_in * 1000 + 1;
    expect(await post(first.access_token)).toBe(401);
    const second = (await oauth.refresh(first.refresh_token)).body;
    expect(await post(second.access_token)).toBe(201);
    expect((await oauth.refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    expect(await post(second.access_token), 'the reuse ended the family').toBe(401);
    expect((await oauth.refresh(second.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('who lost the answer may ask once more with the token before: within the grace, while its successor was never used', async () => {
    const first = await oauth.signIn('brand_one');
    const lost = (await oauth.refresh(first.refresh_token)).body;
    const again = (await oauth.refresh(first.refresh_token)).body;
    expect(await post(lost.access_token), 'only the newest counts').toBe(401);
    expect(await post(again.access_token)).toBe(201);
    const other = await oauth.signIn('brand_two');
    await oauth.refresh(other.refresh_token);
    now += 60_001;
    expect((await oauth.refresh(other.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('a restart forgets nothing, the journal holds no token, the operator ends all sign-ins of an account', async () => {
    const first = await oauth.signIn('brand_one');
    await sandbox.close();
    await start();
    expect(await post(first.access_token)).toBe(201);
    const journal = readFileSync(join(dataDir, 'journal.jsonl'), 'utf8');
    for (const token of [first.access_token, first.refresh_token]) expect(journal).not.toContain(token);
    expect((await operator.ok<{ ended: number }>('DELETE', '/accounts/brand_one/sign-ins')).ended).toBeGreaterThan(0);
    expect(await post(first.access_token)).toBe(401);
    await fetch(`${sandbox.url}/oauth/revoke`, { method: 'POST', body: new URLSearchParams({ token: 'nobody knows it' }) });
  });

  test('metadata says all that (RFC 8414)', async () => {
    const metadata = (await (await fetch(`${sandbox.url}/.well-known/oauth-authorization-server`)).json()) as Record<string, unknown>;
    expect(metadata).toMatchObject({ issuer: sandbox.url, code_challenge_methods_supported: ['S256'], token_endpoint: `${sandbox.url}/oauth/token` });
  });
});
