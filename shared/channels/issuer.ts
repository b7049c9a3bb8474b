import { z } from 'zod';

// What an issuer says of itself: OAuth 2.0 Authorization Server Metadata (RFC 8414) and OpenID Connect Discovery 1.0.

const ISSUER = /^(https:\/\/[^/?#@\s]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)(\/[^?#\s]*)?$/;
const address = z.string().max(1_000).regex(/^https:\/\/[^@\s]+$|^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?\//);
const metadataSchema = z.object({
  issuer: z.string().max(1_000),
  authorization_endpoint: address.optional(),
  token_endpoint: address,
  code_challenge_methods_supported: z.array(z.string().max(50)).optional(),
});

export interface IssuerMetadata {
  /** As the issuer calls itself: answers of a sign-in name it (RFC 9207). */
  readonly issuer: string;
  readonly authorizeUrl: string | undefined;
  readonly tokenUrl: string;
}

/** Where an issuer's description lies, in the order they are asked: behind the host as RFC 8414 says, behind the whole as OpenID Connect does. Empty: no issuer's address (https, or this machine). */
export function metadataAddresses(issuer: string): readonly string[] {
  const [, host, path = ''] = ISSUER.exec(issuer.trim()) ?? [];
  if (host === undefined) return [];
  const plain = path.replace(/\/+$/, '');
  return [`${host}/.well-known/oauth-authorization-server${plain}`, `${host}${plain}/.well-known/openid-configuration`];
}

/** What the description says; a text: why it does not count. It has to name the very issuer that was asked, else anybody could speak for it. */
export function readMetadata(issuer: string, body: unknown): IssuerMetadata | string {
  const read = metadataSchema.safeParse(body);
  if (!read.success) return 'it is no description of an issuer, or its addresses are not https';
  const { issuer: named, authorization_endpoint: authorizeUrl, token_endpoint: tokenUrl, code_challenge_methods_supported: methods } = read.data;
  if (plain(named) !== plain(issuer.trim())) return `it speaks for ${named.slice(0, 200)}`;
  if (methods !== undefined && !methods.includes('S256')) return 'it does not take PKCE with S256';
  return { issuer: named, authorizeUrl, tokenUrl };
}

const plain = (text: string): string => text.replace(/\/+$/, '');
