import type { InboundPost } from '../../shared/domain/inbound.ts';
import type { Message } from '../../shared/domain/message.ts';
import { addressSource, overrules, summaryOf } from '../../shared/domain/reading-summary.ts';
import type { Facts } from '../../shared/deciders/index.ts';
import { strategyInForce } from '../../shared/domain/strategy.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { rulesWithWords } from '../../shared/text/rule-words.ts';
import type { Center } from '../center/center.ts';
import type { Addressed, MessagePlace, ReadMessage } from './port.ts';

/** What was read of a new message; what it shows about earlier ones; the customer's form of address, where it says more than what is known of them. */
export function readEvents(facts: Facts, place: MessagePlace, { reading, modelsVersion, earlier }: ReadMessage, at: number): NewEvent[] {
  const events: NewEvent[] = [{ type: 'message.read', data: { ...place, reading, modelsVersion, at } }];
  for (const { place: other, marks } of earlier) {
    const known = facts.get('message', other.messageId)?.reading;
    // Deleted, edited away or erased since.
    if (known === undefined) continue;
    events.push({ type: 'message.marked', data: { ...other, marks, summary: summaryOf({ ...known, marks: { ...known.marks, ...marks } }, other.visibility), at } });
  }
  const { label, confidence } = reading.address;
  const contact = facts.get('contact', place.contactId);
  if (label === 'none' || contact?.erasedAt !== undefined) return events;
  const by = addressSource(confidence);
  if (contact?.addressForm === label && contact.addressFormBy === by) return events;
  if (overrules(by, contact?.addressFormBy)) events.push({ type: 'contact.addressFormSet', data: { contactId: place.contactId, addressForm: label, by } });
  return events;
}

/** A message whose words changed, read again. */
export function againEvents(message: Message, contactId: string, { reading, modelsVersion }: Pick<ReadMessage, 'reading' | 'modelsVersion'>, at: number): NewEvent[] {
  if (message.conversationId === undefined) return [];
  return [{ type: 'message.read', data: { messageId: message.id, threadId: message.threadId, conversationId: message.conversationId, contactId, visibility: message.visibility, reading, modelsVersion, at } }];
}

/** Whom a post speaks to: others only where the platform says that its author did not address us (R14), and it does not answer us either. */
export function addressedOf(center: Center, post: Pick<InboundPost, 'visibility' | 'summoned' | 'inReplyToRemoteId'>, accountId: string, threadRemoteId: string): Addressed {
  if (post.visibility === 'private' || post.summoned !== false) return 'us';
  const toUs = [post.inReplyToRemoteId, threadRemoteId].some((remoteId) => {
    const id = remoteId === undefined ? undefined : center.index.messageByRemote(accountId, remoteId);
    return id !== undefined && center.live.get('message', id)?.direction === 'out';
  });
  return toUs ? 'us' : 'others';
}

/** FLAG-1: which rules look for words that this message has; said as well where it no longer has any. */
export function wordsFound(facts: Facts, { conversationId, messageId }: { readonly conversationId?: string | undefined; readonly messageId: string }, text: string, at: number): NewEvent[] {
  if (conversationId === undefined) return [];
  const ruleIds = rulesWithWords(strategyInForce(facts.get('strategy', 'center')).rules.flags, text);
  const had = facts.get('conversation', conversationId)?.flagWords?.some((one) => one.messageId === messageId) === true;
  return ruleIds.length === 0 && !had ? [] : [{ type: 'approval.wordsFound', data: { conversationId, messageId, ruleIds, at } }];
}
