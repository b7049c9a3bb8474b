// The desk's encrypted copy: work as a desk does it, and everything of it read back through its stores.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openOrRebuild } from '../../../../electron/main/storage/care.ts';
import type { ReplicaPort } from '../../../../electron/main/storage/replica-port.ts';
import { isCodedError } from '../../../../shared/util/errors.ts';
import { TEST_KEY, TEST_NOW, sampleReply } from '../../../support/replica-kit.ts';
import { commitEndsOf } from './subject.ts';
import type { Crashed, Dice, Look, Subject } from './subject.ts';

const PAGE_BYTES = 4096;

/** Which step of work a number names; the same steps for this proof and the next. */
export function replicaStep(stores: ReplicaPort, number: number, dice: Dice): void {
  const words = 'Paket Lieferung bitte warten morgen Konto gesperrt danke'.split(' ');
  const text = (): string => Array.from({ length: 1 + dice.int(60) }, () => dice.pick(words)).join(' ');
  const reply = Math.floor(number / 4);
  switch (number % 4) {
    case 0:
      stores.transaction(() => {
        const text0 = text();
        stores.outbox.enqueue(sampleReply(`r${reply}`, { frozen: { parts: [{ text: text0 }] } }), number);
        stores.commands.append({ commandId: `c${number}`, hash: `h${number}`, value: { type: 'reply.requestPermit', reply } }, number);
        stores.drafts.delete(`v${reply % 9}`);
      });
      break;
    case 1:
      stores.attempts.start({ attemptId: `a${reply}`, replyId: `r${reply}`, part: 0 }, number, () =>
        stores.outbox.update(`r${reply}`, { state: 'sending' }, number),
      );
      break;
    case 2:
      stores.transaction(() => {
        stores.attempts.finish(`a${reply}`, { outcome: 'delivered', value: { remoteId: `p${reply}` } }, number);
        stores.outbox.update(`r${reply}`, { state: 'delivered' }, number);
      });
      break;
    default:
      stores.transaction(() => {
        const conversationId = `v${number % 9}`;
        stores.bodies.put(`b${number}`, conversationId, text());
        stores.entities.put({
          noun: 'message',
          id: `m${number}`,
          conversationId,
          threadId: 't',
          seq: number,
          value: { at: number, bodyRef: `b${number}` },
        });
        stores.rows.put({ kind: 'queue', id: `i${number % 30}`, seq: number, value: { wait: number } });
        stores.held.put({ conversationId, asOfSeq: number, lastUsedAt: number });
        stores.drafts.save(conversationId, { text: text() }, number);
        stores.meta.setCursor(number);
      });
  }
}

/** Everything there is, as text; `steps` bounds the ids asked for. */
export function replicaPicture(stores: ReplicaPort, steps: number): string {
  const bodies = Array.from({ length: steps }, (_, number) => [number, stores.bodies.get(`b${number}`)]).filter(
    ([, text]) => text !== undefined,
  );
  return JSON.stringify({
    id: stores.meta.replicaId(),
    cursor: stores.meta.cursor(),
    outbox: stores.outbox.all(),
    attempts: stores.outbox.all().map(({ replyId }) => stores.attempts.byReply(replyId)),
    commands: stores.commands.pending(),
    drafts: stores.drafts.all(),
    entities: stores.entities.byNoun('message'),
    rows: stores.rows.byKind('queue'),
    held: stores.held.all(),
    bodies,
    found: stores.bodies
      .search('paket', { limit: 500 })
      .map(({ ref }) => ref)
      .sort(),
  });
}

export const replicaSubject: Subject = {
  name: 'replica',
  file: 'replica.db',
  async make(folder, dice, commits): Promise<Crashed> {
    const open = (dataDir: string): ReturnType<typeof openOrRebuild> => openOrRebuild({ dataDir, key: TEST_KEY, now: () => TEST_NOW });
    const { replica, stores } = open(folder);
    const versions = new Map<string, Set<string>>();
    const remember = (): void => {
      for (const reply of stores.outbox.all()) {
        const of = versions.get(reply.replyId) ?? new Set();
        versions.set(reply.replyId, of.add(JSON.stringify({ ...reply, salvagedAt: undefined })));
      }
    };
    const earlier = Math.ceil(commits * 1.2);
    for (let number = 0; number < earlier; number++) {
      replicaStep(stores, number, dice);
      remember();
    }
    // What came before lies in the main file; its frames still stand behind those of the new generation.
    replica.pragma('wal_checkpoint(RESTART)');
    const steps = earlier + commits;
    const pictures = [replicaPicture(stores, steps)];
    for (let number = earlier; number < steps; number++) {
      replicaStep(stores, number, dice);
      remember();
      pictures.push(replicaPicture(stores, steps));
    }
    const file = path.join(folder, 'replica.db');
    const wal = readFileSync(`${file}-wal`);
    const crashed = { main: readFileSync(file), wal, beside: new Map([['replica.db.keycheck', readFileSync(`${file}.keycheck`)]]) };
    const unfinished = stores.outbox.all().map(({ replyId }) => replyId);
    replica.close();
    const commitEnds = commitEndsOf(wal, PAGE_BYTES);
    if (commitEnds.length !== commits) throw new Error(`the log holds ${commitEnds.length} commits where ${commits} were made`);

    const look = async (dataDir: string): Promise<Look> => {
      let opened: ReturnType<typeof open> | undefined;
      try {
        opened = open(dataDir);
        if (opened.rebuilt !== undefined) {
          const there = opened.stores.outbox.all();
          const strange = there.find(
            (reply) => versions.get(reply.replyId)?.has(JSON.stringify({ ...reply, salvagedAt: undefined })) !== true,
          );
          const { complete, lostReplyIds, code } = opened.rebuilt;
          const named = new Set([...there.map(({ replyId }) => replyId), ...lostReplyIds]);
          // A log that was altered holds later replies than its readable part; what is not there must at least not be called complete.
          const unnamed = complete && code === 'REPLICA_DAMAGED' ? unfinished.find((replyId) => !named.has(replyId)) : undefined;
          const wrong = strange === undefined ? undefined : `reply ${strange.replyId} was never so`;
          const saved = there.filter(({ replyId }) => unfinished.includes(replyId)).length;
          return {
            kind: 'noticed',
            code,
            promised: unfinished.length,
            saved,
            wrong: wrong ?? (unnamed === undefined ? undefined : `reply ${unnamed} is missing from a "complete" salvage`),
          };
        }
        const commitsThere = pictures.indexOf(replicaPicture(opened.stores, steps));
        return { kind: 'opened', commits: commitsThere < 0 ? undefined : commitsThere };
      } catch (error) {
        return { kind: 'noticed', code: isCodedError(error) ? error.code : `uncoded: ${String(error)}` };
      } finally {
        opened?.replica.close();
      }
    };
    return { ...crashed, pageBytes: PAGE_BYTES, commitEnds, look };
  },
};
