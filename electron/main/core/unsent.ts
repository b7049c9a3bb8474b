import { draftBodySchema } from '../../../shared/domain/reply.ts';
import type { Unsent } from '../../../shared/ipc/index.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { DeskSync } from '../sync/desk-sync.ts';
import { nameOf } from '../sync/search.ts';
import type { DeskStores, DraftRecord } from '../sync/storage-port.ts';

/** Parts of replies and drafts, which are named for themselves; a reading mark is nothing to miss. */
const NOT_NAMED: ReadonlySet<string> = new Set(['reply.requestPermit', 'reply.report', 'reply.settle', 'draft.save']);

/** What this desk holds and the center does not have. `notKept`: taken back, but the center did not take their draft. */
export function collectUnsent(sync: DeskSync, notKept: readonly OutboxItem[] = []): Unsent {
  const { base, view } = sync;
  const name = (conversationId: string | undefined): string => {
    const contactId = conversationId === undefined ? undefined : view.get('conversation', conversationId)?.contactId;
    return contactId === undefined ? '' : nameOf(base, view, contactId);
  };
  return {
    replies: sync.book.open().flatMap((item) => {
      const entry = sync.screen.entry(item);
      return entry === undefined ? [] : [{ ...entry, contactName: name(item.conversationId) }];
    }),
    drafts: [...dirtyAnd(base.stores.drafts, notKept)].flatMap(({ conversationId, value, updatedAt }) => {
      const body = draftBodySchema.safeParse(value);
      return body.success ? [{ conversationId, contactName: name(conversationId), text: body.data.text, savedAt: updatedAt }] : [];
    }),
    commands: sync.lane.pending
      .filter(({ command }) => !NOT_NAMED.has(command.type))
      .map((pending) => {
        const conversationId = sync.ahead.conversationOf(pending.command);
        return { type: pending.command.type, contactName: name(conversationId), at: pending.createdAt, ...(conversationId === undefined ? {} : { conversationId }) };
      }),
  };
}

export function nothingUnsent({ replies, drafts, commands }: Unsent): boolean {
  return replies.length + drafts.length + commands.length === 0;
}

function* dirtyAnd(drafts: DeskStores['drafts'], items: readonly OutboxItem[]): Iterable<DraftRecord> {
  const dirty = drafts.dirty();
  yield* dirty;
  for (const conversationId of new Set(items.map((item) => item.conversationId))) {
    const kept = drafts.get(conversationId);
    if (kept !== undefined && !dirty.some((one) => one.conversationId === conversationId)) yield kept;
  }
}
