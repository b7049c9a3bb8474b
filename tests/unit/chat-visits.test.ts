import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Visits } from '../../server/chat/visits.ts';
import { SqliteMailQueue } from '../../server/mail/mail-queue.ts';
import type { OutgoingMail } from '../../server/mail/port.ts';
import { SealedBox } from '../../server/storage/sealed-box.ts';

let dir: string;
let box: SealedBox;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'leitstand-chat-'));
  box = new SealedBox(randomBytes(32));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('CHAT-9 marks move forward only, are there before and after they are written, and over a restart', () => {
  const path = join(dir, 'chat.db');
  let visits = new Visits(path, box);
  visits.touch({ key: 'v1', accountId: 'web', lang: 'de', at: 1_000, email: 'lena@example.org' });
  const marks = (): (number | undefined)[] => [visits.get('v1')?.seenSeq, visits.get('v1')?.readSeq];
  visits.mark('v1', { seenSeq: 12 });
  visits.mark('v1', { readSeq: 9 });
  visits.mark('v1', { seenSeq: 3 });
  expect(marks()).toEqual([12, 9]);
  visits.flush();
  expect(marks()).toEqual([12, 9]);
  visits.mark('v1', { seenSeq: 5, readSeq: 10 });
  visits.flush();
  expect(marks()).toEqual([12, 10]);
  visits.close();
  visits = new Visits(path, box);
  expect(visits.get('v1')).toMatchObject({ seenSeq: 12, readSeq: 10, email: 'lena@example.org', startedAt: 1_000, lastAt: 1_000 });
  visits.touch({ key: 'v1', accountId: 'web', lang: 'de', at: 30_000 });
  expect(visits.get('v1')?.lastAt, 'signs of life are written now and then').toBe(1_000);
  visits.touch({ key: 'v1', accountId: 'web', lang: 'de', at: 90_000 });
  expect(visits.get('v1')?.lastAt).toBe(90_000);
  visits.close();
});

test('CHAT-7 a visit ends once, is rated once, is forgotten with its address, and is dropped when it has run out', () => {
  const visits = new Visits(join(dir, 'chat.db'), box);
  for (const [key, at] of [['v1', 1_000], ['v2', 2_000]] as const) visits.touch({ key, accountId: 'web', lang: 'en', at, email: `${key}@example.org` });
  visits.end('v1', 5_000);
  visits.end('v1', 9_000);
  expect(visits.get('v1')?.endedAt).toBe(5_000);
  expect([visits.rate('v1', 5), visits.rate('v1', 1), visits.rate('nobody', 3)]).toEqual([true, false, false]);
  expect(visits.ratings()).toEqual([{ accountId: 'web', stars: 5, count: 1 }]);
  visits.forget('v2', 7_000);
  expect(visits.get('v2')).toMatchObject({ email: undefined, endedAt: 7_000 });
  expect(visits.purge(1_500)).toBe(1);
  expect([visits.get('v1'), visits.get('v2')?.key]).toEqual([undefined, 'v2']);
  visits.close();
});

test('CHAT-8 a mail is tried again with growing patience, under one name, and is gone from disk once it went; what is refused for good is let go', async () => {
  let now = 0;
  const due: { at: number; run: () => void }[] = [];
  const sent: { to: string; id: string }[] = [];
  const answers: (number | 'ok')[] = [];
  const outcomes: string[] = [];
  const open = () =>
    new SqliteMailQueue({
      path: join(dir, 'mail.db'),
      box,
      domain: 'musterkom.example',
      clock: { now: () => now, steady: () => now },
      timers: {
        after: (ms, run) => {
          const entry = { at: now + ms, run };
          due.push(entry);
          return () => void due.splice(due.indexOf(entry) >>> 0, 1);
        },
      },
      sender: {
        send: async ({ to }: OutgoingMail, id) => {
          sent.push({ to, id });
          const answer = answers.shift() ?? 'ok';
          if (answer !== 'ok') throw Object.assign(new Error('no'), { responseCode: answer });
        },
        close: () => undefined,
      },
      onProblem: () => undefined,
      onOutcome: (outcome) => outcomes.push(outcome),
    });
  const advance = async (ms: number): Promise<void> => {
    now += ms;
    for (;;) {
      const next = due.findIndex(({ at }) => at <= now);
      if (next < 0) return;
      due.splice(next, 1)[0]?.run();
      for (let n = 0; n < 20; n += 1) await Promise.resolve();
    }
  };
  const mail = (to: string): OutgoingMail => ({ to, subject: 'x', text: 'y', lang: 'de' });
  let queue = open();
  answers.push(451, 451, 'ok');
  queue.put('one', mail('lena@example.org'), { dueAt: 0 });
  queue.put('one', mail('somebody else'), { dueAt: 0 });
  await advance(0);
  expect(outcomes).toEqual(['retried']);
  await queue.close();
  // A restart forgets nothing.
  queue = open();
  await advance(15_000);
  await advance(29_000);
  expect(outcomes).toEqual(['retried', 'retried']);
  await advance(1_000);
  expect(outcomes).toEqual(['retried', 'retried', 'sent']);
  expect(sent).toEqual(Array.from({ length: 3 }, () => ({ to: 'lena@example.org', id: '<one@musterkom.example>' })));
  queue.put('one', mail('lena@example.org'), { dueAt: 0 });
  await advance(60_000);
  expect(sent).toHaveLength(3);

  answers.push(550);
  queue.put('two', mail('nobody@example.org'), { dueAt: now });
  queue.put('late', mail('jo@example.org'), { dueAt: now + 60_000, about: 'late:v1' });
  await advance(0);
  expect(outcomes.at(-1)).toBe('givenUp');
  queue.cancel('late:v1');
  await advance(3_600_000);
  expect(sent.map(({ to }) => to).filter((to) => to === 'jo@example.org')).toEqual([]);
  await queue.close();
});
