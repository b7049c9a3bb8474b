import { create } from 'zustand';
import type { Account } from '../../../shared/domain/account.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import { profileBar, type ProfileBar } from '../../../shared/domain/person-profile.ts';

/** C10: from whose profile is written, conversation by conversation; not there: from the conversation's own account. */
export const useSpeaker = create<{ readonly byId: Readonly<Record<string, string | undefined>> }>(() => ({ byId: {} }));

export const speakAs = (conversationId: string, accountId: string | undefined): void => useSpeaker.setState((state) => ({ byId: { ...state.byId, [conversationId]: accountId } }));
export const forgetSpeakers = (): void => useSpeaker.setState({ byId: {} });

export interface Speaker {
  readonly account: Account;
  /** Why it may not speak here yet: nobody was asked, a lead has not answered, or said no. */
  readonly bar: Extract<ProfileBar, 'ask' | 'asked' | 'refused'> | undefined;
}

/** Profiles this person may use in this conversation. */
export function speakersFor(accounts: Iterable<Account>, own: Account | undefined, conversation: Conversation | undefined, me: string): Speaker[] {
  if (conversation === undefined) return [];
  return [...accounts].flatMap((account): Speaker[] => {
    if (account.person === undefined) return [];
    const bar = profileBar(account, own, conversation, me);
    return bar === undefined || bar === 'ask' || bar === 'asked' || bar === 'refused' ? [{ account, bar }] : [];
  });
}
