import type { Account } from '../domain/account.ts';
import type { Conversation } from '../domain/conversation.ts';
import { profileBar } from '../domain/person-profile.ts';
import type { FrozenReply } from '../domain/reply.ts';
import { refuse, type DecideContext, type Decision, type Facts } from './context.ts';

/** The account an answer goes out from: the conversation's own, or the named person's profile it asks for. */
export function speakerOf(facts: Facts, conversation: Conversation, frozen: FrozenReply, context: DecideContext): { readonly account: Account | undefined } | { readonly no: Decision } {
  const own = facts.get('account', conversation.accountId);
  if (frozen.asAccountId === undefined || frozen.asAccountId === conversation.accountId) return { account: own };
  const profile = facts.get('account', frozen.asAccountId);
  if (profile === undefined) return { no: refuse('NOT_FOUND', { field: 'frozen.asAccountId' }) };
  const bar = frozen.visibility === 'public' ? profileBar(profile, own, conversation, context.agentId) : 'notPublic';
  if (bar === 'ask' || bar === 'asked' || bar === 'refused') return { no: refuse('PROFILE_NOT_ALLOWED', { field: 'frozen.asAccountId', detail: bar }) };
  if (bar !== undefined) return { no: refuse('PROFILE_NOT_HERE', { field: 'frozen.asAccountId', detail: bar }) };
  const mark = profile.person?.mark ?? '';
  if (mark !== '' && frozen.parts.at(-1)?.trimEnd().endsWith(mark) !== true) return { no: refuse('INPUT_INVALID', { field: 'frozen.parts', detail: `It does not end with "${mark}".` }) };
  return { account: profile };
}
