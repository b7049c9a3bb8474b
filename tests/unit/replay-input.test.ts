import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inboundMessageSchema, type InboundPost } from '../../shared/domain/inbound.ts';
import type { ReplayInput } from '../../tools/replay/item.ts';
import { loadReplay } from '../../tools/replay/load.ts';
import { readIsoDate, readTweetDate } from '../../tools/replay/tweets.ts';

const HEADER = ',tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id';
const DATE = 'Tue Oct 31 22:10:47 +0000 2017';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(content: string | Buffer, name = 'input.csv', defaultAccount?: string): Promise<ReplayInput> {
  const file = join(folder, name);
  await writeFile(file, content);
  return loadReplay(file, { now: 1_700_000_000_000, defaultAccount });
}
const csv = (...rows: string[]): string => [HEADER, ...rows, ''].join('\n');
const posts = (input: ReplayInput): InboundPost[] => input.items.map(({ message }) => message).filter((message) => message.kind === 'post');
const codes = (input: ReplayInput): string[] => input.rejected.map(({ row, code, field }) => `${row} ${code} ${field ?? ''}`.trim());

describe('a CSV of tweets', () => {
  it('becomes messages with thread, account, addressee and instant; children may stand before their parents', async () => {
    const input = await load(
      csv(
        `0,13,musterbank,False,Tue Oct 31 22:12:00 +0000 2017,@900 2/2 bitte per Nachricht,,12.0`,
        `1,12,musterbank,False,Tue Oct 31 22:11:00 +0000 2017,"@900 1/2 Hallo, wir helfen",13,11.0`,
        `2,11,900,True,Tue Oct 31 22:10:47 +0000 2017,Meine Karte geht nicht,"12,14",`,
        `3,14,901,True,Tue Oct 31 22:13:00 +0000 2017,@900 bei mir auch,,11.0`,
      ),
    );
    expect(input).toMatchObject({ read: 4, duplicates: 0, rejected: [] });
    const found = posts(input);
    for (const post of found) expect(inboundMessageSchema.parse(post)).toEqual(post);
    expect(found.map((post) => post.remoteId)).toEqual(['twcs-11', 'twcs-12', 'twcs-13', 'twcs-14']);
    expect(new Set(found.map((post) => `${post.account} ${post.threadRemoteId}`))).toEqual(new Set(['musterbank twcs-11']));
    expect(found[0]).toMatchObject({
      direction: 'in',
      author: { remoteId: '900', handle: '900' },
      sentAt: Date.UTC(2017, 9, 31, 22, 10, 47),
    });
    expect(found[0]).not.toHaveProperty('inReplyToRemoteId');
    // The second half of an answer replies to the first; both address the customer above.
    expect(found[2]).toMatchObject({
      direction: 'out',
      author: { handle: 'musterbank' },
      inReplyToRemoteId: 'twcs-12',
      recipientRemoteId: '900',
    });
    expect(found[3]).toMatchObject({ direction: 'in', author: { handle: '901' }, inReplyToRemoteId: 'twcs-11' });
  });

  it('keeps a bare carriage return in its field, also without quotes and under CRLF', async () => {
    const input = await load([HEADER, `0,1,900,True,${DATE},one\r\rtwo,,`, `1,2,900,True,${DATE},"three\rfour\nfive",,`, ''].join('\r\n'));
    expect(posts(input).map((post) => post.text)).toEqual(['one\r\rtwo', 'three\rfour\nfive']);
  });

  it('keeps the answer to a missing tweet under the id of that tweet', async () => {
    const input = await load(csv(`0,5,musterbank,False,${DATE},@900 gern geschehen,,4.0`, `1,6,900,True,${DATE},danke,,4.0`));
    expect(posts(input).map((post) => [post.threadRemoteId, post.inReplyToRemoteId, post.recipientRemoteId])).toEqual([
      ['twcs-4', 'twcs-4', '900'],
      ['twcs-4', 'twcs-4', undefined],
    ]);
  });

  it('joins a tweet to the parent that names it although it does not name its parent', async () => {
    const input = await load(csv(`0,2,musterbank,False,Tue Oct 31 22:20:00 +0000 2017,hallo,,`, `1,1,900,True,${DATE},hilfe,2,`));
    expect(posts(input).map((post) => [post.remoteId, post.threadRemoteId])).toEqual([
      ['twcs-1', 'twcs-1'],
      ['twcs-2', 'twcs-1'],
    ]);
  });

  it('takes the first answering brand, then a named one, then the default as the account', async () => {
    const input = await load(
      csv(
        `0,1,900,True,${DATE},@zweitbank hilfe,2,`,
        `1,2,erstbank,False,Tue Oct 31 22:11:00 +0000 2017,@900 hallo,3,1.0`,
        `2,3,zweitbank,False,Tue Oct 31 22:12:00 +0000 2017,@900 auch hallo,,2.0`,
        `3,4,901,True,${DATE},Wo ist @ErstBank?,,`,
        `4,5,902,True,${DATE},Wer hilft mir?,,`,
      ),
      'input.csv',
      'auffang',
    );
    expect(Object.fromEntries(posts(input).map((post) => [post.remoteId, post.account]))).toEqual({
      'twcs-1': 'erstbank',
      'twcs-2': 'erstbank',
      'twcs-3': 'erstbank',
      'twcs-4': 'erstbank',
      'twcs-5': 'auffang',
    });
    expect(posts(input).find((post) => post.remoteId === 'twcs-3')).toMatchObject({ direction: 'out', author: { handle: 'zweitbank' } });
  });

  it('rejects bad rows by code and goes on; the same id again is a duplicate', async () => {
    const input = await load(
      csv(
        `0,,900,True,${DATE},no id,,`,
        `1,2,900,maybe,${DATE},bad direction,,`,
        `2,3,900,True,Tue Feb 31 22:10:47 +0000 2017,bad date,,`,
        `3,4,,True,${DATE},no author,,`,
        `4,5,900,True,${DATE},"good, one",,`,
        `5,5,900,True,${DATE},again,,`,
        `6,6,900,True,${DATE},too few`,
        `7,7,900,True,${DATE},${'x'.repeat(100_001)},,`,
        `8,8,900,True,${DATE},bad parent,,not an id`,
        `9,9,900,True,${DATE},good two,,`,
      ),
    );
    expect(codes(input)).toEqual([
      '1 ROW_ID_INVALID tweet_id',
      '2 ROW_DIRECTION_INVALID inbound',
      '3 ROW_DATE_INVALID created_at',
      '4 ROW_AUTHOR_INVALID author_id',
      '7 ROW_BROKEN',
      '8 ROW_TOO_LARGE text',
      '9 ROW_ID_INVALID in_response_to_tweet_id',
    ]);
    expect(posts(input).map((post) => post.text)).toEqual(['good, one', 'good two']);
    expect(input).toMatchObject({ read: 10, duplicates: 1 });
  });

  it('loses only the broken line when a quote is out of place', async () => {
    const input = await load(
      csv(
        `0,1,900,True,${DATE},fine,,`,
        `1,2,900,True,${DATE},"opened and never closed,,`,
        `2,3,900,True,${DATE},"rescued, with comma",,`,
        `3,4,900,True,${DATE},"closed" too early,,`,
        `4,5,900,True,${DATE},"swallows up to the next quote,,`,
        `5,6,"900",True,${DATE},rescued too,,`,
        `6,7,900,True,${DATE},"open at the end`,
      ),
    );
    expect(codes(input)).toEqual(['2 ROW_BROKEN', '4 ROW_BROKEN', '5 ROW_BROKEN', '7 ROW_BROKEN']);
    expect(posts(input).map((post) => post.text)).toEqual(['fine', 'rescued, with comma', 'rescued too']);
    expect(input.read).toBe(7);
  });

  it('rejects a row that is not UTF-8 or far too large and reads the next', async () => {
    const rows = [
      Buffer.from(`\uFEFF${HEADER}\n0,1,900,True,${DATE},`),
      Buffer.from([0x66, 0xfc, 0x72]),
      Buffer.from(`,,\n1,2,900,True,${DATE},${'y'.repeat(1_200_000)},,\n2,3,900,True,${DATE},für 😀,,\n`),
    ];
    const input = await load(Buffer.concat(rows));
    expect(codes(input)).toEqual(['1 ROW_ENCODING_INVALID text', '2 ROW_TOO_LARGE']);
    expect(posts(input).map((post) => post.text)).toEqual(['für 😀']);
  });

  it.each([
    ['a missing column', 'tweet_id,text\n1,hallo\n', 'REPLAY_HEADER_INVALID'],
    ['an empty file', '', 'REPLAY_HEADER_INVALID'],
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}\n`, 'utf16le'), 'REPLAY_HEADER_INVALID'],
  ])('refuses %s as a whole', async (_, content, code) => {
    await expect(load(content)).rejects.toMatchObject({ code });
  });

  it('refuses a missing file, a folder and an unknown ending', async () => {
    await expect(loadReplay(join(folder, 'none.csv'), { now: 0 })).rejects.toMatchObject({ code: 'REPLAY_FILE_MISSING' });
    await expect(loadReplay(folder, { now: 0, format: 'csv' })).rejects.toMatchObject({ code: 'REPLAY_FILE_MISSING' });
    await expect(load('x', 'input.xlsx')).rejects.toMatchObject({ code: 'REPLAY_FILE_KIND' });
  });

  it('reads the dates of tweets and ISO dates, and no others', () => {
    expect(readTweetDate('Tue Oct 31 23:10:47 +0100 2017')).toBe(Date.UTC(2017, 9, 31, 22, 10, 47));
    expect(readTweetDate('2017-10-31T22:10:47Z')).toBe(Date.UTC(2017, 9, 31, 22, 10, 47));
    for (const bad of [
      '',
      'yesterday',
      '31.10.2017',
      'Tue Okt 31 22:10:47 +0000 2017',
      'Tue Oct 31 25:10:47 +0000 2017',
      '2017-06-31T00:00:00Z',
      '2017-10-31',
      '1960-01-01T00:00:00Z',
    ])
      expect(readTweetDate(bad)).toBeUndefined();
    expect(readIsoDate('2024-02-29T12:00:00.5+02:00')).toBe(Date.UTC(2024, 1, 29, 10, 0, 0, 500));
  });
});

describe('JSON lines', () => {
  it('takes the short form and the full form, edits and deletions behind what they change', async () => {
    const full = {
      v: 1,
      kind: 'post',
      channel: 'sandbox',
      account: 'musterkom_hilft',
      remoteId: 'p1',
      direction: 'in',
      author: { remoteId: '7', handle: 'lena' },
      text: 'Hallo',
      visibility: 'public',
      sentAt: 1_000,
    };
    const lines = [
      { v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom_hilft', remoteId: 'p1', deletedAt: 9_000 },
      { v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom_hilft', remoteId: 'p1', text: 'Hallo!', editedAt: 2_000 },
      {
        text: 'Guten Tag',
        author: '@musterkom_hilft',
        account: '@musterkom_hilft',
        sentAt: '1970-01-01T00:00:03Z',
        id: 'p2',
        inReplyTo: 'p1',
        to: '7',
      },
      full,
      { text: 'ohne alles', author: { handle: 'tom', name: 'Tom', followers: 3 } },
    ];
    const input = await load(lines.map((line) => JSON.stringify(line)).join('\r\n'), 'input.jsonl');
    expect(input).toMatchObject({ read: 5, rejected: [], duplicates: 0 });
    expect(input.items.map(({ message }) => `${message.kind} ${message.remoteId.slice(0, 4)}`)).toEqual([
      'post p1',
      'edit p1',
      'post p2',
      'deletion p1',
      'post line',
    ]);
    expect(posts(input)[0]).toEqual(full);
    expect(posts(input)[1]).toMatchObject({
      direction: 'out',
      account: 'musterkom_hilft',
      threadRemoteId: 'p1',
      inReplyToRemoteId: 'p1',
      recipientRemoteId: '7',
      sentAt: 3_000,
    });
    expect(posts(input)[2]).toMatchObject({
      direction: 'in',
      account: 'replay',
      author: { remoteId: 'tom', displayName: 'Tom', followers: 3 },
      sentAt: 1_700_000_000_000,
    });
  });

  it('gives a line without id the same id in every run, and two equal lines two ids', async () => {
    const line = JSON.stringify({ text: 'Hallo', author: 'lena' });
    const ids = async (): Promise<string[]> => posts(await load(`${line}\n${line}\n`, 'input.ndjson')).map((post) => post.remoteId);
    const first = await ids();
    expect(new Set(first).size).toBe(2);
    expect(await ids()).toEqual(first);
  });

  it('rejects bad lines by code and goes on', async () => {
    const lines: (string | Buffer)[] = [
      '{"text":"fine","author":"lena","id":"a"}',
      'no json',
      '[1]',
      '{"text":"typo","autor":"lena","author":"lena"}',
      '{"author":"lena"}',
      '{"text":"x","author":"lena","sentAt":"yesterday"}',
      '{"v":2,"kind":"post"}',
      '{"v":1,"kind":"post","channel":"sandbox"}',
      Buffer.from([0x22, 0xff, 0x22]),
      `{"text":"${'z'.repeat(1_100_000)}","author":"lena"}`,
      '{"text":"again","author":"lena","id":"a"}',
      '   ',
      '{"text":"last","author":"lena","id":"b"}',
    ];
    const input = await load(Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))), 'input.jsonl');
    expect(codes(input)).toEqual([
      '2 ROW_BROKEN',
      '3 ROW_BROKEN',
      '4 INPUT_INVALID autor',
      '5 INPUT_INVALID text',
      '6 ROW_DATE_INVALID sentAt',
      '7 VERSION_UNKNOWN v',
      '8 INPUT_INVALID account',
      '9 ROW_ENCODING_INVALID',
      '10 ROW_TOO_LARGE',
    ]);
    expect(posts(input).map((post) => post.text)).toEqual(['fine', 'last']);
    expect(input).toMatchObject({ read: 12, duplicates: 1 });
  });
});
