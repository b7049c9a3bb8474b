import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFacebookConnector, createInstagramConnector } from '../../electron/main/channels/meta/connector.ts';
import { MetaPeer } from '../support/platforms/meta/peer.ts';
import { addSignIn, type SignInFacts } from '../support/platforms/meta/sign-in.ts';

let peer: MetaPeer;
let facts: SignInFacts;
let userToken: string;
beforeEach(async () => {
  peer = new MetaPeer();
  facts = {
    appId: '4711',
    appSecret: 'secret of the app',
    pages: [
      { id: '999', name: 'Another page', token: 'EAAGanother' },
      { id: '888', name: 'Read only', token: undefined },
      { id: peer.model.page.id, name: 'Musterkom', instagramId: peer.model.instagram.id, token: peer.token() },
    ],
    expiresAt: 0,
    dataAccessExpiresAt: 0,
  };
  ({ userToken } = addSignIn(peer.http, facts));
  await peer.http.listen();
});
afterEach(() => peer.close());

const target = (over: { remoteId?: string; credential?: object } = {}) => ({ accountHandle: 'musterkom', credential: JSON.stringify({ clientId: '4711', clientSecret: 'secret of the app', accessToken: userToken, ...over.credential }), settings: { remoteId: over.remoteId ?? peer.model.page.id, apiUrl: peer.url }, signal: AbortSignal.timeout(10_000) });

describe('META-12 a sign-in becomes the token of the page', () => {
  test('the person’s token is exchanged for a long one, that for the page’s own, and only that is kept', async () => {
    for (const [create, remoteId] of [[createFacebookConnector, peer.model.page.id], [createInstagramConnector, peer.model.instagram.id]] as const) {
      const connector = create(Date.now);
      const outcome = await connector.exchange?.(target({ remoteId }));
      if (outcome?.kind !== 'ready') throw new Error(JSON.stringify(outcome));
      expect(JSON.parse(outcome.credential)).toEqual({ clientId: '4711', clientSecret: 'secret of the app', accessToken: facts.pages[2]?.token });
      expect(await connector.check({ ...target({ remoteId }), credential: outcome.credential })).toMatchObject({ ok: true, scopes: ['pages_messaging'] });
      expect((await connector.check({ ...target({ remoteId }), credential: outcome.credential }) as { expiresAt?: number }).expiresAt, 'a page token does not run out').toBeUndefined();
    }
  });

  test('the sooner of its ends is told, and one that does not hold any more is refused', async () => {
    const credential = JSON.stringify({ clientId: '4711', clientSecret: 'secret of the app', accessToken: facts.pages[2]?.token });
    Object.assign(facts, { expiresAt: 1_900_000_000, dataAccessExpiresAt: 1_800_000_000 });
    expect(await createFacebookConnector(Date.now).check({ ...target(), credential })).toMatchObject({ ok: true, expiresAt: 1_800_000_000_000 });
    const other = peer.token();
    expect(await createFacebookConnector(Date.now).check({ ...target(), credential: JSON.stringify({ clientId: '4711', clientSecret: 'secret of the app', accessToken: other }) })).toMatchObject({ ok: false, code: 'CREDENTIAL_REJECTED' });
    // Without the app's own name nobody can ask; then the answer of the page counts.
    expect(await createFacebookConnector(Date.now).check({ ...target(), credential: JSON.stringify({ accessToken: other }) })).toMatchObject({ ok: true });
  });

  test('what goes wrong is said: a foreign page, no right to act, a wrong secret, a platform that is down', async () => {
    const connector = createFacebookConnector(Date.now);
    expect(await connector.exchange?.(target({ remoteId: '123' }))).toMatchObject({ kind: 'refused', code: 'CREDENTIAL_REJECTED', detail: expect.stringContaining('123') as string });
    expect(await connector.exchange?.(target({ remoteId: '888' }))).toMatchObject({ kind: 'refused', code: 'CREDENTIAL_REJECTED', detail: expect.stringContaining('Read only') as string });
    expect(await connector.exchange?.(target({ credential: { clientSecret: 'wrong' } }))).toMatchObject({ kind: 'refused', code: 'CREDENTIAL_REJECTED' });
    expect(await connector.exchange?.(target({ credential: { accessToken: '' } }))).toMatchObject({ kind: 'refused', code: 'CREDENTIAL_INVALID' });
    peer.http.fault({ kind: 'garbage200', route: 'GET /v23.0/oauth/access_token' });
    expect(await connector.exchange?.(target())).toMatchObject({ kind: 'refused', code: 'PLATFORM_UNREACHABLE' });
  });
});
