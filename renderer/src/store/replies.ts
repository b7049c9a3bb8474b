import type { CommandOf } from '../../../shared/commands/index.ts';
import type { Executor, OutboxEntry } from '../../../shared/ipc/index.ts';
import type { Visibility } from '../../../shared/domain/channel.ts';
import { stripSignature } from '../../../shared/text/signature.ts';
import { call, CallError } from '../bridge/index.ts';
import { recordUse } from './articles.ts';
import { runCommand, type CommandOutcome } from './commands.ts';
import { cancelSave, compose, compositionOf, expectTextBack, markSent, write, flushDraft } from './composer.ts';
import { focusComposerField } from './composer-focus.ts';
import { entityOf, useConversation } from './conversation.ts';
import { putOutbox, useDesk } from './desk.ts';
import type { Disclosure } from './draft-guards.ts';
import { currentTexts, explain, showFailure } from './errors.ts';
import { endGoingOut, showGoingOut } from './going-out.ts';
import { mentionsIn } from './mentions.ts';
import { me, openConversation, openNext } from './navigation.ts';
import { useCenter } from './rows.ts';
import { publicPartOf } from './public-close.ts';
import { toldSituation } from './situations.ts';
import { useSpeaker } from './speaker.ts';
import { announce, dropToast, showToast, useUi } from './ui.ts';

/** The outcomes a person may choose; the others are set by what the platform shows. */
export type ChosenOutcome = CommandOf<'workItem.close'>['data']['disposition'];
export type AfterSend =
  | { readonly kind: 'wait'; readonly promiseDueAt?: number | undefined }
  | { readonly kind: 'keep' }
  | { readonly kind: 'close'; readonly disposition: ChosenOutcome };

/** Hands what is written to the outbox; the field empties only when the desk program has it on disk. */
export async function sendReply(
  conversationId: string,
  visibility: Visibility,
  followUp: boolean,
  then: AfterSend,
  schedule?: OutboxEntry['schedule'],
): Promise<void> {
  const { text, replyToMessageId, files, sending, disclosure, promise } = compositionOf(conversationId);
  if (sending || text.trim() === '') return;
  const situation = toldSituation(compositionOf(conversationId));
  const promiseDueAt = promise !== undefined && text.includes(promise.text) ? promise.dueAt : undefined;
  const asAccountId = useSpeaker.getState().byId[conversationId];
  cancelSave(conversationId);
  compose(conversationId, { sending: true });
  if (schedule === undefined) showGoingOut({ conversationId, text, visibility, at: Date.now() });
  try {
    const result = await call('reply.send', {
      conversationId,
      text,
      visibility,
      replyToMessageId,
      ...(asAccountId === undefined || visibility !== 'public' ? {} : { asAccountId }),
      ...(files.length === 0 ? {} : { files: [...files] }),
      followUp,
      ...(situation === undefined ? {} : { situation }),
      // What is promised keeps the item: it comes back before that is due.
      then: promiseDueAt === undefined ? then : { kind: 'wait', promiseDueAt },
      ...(schedule === undefined ? {} : { schedule }),
    });
    endGoingOut(conversationId);
    if (result.status === 'refused') {
      compose(conversationId, { sending: false });
      showToast({ tone: 'error', text: explain(currentTexts(), result) });
      return;
    }
    accepted(conversationId, text, result.entry);
    void recordUse(conversationId, result.entry.replyId, text);
    if (disclosure !== undefined) await noteDisclosure(conversationId, visibility, disclosure);
    if (then.kind === 'close') {
      offerPublicClose(conversationId);
      await openNext(conversationId);
    }
  } catch (error) {
    endGoingOut(conversationId);
    const lost = error instanceof CallError && error.code === 'DESK_NOT_RUNNING';
    compose(conversationId, { sending: false, unsure: lost ? { text, at: Date.now() } : undefined });
    showFailure(error);
  }
}

/**
 * D4: both halves of going private, one after the other: what everybody reads answers the turn, the private opening follows. What the desk program does not take
 * stays in the field.
 */
export async function sendSwitch(conversationId: string, { handOver, opening, followUp }: { readonly handOver: string; readonly opening: string; readonly followUp: boolean }): Promise<void> {
  const { replyToMessageId, sending } = compositionOf(conversationId);
  if (sending) return;
  cancelSave(conversationId);
  compose(conversationId, { sending: true });
  const halves = [
    { text: handOver, visibility: 'public', followUp, then: { kind: 'keep' } },
    { text: opening, visibility: 'private', followUp: true, then: { kind: 'wait' } },
  ] as const;
  let taken = 0;
  try {
    for (const half of halves) {
      const result = await call('reply.send', { conversationId, replyToMessageId, ...half });
      if (result.status === 'refused') {
        showToast({ tone: 'error', text: explain(currentTexts(), result) });
        break;
      }
      taken += 1;
      accepted(conversationId, half.text, result.entry);
    }
  } catch (error) {
    showFailure(error);
  }
  compose(conversationId, { sending: false });
  if (taken < halves.length) write(conversationId, { text: opening, mode: 'private', replyToMessageId });
}

/** A private talk that began with a public post is over: its closing word there is offered. */
function offerPublicClose(conversationId: string): void {
  const { current } = useConversation.getState();
  const publicId = current?.id === conversationId ? publicPartOf(current) : undefined;
  if (publicId !== undefined) showToast({ tone: 'info', text: currentTexts().t('case.offer'), until: Date.now() + 20_000, action: { kind: 'closeInPublic', conversationId: publicId } });
}

/** Why personal data went out in public, or contract data to somebody unchecked (D16), stays with the conversation. */
export async function noteDisclosure(conversationId: string, visibility: Visibility, { reason, texts }: Disclosure): Promise<void> {
  const text = currentTexts().t(visibility === 'public' ? 'guard.noteText' : 'guard.noteUnchecked', texts.join(' · '), reason);
  await runCommand({ type: 'note.add', data: { id: crypto.randomUUID(), conversationId, text } });
}

function accepted(conversationId: string, text: string, entry: OutboxEntry): void {
  putOutbox([entry], []);
  markSent(conversationId, text);
  const { t, f } = currentTexts();
  const offline = useDesk.getState().connection.kind !== 'online';
  const said =
    entry.schedule !== undefined
      ? t('toast.scheduled', f.moment(entry.schedule.sendAt, Date.now()))
      : offline
        ? t('toast.replyWaits')
        : t('toast.replyTaken');
  if (entry.state.kind === 'undoable') {
    showToast({
      tone: 'info',
      text: said,
      until: entry.state.undoUntil,
      action: { kind: 'undoReply', replyId: entry.replyId, conversationId },
    });
  } else if (offline || entry.schedule !== undefined) {
    showToast({ tone: 'info', text: said });
  }
  announce(said);
}

/** After the desk program came back: a reply whose acceptance was not heard is looked up, so that nobody sends it again. */
export function settleUnsure(): void {
  const { openId } = useConversation.getState();
  if (openId === undefined) return;
  const { unsure } = compositionOf(openId);
  if (unsure === undefined) return;
  const taken = [...useDesk.getState().outbox.values()].find(
    (entry) =>
      entry.conversationId === openId &&
      entry.createdAt >= unsure.at - 60_000 &&
      entry.parts.some((part) => part.startsWith(unsure.text.slice(0, 200))),
  );
  if (taken === undefined) compose(openId, { unsure: undefined });
  else accepted(openId, unsure.text, taken);
}

/** Takes back a reply within its undo time; its text returns to the field. */
export async function undoReply(replyId: string, conversationId: string): Promise<void> {
  const toast = useUi.getState().toasts.find((shown) => shown.action?.kind === 'undoReply' && shown.action.replyId === replyId);
  if (toast !== undefined) dropToast(toast.id);
  const entry = useDesk.getState().outbox.get(replyId);
  try {
    expectTextBack(conversationId);
    const { undone } = await call('reply.undo', { replyId });
    const { t } = currentTexts();
    announce(undone ? t('toast.undone') : t('toast.undoTooLate'));
    if (!undone) {
      showToast({ tone: 'error', text: t('toast.undoTooLate') });
      return;
    }
    await openConversation(conversationId);
    if (compositionOf(conversationId).text === '' && entry !== undefined)
      write(conversationId, { text: unsigned(entry), mode: entry.visibility, files: entry.files ?? [] });
  } catch (error) {
    showFailure(error);
  }
}

/** Puts a refused answer's text into the field again, where nothing else is written there. */
export async function rewriteReply(replyId: string, conversationId: string): Promise<void> {
  const entry = useDesk.getState().outbox.get(replyId);
  await openConversation(conversationId);
  if (entry !== undefined && compositionOf(conversationId).text === '') {
    write(conversationId, { text: unsigned(entry), mode: entry.visibility, files: entry.files ?? [] });
    // Its text lives on as a draft: only once that is kept does the refused one leave the list.
    await flushDraft(conversationId);
    if (entry.state.kind === 'failed' && compositionOf(conversationId).savedAt !== undefined) await settleReply(replyId, 'discard');
  }
  focusComposerField();
}

/** Without signature and part numbers, which the desk program adds anew. */
function unsigned(entry: OutboxEntry): string {
  const numbered = entry.parts.length > 1;
  return entry.parts.map((part) => stripSignature(part).replace(numbered ? /\s\d+\/\d+$/ : /$^/, '')).join(' ');
}

/** The newest own reply that can still be taken back. */
export function newestUndoable(): OutboxEntry | undefined {
  const now = Date.now();
  return [...useDesk.getState().outbox.values()]
    .filter((entry) => entry.state.kind === 'undoable' && entry.state.undoUntil > now)
    .toSorted((a, b) => b.createdAt - a.createdAt)[0];
}

export async function settleReply(replyId: string, decision: 'found' | 'sendAgain' | 'discard' | 'lookAgain'): Promise<void> {
  try {
    const { entry } = await call('reply.settle', { replyId, decision });
    putOutbox(entry === null ? [] : [entry], entry === null ? [replyId] : []);
  } catch (error) {
    showFailure(error);
  }
}

/** Who sends a scheduled reply. */
export async function setExecutor(replyId: string, executor: Executor): Promise<void> {
  try {
    const { entry } = await call('reply.setExecutor', { replyId, executor });
    if (entry !== null) putOutbox([entry], []);
  } catch (error) {
    showFailure(error);
  }
}

export async function retryReply(replyId: string): Promise<void> {
  try {
    const { entry } = await call('reply.retry', { replyId });
    if (entry !== null) putOutbox([entry], []);
  } catch (error) {
    showFailure(error);
  }
}

/** Saves a note for colleagues. */
export async function addNote(conversationId: string): Promise<void> {
  const { note } = compositionOf(conversationId);
  if (note.trim() === '') return;
  const mentions = mentionsIn(note, useCenter.getState().agents.values(), me());
  const outcome = await runCommand({ type: 'note.add', data: { id: crypto.randomUUID(), conversationId, text: note.trim(), ...(mentions.length === 0 ? {} : { mentions }) } });
  if (outcome === 'refused') return;
  // What was written since stays.
  const now = compositionOf(conversationId).note;
  compose(conversationId, { note: now.startsWith(note) ? now.slice(note.length) : now });
}

/** Closes an item with its outcome and goes on to the next. */
export async function closeItem(workItemId: string, conversationId: string, disposition: ChosenOutcome): Promise<CommandOutcome> {
  // What came in after the person looked must not be closed unread.
  const { current } = useConversation.getState();
  const seen = current?.id === conversationId ? entityOf(current, 'conversation', conversationId)?.lastInboundMessageId : undefined;
  const outcome = await runCommand({
    type: 'workItem.close',
    data: { workItemId, disposition, ...(seen === undefined ? {} : { seenThroughMessageId: seen }) },
  });
  if (outcome === 'refused') return outcome;
  const { t } = currentTexts();
  showToast({
    tone: 'info',
    text: outcome === 'queued' ? t('toast.closedQueued') : t('toast.closed'),
    action: outcome === 'accepted' ? { kind: 'reopen', workItemId } : undefined,
  });
  announce(t('toast.closed'));
  offerPublicClose(conversationId);
  if (useConversation.getState().openId === conversationId) await openNext(conversationId);
  return outcome;
}
