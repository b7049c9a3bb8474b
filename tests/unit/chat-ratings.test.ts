import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countRatings } from '../../server/chat/ratings.ts';
import { Visits } from '../../server/chat/visits.ts';
import { SealedBox } from '../../server/storage/sealed-box.ts';
import { chatSettingsSchema } from '../../shared/channels/chat-settings.ts';

test('CHAT-7 leads read how many stars each account got, what ended without any, and an average; never who', () => {
  const dir = mkdtempSync(join(tmpdir(), 'leitstand-ratings-'));
  const visits = new Visits(join(dir, 'chat.db'), new SealedBox(Buffer.alloc(32, 1)));
  const visit = (key: string, accountId: string, at: number, stars?: number): void => {
    visits.touch({ key, accountId, lang: 'de', at });
    visits.end(key, at + 10);
    if (stars !== undefined) visits.rate(key, stars);
  };
  visit('old', 'web', 10, 1);
  visit('a', 'web', 100, 5);
  visit('b', 'web', 110, 4);
  visit('c', 'web', 120);
  visit('d', 'shop', 130);
  visits.touch({ key: 'open', accountId: 'web', lang: 'de', at: 140 });
  expect(countRatings(visits.ratings(50))).toEqual([
    { accountId: 'shop', chats: 1, rated: 0, stars: [0, 0, 0, 0, 0] },
    { accountId: 'web', chats: 3, rated: 2, stars: [0, 0, 0, 1, 1], average: 4.5 },
  ]);
  expect(countRatings(visits.ratings()).find(({ accountId }) => accountId === 'web')).toMatchObject({ chats: 4, rated: 3 });
  visits.close();
  rmSync(dir, { recursive: true, force: true });
});

test('CHAT-7 whether visitors are asked is a setting of the account: yes without one', () => {
  expect([{}, { rating: '' }, { rating: 'yes' }, { rating: 'no' }].map((given) => chatSettingsSchema.parse(given).rating)).toEqual([true, true, true, false]);
});
