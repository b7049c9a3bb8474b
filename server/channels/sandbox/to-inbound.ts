import type { ChannelName } from '../../../shared/domain/channel.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import type { SandboxEvent, SandboxPost } from './wire.ts';

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** One event of the platform as messages of a channel: one per brand account it concerns. */
export function toInbound(channel: ChannelName, event: SandboxEvent): InboundMessage[] {
  return event.accounts.flatMap((account) => forAccount(channel, account, event));
}

function forAccount(channel: ChannelName, account: string, event: SandboxEvent): InboundMessage[] {
  const { post } = event;
  const common = { v: 1, channel, account, remoteId: post.id } as const;
  const deletion: InboundMessage = { ...common, kind: 'deletion', deletedAt: post.deletedAt ?? event.at };
  switch (event.type) {
    case 'post.deleted':
      return [deletion];
    case 'post.edited':
      // Deleted since: the text is gone, and the deletion says all there is to say.
      return post.deletedAt !== null ? [deletion] : [{ ...common, kind: 'edit', text: post.text, editedAt: post.editedAt ?? event.at }];
    case 'post.created': {
      const made: InboundMessage = { ...common, ...postFields(account, post) };
      // Nobody may be asked to answer what is gone, so its deletion follows at once; a second one is a duplicate.
      return post.deletedAt !== null ? [made, deletion] : [made];
    }
  }
}

function postFields(account: string, post: SandboxPost) {
  const direction = same(post.author.handle, account) ? ('out' as const) : ('in' as const);
  const addressed = post.recipient ?? post.inReplyToAuthor ?? undefined;
  return {
    kind: 'post' as const,
    direction,
    author: { remoteId: post.author.handle, handle: post.author.handle, displayName: post.author.displayName, followers: post.author.followers },
    text: post.text,
    visibility: post.visibility,
    sentAt: post.createdAt,
    threadRemoteId: post.threadId,
    url: post.url,
    ...(post.inReplyTo === null ? {} : { inReplyToRemoteId: post.inReplyTo }),
    ...(direction === 'out' && addressed !== undefined && !same(addressed, account) ? { recipientRemoteId: addressed } : {}),
    ...(direction === 'out' && post.clientKey !== null ? { clientKey: post.clientKey } : {}),
  };
}
