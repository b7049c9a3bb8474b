import type { Replica } from './replica.ts';

/**
 * Gives the copy a new replicaId where the server does not go on with the numbers of the old one (it, or this copy, came back from a
 * backup). Unanswered commands and all replies are kept as if salvaged from a damaged copy: numbered anew, asked about before they are sent.
 */
export function renewIdentity(replica: Replica, newId: string, at: number): void {
  replica.transaction(() => {
    replica.prepare("DELETE FROM command WHERE state IN ('accepted', 'refused')").run();
    // Negative, as salvaged ones are, in the same order.
    replica.prepare("UPDATE command SET command_no = -command_no, state = 'salvaged' WHERE state = 'pending'").run();
    replica.prepare('UPDATE outbox SET salvaged_at = MAX(?, updated_at)').run(at);
    replica.prepare("DELETE FROM meta WHERE key = 'commandNo'").run();
    replica.prepare("UPDATE meta SET value = ? WHERE key = 'replicaId'").run(newId);
  });
}
