import { getChannel } from '../../../shared/channels/index.ts';
import { replyWindowMs } from '../../../shared/channels/reply-window.ts';
import type { BulkMember } from '../../../shared/domain/bulk-answer.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { messageBodySchema } from '../../../shared/domain/message.ts';
import { envelopeOf } from '../../../shared/commands/index.ts';
import type { BulkReader, IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import { settleCommand as runCommand } from './run-command.ts';

const LONGEST_TEXT = 4_000;

/** What the variants of an own answer for many are made of, from the local copy. */
export function bulkReaders(sync: DeskSync, bulkId: string): IpcResponse<'bulk.members'> {
  const members = sync.view.rowsOf('bulkMember').filter((member) => member.bulkId === bulkId);
  const sendsHere = sync.view.row('bulkAnswer', bulkId)?.replicaId === sync.base.stores.meta.replicaId();
  return { sendsHere, readers: members.flatMap((member) => readerOf(sync, member) ?? []) };
}

function readerOf(sync: DeskSync, member: BulkMember): BulkReader | undefined {
  const { view } = sync;
  const conversation = view.get('conversation', member.conversationId);
  const row = view.row('workItem', member.workItemId);
  if (row === undefined) return undefined;
  if (conversation === undefined) return noLongerHeld(member, row);
  const last = conversation.openTurn?.at(-1)?.messageId ?? conversation.lastInboundMessageId;
  const draft = sync.drafts.view(member.conversationId);
  const windowUntilAt = windowEnd(sync, conversation, last);
  return {
    member,
    accountId: conversation.accountId,
    channel: conversation.channel,
    visibility: conversation.visibility,
    name: row.contactName,
    handle: row.contactHandle,
    text: openText(sync, conversation),
    lastInboundAt: row.lastInboundAt,
    dueAt: row.item.dueAt,
    flags: [...(row.reading?.flags ?? [])],
    ...(row.addressForm === undefined ? {} : { addressForm: row.addressForm }),
    ...(last === undefined ? {} : { throughMessageId: last }),
    ...(row.followers === undefined ? {} : { followers: row.followers }),
    ...(row.reading === undefined ? {} : { sentiment: row.reading.sentiment }),
    ...(windowUntilAt === undefined ? {} : { windowUntilAt }),
    ...(draft === null ? {} : { draft: { text: draft.text, isOwn: draft.byAgentId === sync.base.person().agentId } }),
  };
}

/** Back in a queue or with a colleague: as its line says, and no more of its text than that. */
function noLongerHeld(member: BulkMember, row: QueueRow): BulkReader {
  return { member, accountId: row.item.accountId, channel: row.channel, visibility: row.visibility, name: row.contactName, handle: row.contactHandle, text: row.firstLine, lastInboundAt: row.lastInboundAt, dueAt: row.item.dueAt, flags: [] };
}

/** All that nobody has answered yet; the last message where that is nothing. */
function openText(sync: DeskSync, conversation: Conversation): string {
  const turn = conversation.openTurn?.map(({ messageId }) => messageId) ?? [];
  const ids = turn.length > 0 ? turn : conversation.lastInboundMessageId === undefined ? [] : [conversation.lastInboundMessageId];
  const texts = ids.flatMap((id) => {
    const message = sync.view.get('message', id);
    const json = message === undefined || message.deletedAt !== undefined ? undefined : sync.base.stores.bodies.get(message.bodyRef);
    const body = json === undefined ? undefined : messageBodySchema.safeParse(JSON.parse(json));
    return body?.success === true ? [body.data.text] : [];
  });
  return texts.join('\n').slice(0, LONGEST_TEXT);
}

function windowEnd(sync: DeskSync, conversation: Conversation, messageId: string | undefined): number | undefined {
  const channel = getChannel(conversation.channel);
  const message = messageId === undefined ? undefined : sync.view.get('message', messageId);
  const account = sync.view.account(conversation.accountId);
  if (channel === undefined || message === undefined || account === undefined) return undefined;
  const windowMs = replyWindowMs(channel, account.settings, conversation.visibility, false);
  return windowMs === undefined ? undefined : message.sentAt + windowMs;
}

function keepTexts(sync: DeskSync, variants: readonly { readonly conversationId: string; readonly text: string }[]): void {
  sync.base.stores.transaction(() => {
    for (const { conversationId, text } of variants) sync.drafts.save(conversationId, { text, visibility: sync.view.get('conversation', conversationId)?.visibility ?? 'public' });
  });
}

/** First the texts onto this disk, then the word that they may go: what is confirmed has its text. */
export async function confirmBulk(sync: DeskSync, { bulkId, variants }: IpcRequest<'bulk.confirm'>): Promise<IpcResponse<'bulk.confirm'>> {
  keepTexts(sync, variants);
  const members = variants.map(({ conversationId, throughMessageId, edited }) => ({ conversationId, throughMessageId, ...(edited ? { edited: true as const } : {}) }));
  return runCommand(sync, envelopeOf({ type: 'bulkAnswer.confirm', data: { bulkId, members } }));
}

/** The drafts are numbered before the command, so the server has each before it hands its item out. */
export async function handOutBulk(sync: DeskSync, { bulkId, variants }: IpcRequest<'bulk.handOut'>): Promise<IpcResponse<'bulk.handOut'>> {
  keepTexts(sync, variants);
  sync.drafts.flush();
  return runCommand(sync, envelopeOf({ type: 'bulkAnswer.handOut', data: { bulkId, conversationIds: variants.map(({ conversationId }) => conversationId) } }));
}

/** Some of it, or all: what was prepared here goes with it, and the server clears what it has. */
export async function endBulk(sync: DeskSync, { bulkId, conversationIds }: IpcRequest<'bulk.end'>): Promise<IpcResponse<'bulk.end'>> {
  const result = await runCommand(sync, envelopeOf(conversationIds === undefined ? { type: 'bulkAnswer.stop', data: { bulkId } } : { type: 'bulkAnswer.skip', data: { bulkId, conversationIds } }));
  if (result.status === 'refused') return result;
  const waiting = sync.view.rowsOf('bulkMember').filter((member) => member.bulkId === bulkId && (member.state === 'proposed' || member.state === 'confirmed' || member.state === 'skipped'));
  for (const { conversationId } of waiting) if (conversationIds === undefined || conversationIds.includes(conversationId)) sync.drafts.becameReply(conversationId);
  return result;
}
