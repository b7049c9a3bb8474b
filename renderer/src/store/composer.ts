import { create } from 'zustand';
import type { Visibility } from '../../../shared/domain/channel.ts';
import type { AnswerFile } from '../../../shared/domain/message-parts.ts';
import type { DraftView } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import type { Disclosure } from './draft-guards.ts';

export type ComposerMode = Visibility | 'note';

/** What somebody is writing on one conversation. */
export interface Composition {
  readonly mode: ComposerMode;
  readonly text: string;
  readonly note: string;
  readonly replyToMessageId: string | undefined;
  /** Kept by the desk program; go with the answer. */
  readonly files: readonly AnswerFile[];
  /** Files on their way to the desk program. */
  readonly adding: number;
  /** The person has typed since the conversation was opened: nothing from outside replaces it. */
  readonly touched: boolean;
  readonly sending: boolean;
  readonly savedAt: number | undefined;
  /** Sent but not acknowledged because the desk program went away: settled against the outbox on return. */
  /** What the customer's messages looked like when the person began to write; undefined while nothing is written. */
  readonly seen: Readonly<Record<string, string>> | undefined;
  /** Their words then, to be held against what they became; in memory only. */
  readonly seenTexts: Readonly<Record<string, string>> | undefined;
  readonly unsure: { readonly text: string; readonly at: number } | undefined;
  /** Personal data that is to go out in public on purpose, with the person's reason. */
  readonly disclosure: Disclosure | undefined;
  /** A promise of this draft that the person wants kept: its words, and by when (ms). */
  readonly promise: { readonly text: string; readonly dueAt: number } | undefined;
  /** D14: the situation whose wording was put in, in that version, and the words. */
  readonly situation: { readonly id: string; readonly version: number; readonly text: string } | undefined;
  /** Words the person said are no promise. */
  readonly noPromise: readonly string[];
}

const SAY_KEPT_AFTER_MS = 400;

export const useComposer = create<{ readonly byId: Readonly<Record<string, Composition>> }>(() => ({ byId: {} }));
/** Changed since it was last handed over. */
const unsaved = new Set<string>();
const underWay = new Map<string, Promise<void>>();
const kept = new Map<string, ReturnType<typeof setTimeout>>();
/** Text just sent: a late echo of its draft must not come back into the empty field. */
const sentText = new Map<string, string>();

/** What sending takes along; the visibility and an own note stay. */
const SENT_AWAY = {
  text: '',
  replyToMessageId: undefined,
  files: [],
  touched: false,
  sending: false,
  savedAt: undefined,
  seen: undefined,
  seenTexts: undefined,
  unsure: undefined,
  disclosure: undefined,
  promise: undefined,
  situation: undefined,
  noPromise: [],
} satisfies Partial<Composition>;

export const NOTHING_WRITTEN: Composition = { mode: 'public', note: '', adding: 0, ...SENT_AWAY };

export function compositionOf(id: string): Composition {
  return useComposer.getState().byId[id] ?? NOTHING_WRITTEN;
}

export function compose(id: string, change: Partial<Composition>): void {
  useComposer.setState((state) => ({ byId: { ...state.byId, [id]: { ...(state.byId[id] ?? NOTHING_WRITTEN), ...change } } }));
}

/** A change by the person: handed to the desk program at once, so that a page that crashes takes nothing of it along. */
export function write(id: string, change: Partial<Pick<Composition, 'mode' | 'text' | 'replyToMessageId' | 'files'>>): void {
  compose(id, { ...change, touched: true });
  unsaved.add(id);
  void saveDraft(id);
}

/** Forgets what is not handed over yet: what was written is on its way as a reply. */
export function cancelSave(id: string): void {
  unsaved.delete(id);
}

/** Ends once what is written now has been handed over, or could not be. */
export async function flushDraft(id: string): Promise<void> {
  if (unsaved.has(id) || underWay.has(id)) await saveDraft(id);
}

/** One at a time, the newest last: what is typed while one is on its way goes with the next. */
function saveDraft(id: string): Promise<void> {
  const known = underWay.get(id);
  if (known !== undefined) return known;
  const run = handOver(id).finally(() => underWay.delete(id));
  underWay.set(id, run);
  return run;
}

async function handOver(id: string): Promise<void> {
  while (unsaved.delete(id)) {
    const { text, mode, replyToMessageId, files } = compositionOf(id);
    if (mode === 'note') return;
    const draft = text.trim() === '' && files.length === 0 ? null : { text, visibility: mode, replyToMessageId, ...(files.length === 0 ? {} : { files: [...files] }) };
    try {
      await call('draft.save', { conversationId: id, draft });
      sayKept(id);
    } catch {
      // The text is still in the field; the link's state is shown and the next change tries again.
      unsaved.add(id);
      return;
    }
  }
}

/** Shown at the next pause: who types does not need to see it at every key. */
function sayKept(id: string): void {
  clearTimeout(kept.get(id));
  kept.set(
    id,
    setTimeout(() => {
      kept.delete(id);
      if (!unsaved.has(id) && useComposer.getState().byId[id]?.touched === true) compose(id, { savedAt: Date.now() });
    }, SAY_KEPT_AFTER_MS),
  );
}

/** Begins to write: the starting visibility, and the own draft where there is one. */
export function beginComposition(id: string, visibility: Visibility, draft: DraftView | null, me: string): void {
  const known = useComposer.getState().byId[id];
  if (known === undefined) compose(id, { mode: visibility });
  takeOwnDraft(id, draft, me);
}

/** Puts an own draft into the field unless the person is writing something else there. */
export function takeOwnDraft(id: string, draft: DraftView | null, me: string): void {
  if (draft === null || draft.byAgentId !== me || draft.origin === 'lostLease') return;
  const known = compositionOf(id);
  if (known.text !== '' || known.files.length > 0 || known.sending || draft.text === sentText.get(id)) return;
  compose(id, { text: draft.text, mode: draft.visibility, replyToMessageId: draft.replyToMessageId, savedAt: draft.savedAt, files: draft.files ?? [] });
}

/** Takes over a draft somebody else left, or an own one that lost its right to go. */
export function takeOverDraft(id: string, draft: DraftView): void {
  sentText.delete(id);
  write(id, { text: draft.text, mode: draft.visibility, replyToMessageId: draft.replyToMessageId, files: draft.files ?? [] });
}

export function markSent(id: string, text: string): void {
  sentText.set(id, text);
  compose(id, SENT_AWAY);
}

/** After an undo the text comes back as a draft and may enter the field again. */
export function expectTextBack(id: string): void {
  sentText.delete(id);
  compose(id, { touched: false });
}

/** It is written on in another window. */
export function forgetComposition(id: string): void {
  cancelSave(id);
  useComposer.setState(({ byId }) => ({ byId: Object.fromEntries(Object.entries(byId).filter(([other]) => other !== id)) }));
}

/** Signing out leaves nothing behind. */
export function forgetCompositions(): void {
  unsaved.clear();
  for (const timer of kept.values()) clearTimeout(timer);
  kept.clear();
  sentText.clear();
  useComposer.setState({ byId: {} });
}

/** Saves everything that is not saved yet. */
export async function flushAllDrafts(): Promise<void> {
  await Promise.all([...new Set([...unsaved, ...underWay.keys()])].map((id) => saveDraft(id)));
}
