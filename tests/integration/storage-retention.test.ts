// How much of what is over stays on the desk.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entity } from '../../shared/domain/entity.ts';
import type { KeepLimits } from '../../shared/ipc/index.ts';
import { systemClock } from '../../electron/main/core/system-ports.ts';
import type { OpenedReplica } from '../../electron/main/storage/care.ts';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import type { SyncBase } from '../../electron/main/sync/ports.ts';
import { ReplicaView } from '../../electron/main/sync/replica-view.ts';
import { writeBatch } from '../../electron/main/sync/replica-writer.ts';
import { Retention } from '../../electron/main/sync/retention.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { FakeCenter, ME } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';
import { replicaFolder, sampleReply, TEST_KEY } from '../support/replica-kit.ts';
import type { ReplicaFolder } from '../support/replica-kit.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 5, 1);

describe('STORE-14 what leaves the desk', () => {
  let folder: ReplicaFolder;
  let opened: OpenedReplica;
  let view: ReplicaView;
  let limits: KeepLimits;
  let linked: boolean;
  let told: number;
  const underWay: string[] = [];
  const shown: string[] = [];

  beforeEach(() => {
    folder = replicaFolder();
    opened = openOrRebuild({ dataDir: folder.dataDir, key: TEST_KEY, now: () => NOW });
    view = new ReplicaView(opened.stores);
    limits = { keepDays: 30, keepMegabytes: 500 };
    linked = false;
    told = 0;
    underWay.length = 0;
    shown.length = 0;
  });
  afterEach(() => {
    opened.replica.close();
    folder.remove();
  });

  /** A conversation with one message, as a frame of the server would have brought it. */
  function keep(
    n: number,
    daysAgo: number,
    more: { owner?: string; state?: 'assigned' | 'closed' | 'queued'; text?: string; lockedBy?: string } = {},
  ): void {
    const at = NOW - daysAgo * DAY;
    const conversation = {
      id: `c${n}`,
      threadId: `t${n}`,
      accountId: 'a',
      contactId: `k${n}`,
      channel: 'sandbox',
      visibility: 'public',
      openedAt: at,
      epoch: 1,
      workItemId: `w${n}`,
      lastInboundAt: at,
      ...(more.owner === undefined ? {} : { ownerAgentId: more.owner }),
      ...(more.lockedBy === undefined ? {} : { lockedByReplyId: more.lockedBy }),
    };
    const message = {
      id: `m${n}`,
      threadId: `t${n}`,
      conversationId: `c${n}`,
      direction: 'in',
      authorContactId: `k${n}`,
      visibility: 'public',
      bodyRef: `b${n}`,
      sentAt: at,
      receivedAt: at,
    };
    const workItem = { id: `w${n}`, conversationId: `c${n}`, state: more.state ?? 'closed' };
    const contact = { id: `k${n}`, profileRef: `p${n}`, createdAt: at };
    const write = (noun: 'conversation' | 'message' | 'workItem' | 'contact', id: string, value: unknown) => ({
      noun,
      id,
      seq: n,
      value: value as Entity,
    });
    writeBatch(
      opened.stores,
      {
        kind: 'apply',
        cursor: n,
        entities: [
          write('conversation', `c${n}`, conversation),
          write('message', `m${n}`, message),
          write('workItem', `w${n}`, workItem),
          write('contact', `k${n}`, contact),
        ],
        bodies: [
          { ref: `b${n}`, conversationId: `c${n}`, text: JSON.stringify({ text: more.text ?? `Gemeinsam Wort${n}` }) },
          { ref: `p${n}`, conversationId: `c${n}`, text: JSON.stringify({ displayName: `Name${n}`, identities: [] }) },
        ],
        forget: [],
        held: [{ conversationId: `c${n}`, held: { asOfSeq: n } }],
        rows: [],
        rowsReset: false,
        fresh: [],
        applied: [],
        setAside: [],
        startOver: false,
      },
      at,
    );
  }

  function retention(): Retention {
    const base = {
      stores: opened.stores,
      clock: { now: () => NOW, steady: () => 0 },
      timers: { after: () => () => undefined },
      log: {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: (fields: object) => void expect.fail(JSON.stringify(fields)),
      },
    };
    return new Retention({
      base: base as unknown as SyncBase,
      view,
      settings: () => ({ language: 'de', theme: 'system', undoMs: 0, place: 'home', ...limits }),
      linked: () => linked,
      online: () => linked,
      underWay: () => underWay,
      shown: () => shown,
      applied: () => undefined,
      tellHeld: () => void (told += 1),
    });
  }

  const held = (): string[] =>
    opened.stores.held
      .all()
      .map(({ conversationId }) => conversationId)
      .toSorted();
  const found = (word: string): string[] =>
    opened.stores.bodies
      .search(word)
      .map(({ conversationId }) => conversationId)
      .toSorted();

  test('closed ones go after so many days unused, with their texts, their people and every trace in the search', () => {
    keep(1, 40);
    keep(2, 31);
    keep(3, 29);
    keep(4, 40);
    opened.stores.held.touch('c4', NOW - 5 * DAY);
    expect(found('gemeinsam')).toEqual(['c1', 'c2', 'c3', 'c4']);
    expect(retention().count()).toEqual({ conversations: 4, closed: 4 });
    expect(retention().prune()).toBe(2);
    expect(held()).toEqual(['c3', 'c4']);
    expect(found('gemeinsam')).toEqual(['c3', 'c4']);
    expect([found('wort1'), found('name1'), found('wort3'), found('name3')]).toEqual([[], [], ['c3'], ['c3']]);
    expect(opened.stores.bodies.get('b1')).toBeUndefined();
    expect(opened.stores.entities.byNoun('contact').map(({ id }) => id)).toEqual(['k3', 'k4']);
    expect(opened.replica.prepare('SELECT count(*) AS n FROM body').get()).toEqual(
      opened.replica.prepare('SELECT count(*) AS n FROM message_text').get(),
    );
  });

  test('never what is held, waits, has a draft, a reply of whatever state, a command on its way, or is being looked at', () => {
    keep(1, 400, { owner: 'me', state: 'assigned' });
    keep(2, 400, { state: 'queued' });
    keep(3, 400);
    opened.stores.drafts.save('c3', { text: 'noch nicht fertig' }, 1);
    keep(4, 400);
    opened.stores.outbox.enqueue(sampleReply('r4', { conversationId: 'c4', state: 'waiting' }), 1);
    keep(5, 400);
    underWay.push('c5');
    keep(6, 400);
    shown.push('c6');
    keep(7, 400, { lockedBy: 'r-somewhere' });
    keep(8, 400);
    opened.stores.entities.put({ noun: 'draft', id: 'c8', conversationId: 'c8', seq: 8, value: { conversationId: 'c8' } });
    keep(9, 400);
    limits = { keepDays: 1, keepMegabytes: 0 };
    expect(retention().prune()).toBe(1);
    expect(held()).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8']);
    expect(opened.stores.outbox.get('r4')).toBeDefined();
    expect(opened.stores.drafts.get('c3')).toBeDefined();
  });

  test('by size: the longest unused first, until it is well under the limit; the room is used again', () => {
    const text = 'Lieferung '.repeat(2_000);
    for (let n = 1; n <= 120; n++) keep(n, 20 - n / 10, { text: `${text}Nummer${n}` });
    const before = opened.stores.usage().usedBytes;
    limits = { keepDays: 365, keepMegabytes: before / 1_000_000 / 2 };
    const gone = retention().prune();
    expect(gone).toBeGreaterThan(30);
    expect(gone).toBeLessThan(120);
    expect(opened.stores.usage().usedBytes).toBeLessThanOrEqual(limits.keepMegabytes * 1_000_000);
    expect(held()).toEqual(Array.from({ length: 120 - gone }, (_, at) => `c${at + gone + 1}`).toSorted());
    opened.stores.compact();
    expect(opened.stores.usage().freeBytes).toBe(0);
    expect(found('nummer120')).toEqual(['c120']);
  });

  test('while linked the server is told anew what is held; with nothing to let go it is left in peace', () => {
    linked = true;
    keep(1, 40);
    expect(retention().prune()).toBe(1);
    expect(told).toBe(1);
    expect(retention().prune()).toBe(0);
    expect(told).toBe(1);
  });
});

describe('STORE-14 on a desk', () => {
  test(
    'what is over for longer than the limit goes at the start, is not sent again by itself, and can be opened again',
    { timeout: 60_000 },
    async () => {
      const center = new FakeCenter();
      await center.start();
      const mine = seedConversation(center);
      const over = seedConversation(center, 2);
      center.append({
        type: 'workItem.closed',
        data: {
          workItemId: over.workItemId,
          conversationId: over.conversationId,
          agentId: ME,
          at: 1_700_000_000_500,
          disposition: { kind: 'noAnswerNeeded', reason: 'thanks' },
        },
      });
      for (const { conversationId } of [mine, over]) center.held.add(conversationId);
      const desk = new DeskWorld(center.url);
      const conversations = async (): Promise<number | undefined> => (await desk.core.handlers['storage.get']({})).storage?.conversations;
      try {
        await desk.open();
        await desk.signIn();
        await until(async () => (await conversations()) === 2, 'both here', desk);
        expect((await desk.core.handlers['storage.get']({})).storage).toMatchObject({ keptBy: 'keychain', durable: true, closed: 1 });
        expect(await desk.core.handlers['settings.get']({})).toMatchObject({ keepDays: 30, keepMegabytes: 500 });
        await desk.core.close();
        center.held.delete(over.conversationId);
        await desk.open({ clock: { now: () => systemClock.now() + 29 * DAY, steady: () => systemClock.steady() } });
        expect(await conversations()).toBe(2);
        await desk.core.handlers['settings.set']({ keepDays: 28 });
        expect(await conversations()).toBe(1);
        await desk.online();
        expect(await conversations()).toBe(1);
        await desk.core.handlers['conversation.open']({ conversationId: over.conversationId });
        await until(
          async () => (await desk.core.handlers['conversation.open']({ conversationId: over.conversationId })).held === 'held',
          'fetched again',
          desk,
        );
      } finally {
        await desk.dispose();
        await center.stop();
      }
    },
  );
});
