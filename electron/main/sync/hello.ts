import type { Hello } from '../../../shared/protocol/up.ts';
import { wantsFreshSnapshot } from '../../../shared/sync/freeze.ts';
import { sayRowsMark } from '../../../shared/sync/rows-mark.ts';
import type { SyncBase } from './ports.ts';

const MOST_HELD = 20_000;

/** What this copy says when it comes back: how far it has read, what it holds, how far its rows reach. */
export function helloOf({ stores, app }: SyncBase, outbox: Hello['outbox']): Hello {
  const held = stores.held
    .all()
    .slice(0, MOST_HELD)
    .map(({ conversationId, asOfSeq, frozen }) => ({ conversationId, asOfSeq, frozen: wantsFreshSnapshot(frozen, app) }));
  return { cursor: stores.meta.cursor(), held: held as Hello['held'], outbox, ...sayRowsMark(stores.meta.get('rowsMark'), app) };
}
