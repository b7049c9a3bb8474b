import { z } from 'zod';
import { FeedFailure } from '../ports.ts';
import type { ReadApi } from './read-api.ts';

const ruleSchema = z.object({ id: z.string().max(64), value: z.string().max(2_048), tag: z.string().max(2_048).optional() });
const listSchema = z.object({ data: z.array(ruleSchema).max(1_000).optional() });
const problemsSchema = z.object({ errors: z.array(z.object({ title: z.string().max(256).optional(), value: z.string().max(2_048).optional() })).max(1_000).optional() });

/** Rules of ours carry this in front of their tag: the app's stream may have others, and they stay. */
const OURS = 'leitstand:';
const CALL_TIMEOUT_MS = 20_000;

export interface Wanted {
  readonly group: string;
  readonly query: string;
}

export const tagOf = (account: string, group: string): string => `${OURS}${account}:${group}`;

/** The group of terms a rule of this account stands for. */
export function groupOf(account: string, tag: string | undefined): string | undefined {
  const ours = `${OURS}${account}:`;
  return tag?.startsWith(ours) === true ? tag.slice(ours.length) : undefined;
}

/** Makes the stream's rules of this account those that are wanted: missing ones are added before others are deleted, so that nothing is missed between. Throws FeedFailure. */
export async function syncRules(api: ReadApi, account: string, wanted: readonly Wanted[]): Promise<void> {
  const listed = listSchema.safeParse(await call(api, 'GET'));
  if (!listed.success) throw new FeedFailure('PLATFORM_ANSWER_UNREADABLE', 'the rules of the stream');
  const ours = (listed.data.data ?? []).filter(({ tag }) => groupOf(account, tag) !== undefined);
  const keyOf = (value: string, tag: string | undefined): string => `${tag ?? ''}\n${value}`;
  const there = new Set(ours.map(({ value, tag }) => keyOf(value, tag)));
  const should = new Map(wanted.map(({ group, query }) => [keyOf(query, tagOf(account, group)), { value: query, tag: tagOf(account, group) }]));
  const add = [...should].flatMap(([key, rule]) => (there.has(key) ? [] : [rule]));
  if (add.length > 0) {
    const problems = problemsSchema.safeParse(await call(api, 'POST', { add }));
    // A rule with the same words is there already, by somebody else of the app: then the stream brings it anyhow.
    const refused = problems.success ? (problems.data.errors ?? []).filter(({ title }) => title !== 'DuplicateRule') : [];
    if (refused.length > 0) throw new FeedFailure('TERMS_INVALID', `X refuses a rule: ${refused[0]?.title ?? ''} ${refused[0]?.value ?? ''}`.slice(0, 300));
  }
  const gone = ours.filter(({ value, tag }) => !should.has(keyOf(value, tag))).map(({ id }) => id);
  if (gone.length > 0) await call(api, 'POST', { delete: { ids: gone } });
}

async function call(api: ReadApi, method: 'GET' | 'POST', body?: object): Promise<unknown> {
  await api.spend?.('read');
  let response: Response;
  try {
    response = await fetch(new URL('/2/tweets/search/stream/rules', api.url), {
      method,
      headers: { authorization: `Bearer ${api.bearer}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.any([api.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    });
  } catch (error) {
    throw new FeedFailure('PLATFORM_UNREACHABLE', error instanceof Error ? error.message : String(error));
  }
  const read: unknown = await response.json().catch(() => undefined);
  if (response.status === 429) throw new FeedFailure('PLATFORM_RATE_LIMITED', 'the rules of the stream');
  if (response.status === 401 || response.status === 403) throw new FeedFailure('CREDENTIAL_REJECTED', `X answered ${response.status} to the rules of the stream`);
  // 400 names the rules it does not take.
  if (!response.ok && response.status !== 400) throw new FeedFailure('PLATFORM_UNREACHABLE', `X answered ${response.status}`);
  return read;
}
