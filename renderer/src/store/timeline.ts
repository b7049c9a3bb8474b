import { create } from 'zustand';
import type { IpcResponse } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import { useConversation } from './conversation.ts';
import { showFailure } from './errors.ts';

type Page = IpcResponse<'contact.timeline'>;

export interface TimelineState {
  /** Of whose conversation it is shown instead of the thread; undefined: nowhere. */
  readonly openFor: string | undefined;
  readonly entries: Page['entries'];
  readonly parts: Page['parts'];
  readonly next: Page['next'];
  readonly partial: boolean;
  readonly unseen: number;
  readonly loading: boolean;
}
const EMPTY: TimelineState = { openFor: undefined, entries: [], parts: [], next: undefined, partial: false, unseen: 0, loading: false };
export const useTimeline = create<TimelineState>(() => EMPTY);

/** D1: shows what happened with the person of the open conversation, on whatever channel; once more: back to the thread. */
export function toggleTimeline(): void {
  const { openId } = useConversation.getState();
  const { openFor } = useTimeline.getState();
  if (openId === undefined || openFor === openId) return closeTimeline();
  useTimeline.setState({ ...EMPTY, openFor: openId, loading: true });
  void load(openId);
}

export const closeTimeline = (): void => useTimeline.setState(EMPTY);

/** What is older than the last line shown. */
export function loadOlder(): void {
  const { openFor, next, loading } = useTimeline.getState();
  if (openFor === undefined || next === undefined || loading) return;
  useTimeline.setState({ loading: true });
  void load(openFor);
}

async function load(conversationId: string): Promise<void> {
  const { next: before, entries: shown } = useTimeline.getState();
  try {
    const page = await call('contact.timeline', { conversationId, ...(before === undefined ? {} : { before }) });
    if (useTimeline.getState().openFor !== conversationId) return;
    useTimeline.setState({ entries: [...(before === undefined ? [] : shown), ...page.entries], parts: page.parts, next: page.next, partial: page.partial, unseen: page.unseen, loading: false });
  } catch (error) {
    if (useTimeline.getState().openFor === conversationId) closeTimeline();
    showFailure(error);
  }
}
