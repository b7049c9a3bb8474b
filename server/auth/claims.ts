import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Role } from '../../shared/domain/agent.ts';
import { CodedError } from '../../shared/util/errors.ts';

/** What the provider's word means here. */
export interface ClaimRules {
  /** Where the names of roles stand; a dot goes one deeper (`realm_access.roles`). */
  readonly rolesClaim: string;
  readonly roles: Readonly<Record<string, Role>>;
  readonly teamsClaim: string;
  /** Empty: teams are the center's own business. */
  readonly teams: Readonly<Record<string, string>>;
}

/** Who came from the provider, in our words. */
export interface Person {
  /** Issuer and subject: the only thing that names this person for good. */
  readonly subject: string;
  readonly name: string;
  /** What they sign in with there; for people to read. */
  readonly login: string;
  readonly role: Role;
  /** Undefined: the provider says nothing of teams. */
  readonly teamIds: readonly string[] | undefined;
}

const baseSchema = z.object({ iss: z.string().min(1).max(1_000), sub: z.string().min(1).max(255), name: z.string().max(500).optional(), preferred_username: z.string().max(255).optional(), email: z.string().max(320).optional() });
const RANK: Readonly<Record<Role, number>> = { agent: 0, supervisor: 1, admin: 2 };

/** Reads the claims of a verified token. Throws AUTH_NO_ROLE where none of the names given there means a role here, OIDC_REFUSED for claims of no form. */
export function personOf(claims: unknown, rules: ClaimRules): Person {
  const base = baseSchema.safeParse(claims);
  if (!base.success) throw new CodedError('OIDC_REFUSED', { detail: `The claim ${base.error.issues[0]?.path.join('.') ?? ''} is missing or wrong.` });
  const { iss, sub, name, preferred_username: user, email } = base.data;
  const roles = textsAt(claims, rules.rolesClaim).flatMap((one) => (Object.hasOwn(rules.roles, one) ? [rules.roles[one] as Role] : []));
  const [role] = roles.toSorted((a, b) => RANK[b] - RANK[a]);
  if (role === undefined) throw new CodedError('AUTH_NO_ROLE');
  const teams = Object.keys(rules.teams).length === 0 ? undefined : textsAt(claims, rules.teamsClaim).flatMap((one) => (Object.hasOwn(rules.teams, one) ? [rules.teams[one] as string] : []));
  const login = plain(user ?? email ?? sub).slice(0, 120);
  return { subject: `${iss}\n${sub}`, login: login === '' ? sub : login, name: plain(name ?? user ?? email ?? sub).slice(0, 120) || sub.slice(0, 120), role, teamIds: teams === undefined ? undefined : [...new Set(teams)].toSorted() };
}

/** The agent a newcomer becomes: the same one for the same person, whatever they are called later. */
export function agentIdOf(subject: string): string {
  return `sso-${createHash('sha256').update(subject).digest('hex').slice(0, 24)}`;
}

/** Two or three capital letters or digits for a signature, best first; without end. */
export function* initialsFor(name: string): Generator<string> {
  const words = name.toUpperCase().split(/[^\p{Lu}\d]+/u).filter((word) => word !== '');
  const [first = 'X', ...rest] = words;
  const last = rest.at(-1) ?? first.slice(1);
  if (last !== '') yield `${first[0]}${last[0]}`;
  if (last.length > 1) yield `${first[0]}${last.slice(0, 2)}`;
  if (first.length > 1 && last !== '') yield `${first.slice(0, 2)}${last[0]}`;
  for (let i = 1; ; i += 1) yield i < 100 ? `${first[0]}${String(i).padStart(2, '0')}` : i.toString(36).toUpperCase().padStart(3, '0').slice(-3);
}

const plain = (text: string): string => text.normalize('NFKC').replace(/[\p{Cc}\p{Cf}]/gu, '').trim();

/** The texts at a claim: one text, or a list of them. Own fields only. */
function textsAt(claims: unknown, path: string): readonly string[] {
  let at: unknown = claims;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return [];
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === 'string' ? [at] : Array.isArray(at) ? at.filter((one): one is string => typeof one === 'string').slice(0, 1_000) : [];
}
