import type { CredentialKind } from './descriptor.ts';

/** How an account with these settings signs in: as the channel says, or in the other way that its settings choose. */
export function credentialOf(credential: CredentialKind, settings: Readonly<Record<string, unknown>> | undefined): CredentialKind {
  const { instead } = credential;
  if (instead === undefined || settings?.[instead.setting] !== instead.is) return credential;
  const named = instead.scopesIn === undefined ? undefined : settings[instead.scopesIn];
  const scopes = typeof named === 'string' ? named.split(/\s+/).filter((name) => name !== '') : [];
  const why = instead.kind.scopes[0]?.why ?? { de: '', en: '' };
  return scopes.length === 0 ? instead.kind : { ...instead.kind, scopes: scopes.map((name) => ({ name, why })) };
}
