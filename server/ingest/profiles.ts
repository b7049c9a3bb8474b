import type { Account } from '../../shared/domain/account.ts';
import type { InboundMessage, InboundPost } from '../../shared/domain/inbound.ts';
import type { Center } from '../center/center.ts';

/** C10: what came in on a named person's profile belongs to the thread it was said in. Undefined: it is nothing of ours, and none of our business. */
export function rehomed(center: Center, message: InboundMessage, profile: Account): { readonly message: InboundMessage; readonly accountId: string } | undefined {
  const remoteId = message.kind === 'post' ? message.inReplyToRemoteId : message.remoteId;
  if (remoteId === undefined) return undefined;
  for (const account of center.live.all('account').values()) {
    if (account.person !== undefined || account.channel !== profile.channel) continue;
    const isServed = profile.person?.forAccounts.length === 0 ? account.brand === profile.brand : profile.person?.forAccounts.includes(account.id) === true;
    if (!isServed) continue;
    const messageId = center.index.messageByRemote(account.id, remoteId);
    if (messageId === undefined) continue;
    // Of the person's other talks nothing is read: only what answers words that went out from here.
    if (message.kind === 'post' && center.live.get('message', messageId)?.direction !== 'out') continue;
    return { message: { ...message, account: account.handle, ...(message.kind === 'post' && message.direction === 'in' ? { summoned: true } : {}) }, accountId: account.id };
  }
  return undefined;
}

/** What a named person's profile said is ours, wherever it is seen. */
export function asOwn(center: Center, post: InboundPost): InboundPost {
  if (post.direction !== 'in') return post;
  const accountId = center.index.accountByHandle(post.channel, post.author.handle);
  const isProfile = accountId !== undefined && center.live.get('account', accountId)?.person !== undefined;
  return isProfile ? { ...post, direction: 'out' } : post;
}
