import type { ReplicaPort } from '../replica-port.ts';
import type { Replica } from '../replica.ts';
import { AttemptStore } from './attempt-store.ts';
import { BodyStore } from './body-store.ts';
import { CommandStore } from './command-store.ts';
import { DraftStore } from './draft-store.ts';
import { EntityStore } from './entity-store.ts';
import { FileStore } from './file-store.ts';
import { HeldStore } from './held-store.ts';
import { MetaStore } from './meta-store.ts';
import { OutboxStore } from './outbox-store.ts';
import { RowStore } from './row-store.ts';

/** Every store over one open copy. What must hold together goes into `transaction`. */
export function openStores(replica: Replica): ReplicaPort {
  const entities = new EntityStore(replica);
  const bodies = new BodyStore(replica);
  const held = new HeldStore(replica);
  return {
    meta: new MetaStore(replica),
    entities,
    bodies,
    rows: new RowStore(replica),
    held,
    outbox: new OutboxStore(replica),
    attempts: new AttemptStore(replica),
    commands: new CommandStore(replica),
    drafts: new DraftStore(replica),
    files: new FileStore(replica),
    transaction: (work) => replica.transaction(work),
    usage: () => {
      const [pages, free, pageBytes] = ['page_count', 'freelist_count', 'page_size'].map((name) => Number(replica.pragma(name)));
      return { usedBytes: ((pages ?? 0) - (free ?? 0)) * (pageBytes ?? 0), freeBytes: (free ?? 0) * (pageBytes ?? 0) };
    },
    compact: () => {
      replica.exec('VACUUM');
      replica.checkpoint();
    },
    purgeConversation: (conversationId) =>
      replica.transaction(() => {
        bodies.deleteConversation(conversationId);
        entities.deleteConversation(conversationId);
        held.delete(conversationId);
      }),
  };
}
