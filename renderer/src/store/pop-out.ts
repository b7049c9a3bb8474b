import { call } from '../bridge/index.ts';
import { compose, compositionOf, flushDraft, forgetComposition, type Composition } from './composer.ts';
import { useConversation } from './conversation.ts';
import { reloadConversation } from './navigation.ts';
import { isPoppedOut, popOutId, usePopOuts } from './window-role.ts';

const NAME = 'leitstand-windows';
const lockName = (conversationId: string): string => `leitstand-window:${conversationId}`;

/** Between the windows of one desk, in this browser alone. What was written travels along, so that nothing of it is lost or in two places. */
type Word =
  | { readonly kind: 'opened'; readonly conversationId: string }
  | { readonly kind: 'written'; readonly conversationId: string; readonly to: 'window' | 'desk'; readonly written: Composition }
  | { readonly kind: 'return'; readonly conversationId: string };

let channel: BroadcastChannel | undefined;
const say = (word: Word): void => channel?.postMessage(word);

/** Joins the windows. A window that ends, however it ends, gives back its lock: the desk hears of that. */
export function joinWindows(): void {
  channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', ({ data }: MessageEvent<Word>) => hear(data));
  if (popOutId === undefined) return void findWindows();
  const own = popOutId;
  void navigator.locks.request(lockName(own), () => {
    say({ kind: 'opened', conversationId: own });
    return new Promise<never>(() => undefined);
  });
  window.addEventListener('pagehide', () => {
    void flushDraft(own);
    say({ kind: 'written', conversationId: own, to: 'desk', written: compositionOf(own) });
  });
}

function hear(word: Word): void {
  if (popOutId === undefined) {
    if (word.kind === 'opened') tookOver(word.conversationId);
    if (word.kind === 'written' && word.to === 'desk') takeWritten(word);
    return;
  }
  if (word.conversationId !== popOutId) return;
  if (word.kind === 'written' && word.to === 'window') takeWritten(word);
  if (word.kind === 'return') void closeWindow();
}

/** Own words that no draft holds (a note, what was said about a promise) go along with those that one does. */
function takeWritten({ conversationId, written }: Extract<Word, { kind: 'written' }>): void {
  compose(conversationId, { ...written, sending: false, adding: 0 });
}

/** After a reload of the desk: windows that are there already. */
async function findWindows(): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  for (const { name = '' } of held) if (name.startsWith(lockName(''))) tookOver(name.slice(lockName('').length));
}

function tookOver(conversationId: string): void {
  const written = compositionOf(conversationId);
  if (written.touched || written.note !== '') say({ kind: 'written', conversationId, to: 'window', written });
  forgetComposition(conversationId);
  if (isPoppedOut(conversationId)) return;
  usePopOuts.setState(({ ids }) => ({ ids: new Set([...ids, conversationId]) }));
  // Granted once the window has ended.
  void navigator.locks.request(lockName(conversationId), () => {
    usePopOuts.setState(({ ids }) => ({ ids: new Set([...ids].filter((id) => id !== conversationId)) }));
    if (useConversation.getState().openId === conversationId) void reloadConversation();
    else call('conversation.close', { conversationId }).catch(() => undefined);
  });
}

/** Puts a conversation into a window of its own; a browser's page opens it itself. */
export async function popOut(conversationId: string): Promise<void> {
  if (popOutId !== undefined) return;
  await flushDraft(conversationId);
  const { opened } = await call('window.open', { kind: 'conversation', conversationId }).catch(() => ({ opened: false }));
  if (!opened) window.open(`/?conversation=${encodeURIComponent(conversationId)}`, lockName(conversationId), 'popup,width=760,height=860');
}

/** Asks for it back into the desk's own window. */
export function bringBack(conversationId: string): void {
  say({ kind: 'return', conversationId });
}

/** Ends this window, with what is written in it safe. */
export async function closeWindow(): Promise<void> {
  if (popOutId !== undefined) await flushDraft(popOutId);
  window.close();
}
