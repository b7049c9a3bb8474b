import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { roleSchema } from '../../shared/domain/agent.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { deriveKey } from '../storage/master-key.ts';

const claimsSchema = z.strictObject({
  userId: z.string(),
  agentId: z.string(),
  role: roleSchema,
  sessionId: z.string(),
  issuedAt: z.number().int(),
  expiresAt: z.number().int(),
});
export type AccessClaims = z.infer<typeof claimsSchema>;

/** The only header there is: it is compared, never believed. */
const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'leitstand-access' })).toString('base64url');
const MAX_TOKEN_LENGTH = 2048;

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Makes and reads the two kinds of token. Both are signed; what a refresh token is worth stands in the session. */
export class TokenMaker {
  readonly #accessKey: Buffer;
  readonly #refreshKey: Buffer;

  /** `masterKey`: 32 bytes; the signing keys are derived from it, so tokens outlive a restart. */
  constructor(masterKey: Uint8Array) {
    this.#accessKey = deriveKey(masterKey, 'access tokens');
    this.#refreshKey = deriveKey(masterKey, 'refresh tokens');
  }

  access(claims: AccessClaims): string {
    const signed = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${signed}.${this.#mac(this.#accessKey, signed)}`;
  }

  /** AUTH_TOKEN_INVALID for anything this server did not sign, AUTH_TOKEN_EXPIRED from `expiresAt` on. */
  readAccess(token: string, now: number): AccessClaims {
    const [header, payload, mac, ...rest] = token.length > MAX_TOKEN_LENGTH ? [] : token.split('.');
    if (header !== HEADER || payload === undefined || mac === undefined || rest.length > 0) throw new CodedError('AUTH_TOKEN_INVALID');
    if (!sameText(mac, this.#mac(this.#accessKey, `${header}.${payload}`))) throw new CodedError('AUTH_TOKEN_INVALID');
    const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    if (!claims.success) throw new CodedError('AUTH_TOKEN_INVALID');
    if (now >= claims.data.expiresAt) throw new CodedError('AUTH_TOKEN_EXPIRED');
    return claims.data;
  }

  /** `secret`: unpredictable, 32 bytes. */
  refresh(sessionId: string, secret: Uint8Array): string {
    const signed = `${sessionId}.${Buffer.from(secret).toString('base64url')}`;
    return `${signed}.${this.#mac(this.#refreshKey, signed)}`;
  }

  /** The session a refresh token belongs to. The signature says it was once given out, so one that is no longer current was used twice. */
  readRefresh(token: string): { sessionId: string; hash: string } {
    const [sessionId, secret, mac, ...rest] = token.length > MAX_TOKEN_LENGTH ? [] : token.split('.');
    if (sessionId === undefined || secret === undefined || mac === undefined || rest.length > 0)
      throw new CodedError('AUTH_REFRESH_INVALID');
    if (!sameText(mac, this.#mac(this.#refreshKey, `${sessionId}.${secret}`))) throw new CodedError('AUTH_REFRESH_INVALID');
    return { sessionId, hash: hashOf(token) };
  }

  #mac(key: Buffer, text: string): string {
    return createHmac('sha256', key).update(text).digest('base64url');
  }
}

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
