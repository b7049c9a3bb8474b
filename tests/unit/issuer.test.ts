import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askIssuer } from '../../electron/main/accounts/issuer.ts';
import { beginSignIn } from '../../electron/main/accounts/oauth2.ts';
import { accessTokens } from '../../server/channels/mail/access-token.ts';
import { openFeedCursors } from '../../server/feeds/feed-cursors.ts';
import { metadataAddresses, readMetadata } from '../../shared/channels/issuer.ts';
import { OAuthServer } from '../support/oauth-server.ts';

let oauth: OAuthServer;
beforeAll(async () => {
  oauth = await OAuthServer.start('hilfe@firma.test');
});
afterAll(() => oauth.close());

describe('an issuer says itself where to sign in', () => {
  test('MAIL-10 its description is looked for behind the host, then behind the whole, and nowhere without https', () => {
    expect(metadataAddresses('https://login.example.org/tenant/v2.0/')).toEqual(['https://login.example.org/.well-known/oauth-authorization-server/tenant/v2.0', 'https://login.example.org/tenant/v2.0/.well-known/openid-configuration']);
    expect(['http://login.example.org', 'https://a@login.example.org', 'login.example.org', 'https://login.example.org/?x=1', 'file:///etc'].flatMap(metadataAddresses)).toEqual([]);
  });

  test('MAIL-10 it counts only where it speaks for the very issuer that was asked, over https, with PKCE', () => {
    const good = { issuer: 'https://login.example.org', authorization_endpoint: 'https://login.example.org/a', token_endpoint: 'https://login.example.org/t' };
    expect(readMetadata('https://login.example.org/', good)).toEqual({ issuer: 'https://login.example.org', authorizeUrl: 'https://login.example.org/a', tokenUrl: 'https://login.example.org/t' });
    expect(readMetadata('https://other.example.org', good)).toContain('speaks for');
    expect(readMetadata('https://login.example.org', { ...good, token_endpoint: 'http://login.example.org/t' })).toContain('https');
    expect(readMetadata('https://login.example.org', { ...good, code_challenge_methods_supported: ['plain'] })).toContain('S256');
    expect(readMetadata('https://login.example.org', ['nothing'])).toContain('no description');
  });

  test('MAIL-10 both places are asked, and what does not answer or answers for another is told apart', async () => {
    expect(await askIssuer(oauth.url)).toEqual({ issuer: oauth.url, authorizeUrl: `${oauth.url}/authorize`, tokenUrl: `${oauth.url}/token` });
    expect((await askIssuer(`${oauth.url}/tenant`)).issuer).toBe(`${oauth.url}/tenant`);
    await expect(askIssuer(`${oauth.url}/nobody`)).rejects.toMatchObject({ code: 'INPUT_INVALID', detail: expect.stringContaining('404') as string });
    await expect(askIssuer('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' });
    oauth.claims = 'https://somebody.example.org';
    await expect(askIssuer(oauth.url)).rejects.toMatchObject({ code: 'INPUT_INVALID', detail: expect.stringContaining('somebody') as string });
    oauth.claims = undefined;
  });

  test('MAIL-10 an answer that names another issuer is not exchanged', async () => {
    const begin = () => beginSignIn({ authorizeUrl: `${oauth.url}/authorize`, tokenUrl: `${oauth.url}/token`, issuer: oauth.url, clientId: 'leitstand', scopes: ['mail.read'], now: () => 0 });
    const good = await begin();
    await oauth.consent(good.url);
    expect((await good.done).refreshToken).toMatch(/^rt-/);
    oauth.claims = `${oauth.url}/tenant`;
    const other = await begin();
    await oauth.consent(other.url);
    await expect(other.done).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
    oauth.claims = undefined;
  });
});

describe('the refresh token of a mailbox the server reads', () => {
  const KEY = new Uint8Array(32).fill(7);
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'leitstand-kept-'));
    file = path.join(folder, 'feeds.db');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const source = (refreshToken: string) => ({ issuer: oauth.url, clientId: 'leitstand', refreshToken });

  test('MAIL-11 what the provider rotates is sealed on disk before it is used, and goes on after a restart', async () => {
    const configured = oauth.grant();
    const first = openFeedCursors(file, KEY);
    const keep = first.keepOf?.('mail\nhilfe');
    await accessTokens(source(configured), () => 0, keep).get();
    const after = JSON.parse(keep?.get('refresh') ?? '{}') as { refreshToken: string; asking?: boolean };
    expect([after.refreshToken === configured, after.asking]).toEqual([false, undefined]);
    first.close();
    expect(readFileSync(file).includes(after.refreshToken), 'not in clear').toBe(false);
    const again = openFeedCursors(file, KEY);
    expect(again.keepOf?.('mail\nanother').get('refresh')).toBeUndefined();
    // The configured one is used up: only who goes on with the kept one gets in.
    await accessTokens(source(configured), () => 0, again.keepOf?.('mail\nhilfe')).get();
    await expect(accessTokens(source(configured), () => 0).get()).rejects.toMatchObject({ code: 'CREDENTIAL_REJECTED' });
    // A new sign-in in the configuration goes before what is kept.
    const anew = oauth.grant();
    await accessTokens(source(anew), () => 0, again.keepOf?.('mail\nhilfe')).get();
    again.close();
    const otherKey = openFeedCursors(file, new Uint8Array(32).fill(8));
    expect(otherKey.keepOf?.('mail\nhilfe').get('refresh')).toBeUndefined();
    otherKey.close();
  });

  test('MAIL-11 stopped between the provider and the disk: the one before is presented again, and a provider that will not is said so', async () => {
    const memory = new Map<string, string>();
    const keep = { get: (name: string) => memory.get(name), set: (name: string, value: string) => void memory.set(name, value) };
    const configured = oauth.grant();
    oauth.http.fault({ kind: 'closeAfterEffect', route: 'POST /token' });
    await expect(accessTokens(source(configured), () => 0, keep).get()).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' });
    expect(JSON.parse(memory.get('refresh') ?? '{}')).toMatchObject({ refreshToken: configured, asking: true });
    await expect(accessTokens(source(configured), () => 0, keep).get()).rejects.toMatchObject({ code: 'CREDENTIAL_REJECTED', message: expect.stringContaining('stopped while it renewed') as string });
    // A provider that allows the same again for a while: nothing is lost.
    oauth.mayRepeat = true;
    expect(await accessTokens(source(configured), () => 0, keep).get()).toMatch(/^at-/);
    oauth.mayRepeat = false;
    expect(JSON.parse(memory.get('refresh') ?? '{}')).not.toHaveProperty('asking');
  });

  test('MAIL-11 a disk that does not take it: the new token is not used, and is stored before the provider is asked again', async () => {
    const memory = new Map<string, string>();
    let writes = 0;
    const keep = { get: (name: string) => memory.get(name), set: (name: string, value: string) => { writes += 1; if (writes === 2) throw new Error('the disk is full'); memory.set(name, value); } };
    const tokens = accessTokens(source(oauth.grant()), () => 0, keep);
    const before = oauth.refreshes;
    await expect(tokens.get()).rejects.toThrow('full');
    expect(await tokens.get()).toMatch(/^at-/);
    expect(oauth.refreshes).toBe(before + 1);
    expect(await accessTokens(source('another'), () => 0, keep).get().catch((error: { code: string }) => error.code)).toBe('CREDENTIAL_REJECTED');
  });
});
