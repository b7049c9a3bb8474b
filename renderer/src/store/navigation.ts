import { isResting } from '../../../shared/domain/work-item.ts';
import { call, CallError } from '../bridge/index.ts';
import { takeColleague } from './colleagues.ts';
import { flushDraft, takeOwnDraft } from './composer.ts';
import { foldPush, fromView, useConversation } from './conversation.ts';
import { signedIn, useDesk } from './desk.ts';
import { items } from './rows.ts';
import { useUi } from './ui.ts';
import { isPoppedOut, popOutId } from './window-role.ts';
import type { IpcPush } from '../../../shared/ipc/index.ts';

export const me = (): string => signedIn(useDesk.getState())?.agentId ?? '';

/** Own items that wait for us, most urgent first: what comes next. */
const nextUp = items.select((row) =>
  row.item.state === 'assigned' && row.item.ownerAgentId === me() && !isResting(row.item) ? row.item.dueAt : undefined,
);
items.follow(nextUp);

// From the start: the first own item opens by itself.
let awaitingNext = true;

/** Opens a conversation: what is known of it shows at once, the rest as it comes. */
export async function openConversation(conversationId: string): Promise<void> {
  awaitingNext = false;
  const { openId } = useConversation.getState();
  // From another screen it is to be seen, also where it lies open already.
  if (openId === conversationId) return useUi.setState({ screen: 'desk' });
  leave(openId);
  const row = items.forConversation(conversationId);
  useUi.setState((state) => ({ screen: 'desk', cursorId: row?.item.id ?? state.cursorId }));
  useConversation.setState({ openId: conversationId, current: undefined, failure: undefined });
  await load(conversationId);
}

async function load(conversationId: string): Promise<void> {
  try {
    const view = await call('conversation.open', { conversationId });
    if (useConversation.getState().openId !== conversationId) return;
    useConversation.setState({ current: fromView(view), failure: undefined });
  } catch (error) {
    if (useConversation.getState().openId !== conversationId) return;
    const failure =
      error instanceof CallError ? { code: error.code, message: error.message } : { code: 'INTERNAL', message: String(error) };
    useConversation.setState({ failure });
  }
}

/** Asks again for what is open, after the desk program was away. */
export async function reloadConversation(): Promise<void> {
  const { openId } = useConversation.getState();
  if (openId !== undefined) await load(openId);
}

function leave(openId: string | undefined): void {
  if (openId === undefined) return;
  void flushDraft(openId);
  // Pushes of what another window shows must go on; the desk's own window ends them with that window.
  if (isPoppedOut(openId) || popOutId !== undefined) return;
  call('conversation.close', { conversationId: openId }).catch(() => undefined);
}

export function closeConversation(): void {
  awaitingNext = false;
  leave(useConversation.getState().openId);
  useConversation.setState({ openId: undefined, current: undefined, failure: undefined });
}

export function takePush(push: IpcPush<'conversation'>): void {
  const { current } = useConversation.getState();
  if (current === undefined || current.id !== push.conversationId) return;
  useConversation.setState({ current: foldPush(current, push) });
  if (push.draft !== undefined) takeOwnDraft(push.conversationId, push.draft, me());
}

export function takePresence(push: IpcPush<'presence'>): void {
  if (push.agentId !== me()) takeColleague(push, Date.now());
}

/** Opens the most urgent own item other than the one that just left; with none the desk waits and opens the next that comes. */
export async function openNext(leavingConversationId: string | undefined): Promise<void> {
  // A window of its own is for one conversation.
  if (popOutId !== undefined) {
    await flushDraft(popOutId);
    return window.close();
  }
  for (let place = 0; place < nextUp.size; place += 1) {
    const row = items.get(nextUp.idAt(place) ?? '');
    if (row === undefined || row.conversationId === leavingConversationId) continue;
    await openConversation(row.conversationId);
    return;
  }
  closeConversation();
  awaitingNext = true;
}

items.subscribe(() => {
  // Who writes to many is not taken away from it.
  if (!awaitingNext || popOutId !== undefined || useUi.getState().screen === 'many') return;
  const row = items.get(nextUp.idAt(0) ?? '');
  if (row !== undefined) void openConversation(row.conversationId);
});
