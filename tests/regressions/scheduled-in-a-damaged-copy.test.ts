// Found by the simulation (seeds 2602 and 2654, 5,000 steps): the copy of an office desk was damaged while replies waited there for their time. The new copy held them for unclear, where nobody
// sits to decide, although the server knew that nobody had ever had leave.
import { expect, test } from 'vitest';
import { afterSalvage, becameUnclear, permitRefused, serverSaid } from '../../shared/sync/outbox-results.ts';

const NOW = 100_000;
const overdue = { kind: 'scheduled', sendAt: NOW - 5_000, executor: 'thisDesk', since: 1 } as const;

test('what waits for its time by the server’s word waits for it again, in doubt or unclear, at whichever desk the server names', () => {
  const doubtful = afterSalvage(overdue, NOW);
  expect(doubtful).toMatchObject({ kind: 'unknown', salvaged: true });
  const again = { kind: 'scheduled', sendAt: NOW - 5_000, executor: 'headless', since: NOW };
  expect(serverSaid(doubtful, 'scheduled', NOW, overdue.sendAt)).toEqual(again);
  if (doubtful.kind !== 'unknown') throw new Error('not in doubt');
  expect(serverSaid(becameUnclear(doubtful, 'noAnswer', NOW), 'scheduled', NOW, overdue.sendAt)).toEqual(again);
});

test('an attempt that was noted stays in doubt', () => {
  const tried: Parameters<typeof serverSaid>[0] = { kind: 'unknown', sent: [], startedAt: NOW - 9, firstAttemptAt: NOW - 9, tries: 1, looks: 0, since: NOW, until: NOW, detail: '' };
  expect(serverSaid(tried, 'scheduled', NOW, overdue.sendAt)).toBe(tried);
});

test('a reply that had failed before leave was asked for it: the server’s word ends the doubt', () => {
  const doubtful = permitRefused(0, { code: 'REPLY_KNOWN', message: 'It is failed.' }, NOW);
  expect(serverSaid(doubtful, 'failed', NOW)).toMatchObject({ kind: 'becameDraft' });
});
