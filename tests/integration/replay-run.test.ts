import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import { createIngestClient } from '../../tools/ingest-client.ts';
import { loadReplay } from '../../tools/replay/load.ts';
import { main } from '../../tools/replay/main.ts';
import { runReplay } from '../../tools/replay/run.ts';
import type { ReplaySummary } from '../../tools/replay/tally.ts';
import { FakeIngestServer } from '../support/fake-ingest-server.ts';

const REAL_FILE = resolve(import.meta.dirname, '../../../shared/data/twcs/twcs_first5000.csv');

let server: FakeIngestServer;
let folder: string;
let stdout: string;
let stderr: string;

beforeEach(async () => {
  server = await FakeIngestServer.start();
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
  stdout = '';
  stderr = '';
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (args: string[], signal = new AbortController().signal): Promise<number> =>
  main(args, { stdout: { write: (text) => (stdout += text) }, stderr: { write: (text) => (stderr += text) } }, signal);
const lastLine = (): ReplaySummary => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as ReplaySummary;
const taken = (): InboundPost[] => server.messages.filter((message) => message.kind === 'post');

async function lines(count: number, more: string[] = []): Promise<string> {
  const file = join(folder, 'input.jsonl');
  const list = Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      text: `Frage ${at}`,
      author: `kunde_${at % 7}`,
      account: 'marke',
      id: `m${at}`,
      sentAt: 1_000_000 + at * 1_000,
      ...(at % 3 === 0 ? {} : { inReplyTo: `m${at - 1}` }),
    }),
  );
  await writeFile(file, [...list, ...more].join('\n'));
  return file;
}

describe('replay', () => {
  it('finds the center by its data folder, sends everything once, and takes nothing on a second run', async () => {
    await writeFile(
      join(folder, 'center.json'),
      JSON.stringify({ serverUrl: server.url, deskUrl: 'http://x', platformUrl: 'http://y', ingestKey: server.key, signIns: [] }),
    );
    const file = await lines(1_500, [
      '{"text":"Antwort","author":"marke","account":"marke","inReplyTo":"m0","id":"a0"}',
      'kaputt',
      '{"text":"doppelt","author":"x","account":"marke","id":"m0"}',
    ]);
    expect(await run([file, '--data', folder])).toBe(0);
    expect(lastLine()).toEqual({
      read: 1_503,
      ingested: 1_501,
      duplicates: 1,
      rejected: 1,
      rejectedBy: { ROW_BROKEN: 1 },
      threads: 500,
      conversations: server.conversations,
      customerMessages: 1_500,
      brandMessages: 1,
      seconds: expect.any(Number),
    });
    expect(stderr).toContain('row 1502: ROW_BROKEN');
    expect(server.accounts.get('sandbox marke')).toMatchObject({ credentialId: 'sandbox' });
    const place = new Map(taken().map((post, at) => [post.remoteId, at]));
    for (const post of taken())
      if (post.inReplyToRemoteId !== undefined) expect(place.get(post.inReplyToRemoteId)).toBeLessThan(place.get(post.remoteId) ?? -1);

    expect(await run([file, '--data', folder])).toBe(0);
    expect(lastLine()).toMatchObject({ read: 1_503, ingested: 0, duplicates: 1_502, rejected: 1, threads: 500 });
    expect(server.messages).toHaveLength(1_501);
  });

  it('counts what the server rejects by its code and names the message', async () => {
    const file = await lines(3, [
      JSON.stringify({
        v: 1,
        kind: 'post',
        channel: 'sandbox',
        account: 'marke',
        remoteId: 'later',
        direction: 'in',
        author: { remoteId: 'u', handle: 'u' },
        text: 'x',
        visibility: 'public',
        sentAt: 1,
      }),
    ]);
    server.faults.push({
      status: 200,
      body: {
        results: [0, 1, 2, 3].map((at) =>
          at === 0
            ? { status: 'rejected', remoteId: 'later', code: 'ACCOUNT_STOPPED', message: 'no' }
            : { status: 'ingested', remoteId: `m${at}`, seq: at, newThread: false, newConversation: false },
        ),
      },
    });
    expect(await run([file, '--url', server.url, '--key', server.key])).toBe(0);
    expect(lastLine()).toMatchObject({ read: 4, ingested: 3, rejected: 1, rejectedBy: { ACCOUNT_STOPPED: 1 } });
    expect(stderr).toContain('later: ACCOUNT_STOPPED');
  });

  it('ends after the request under way when interrupted, and says what was done', async () => {
    const stop = new AbortController();
    server.onRequest = () => {
      if (server.requests === 2) stop.abort();
    };
    expect(await run([await lines(1_500), '--url', server.url, '--key', server.key], stop.signal)).toBe(130);
    expect(lastLine()).toMatchObject({ read: 1_500, ingested: 1_000, notSent: 500, interrupted: true });
    expect(server.messages).toHaveLength(1_000);
  });

  it('says what was done when the server goes on refusing', async () => {
    const file = await lines(600);
    server.faults.push({ status: 200, body: { results: [] } });
    expect(await run([file, '--url', server.url, '--key', server.key])).toBe(1);
    expect(stderr).toContain('INGEST_ANSWER_INVALID');
    expect(lastLine()).toMatchObject({ read: 600, ingested: 0, notSent: 600, failed: 'INGEST_ANSWER_INVALID' });
  });

  it.each([
    [[], 'REPLAY_OPTION_INVALID (FILE)'],
    [['a.csv', 'b.csv', '--data', '.'], 'REPLAY_OPTION_INVALID (FILE)'],
    [['a.csv'], 'REPLAY_OPTION_INVALID (--data)'],
    [['a.csv', '--url', 'http://127.0.0.1:1'], 'REPLAY_OPTION_INVALID (--key)'],
    [['a.csv', '--url', 'ftp://x', '--key', 'k'], 'REPLAY_OPTION_INVALID (--url)'],
    [['a.csv', '--data', '.', '--url', 'http://x'], 'REPLAY_OPTION_INVALID (--url)'],
    [['a.csv', '--data', '.', '--speed', '0'], 'REPLAY_OPTION_INVALID (--speed)'],
    [['a.csv', '--data', '.', '--speed', 'fast'], 'REPLAY_OPTION_INVALID (--speed)'],
    [['a.csv', '--data', '.', '--speed=-2'], 'REPLAY_OPTION_INVALID (--speed)'],
    [['a.csv', '--data', '.', '--rate', '10/min'], 'REPLAY_OPTION_INVALID (--rate)'],
    [['a.csv', '--data', '.', '--rate', '10', '--speed', '2'], 'REPLAY_OPTION_INVALID (--rate)'],
    [['a.csv', '--data', '.', '--format', 'xml'], 'REPLAY_OPTION_INVALID (--format)'],
    [['a.csv', '--data', '.', '--account', 'a b'], 'REPLAY_OPTION_INVALID (--account)'],
    [['a.csv', '--data', '.', '--sped', '2'], 'REPLAY_OPTION_INVALID (--sped)'],
    [['a.csv', '--data', '/no/such/folder'], 'REPLAY_CENTER_MISSING'],
    [['/no/such/file.csv', '--url', 'http://127.0.0.1:1', '--key', 'k'], 'REPLAY_FILE_MISSING'],
    [['/no/such/file.pdf', '--url', 'http://127.0.0.1:1', '--key', 'k'], 'REPLAY_FILE_KIND'],
  ])('refuses %j with one coded line and exit code 2', async (args, code) => {
    expect(await run(args)).toBe(2);
    expect(stderr).toContain(`replay: ${code}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
  });

  it('refuses a center.json without a key, naming the field', async () => {
    await writeFile(join(folder, 'center.json'), JSON.stringify({ serverUrl: server.url }));
    expect(await run([await lines(1), '--data', folder])).toBe(2);
    expect(stderr).toMatch(/REPLAY_CENTER_MISSING .*ingestKey/);
  });

  it('explains itself', async () => {
    expect(await run(['--help'])).toBe(0);
    for (const option of ['--data', '--url', '--key', '--speed', '--rate', '--account', '--format']) expect(stdout).toContain(option);
  });
});

describe('pace', () => {
  /** A clock that only sleeping moves. */
  const paced = async (
    pace: Parameters<typeof runReplay>[2]['pace'],
    count: number,
  ): Promise<{ at: number[]; outcome: Awaited<ReturnType<typeof runReplay>> }> => {
    let nowMs = 0;
    const at: number[] = [];
    server.onRequest = () => void at.push(Math.round(nowMs));
    const input = await loadReplay(await lines(count), { now: 0 });
    const outcome = await runReplay(input, createIngestClient({ serverUrl: server.url, key: server.key }), {
      pace,
      steady: () => nowMs,
      sleep: async (ms) => void (nowMs += ms),
    });
    return { at, outcome };
  };

  it('spreads messages evenly at a rate', async () => {
    const { at, outcome } = await paced({ kind: 'rate', perSecond: 4 }, 5);
    expect(at).toEqual([0, 250, 500, 750, 1_000]);
    expect(outcome.summary).toMatchObject({ ingested: 5, seconds: 1 });
  });

  it('keeps the rhythm at a speed', async () => {
    const { at } = await paced({ kind: 'speed', factor: 2 }, 5);
    expect(at).toEqual([0, 500, 1_000, 1_500, 2_000]);
  });

  it('ends a long wait when interrupted', async () => {
    const stop = new AbortController();
    const input = await loadReplay(await lines(3), { now: 0 });
    const running = runReplay(input, createIngestClient({ serverUrl: server.url, key: server.key }), {
      pace: { kind: 'rate', perSecond: 0.001 },
      signal: stop.signal,
    });
    server.onRequest = () => stop.abort();
    expect((await running).summary).toMatchObject({ ingested: 1, notSent: 2, interrupted: true });
  });
});

describe.skipIf(!existsSync(REAL_FILE))('5,000 real tweets', () => {
  it('all arrive once, threads whole, and a second replay brings nothing', async () => {
    const args = [REAL_FILE, '--url', server.url, '--key', server.key];
    expect(await run(args)).toBe(0);
    expect(lastLine()).toMatchObject({
      read: 5_000,
      ingested: 5_000,
      duplicates: 0,
      rejected: 0,
      rejectedBy: {},
      threads: 1_312,
      conversations: 1_483,
      customerMessages: 2_778,
      brandMessages: 2_222,
    });
    const seen = new Map(taken().map((post, at) => [post.remoteId, { post, at }]));
    expect(seen.size).toBe(5_000);
    const people = new Map<string, Set<string>>();
    for (const [at, post] of taken().entries()) {
      const parent = seen.get(post.inReplyToRemoteId ?? '');
      if (parent !== undefined) {
        expect(parent.at).toBeLessThan(at);
        expect([parent.post.threadRemoteId, parent.post.account]).toEqual([post.threadRemoteId, post.account]);
      }
      if (post.direction === 'in')
        people.set(post.threadRemoteId ?? '', (people.get(post.threadRemoteId ?? '') ?? new Set()).add(post.author.remoteId));
    }
    expect([...people.values()].filter((one) => one.size > 1)).toHaveLength(111);
    expect(taken().filter((post) => /\r\r/.test(post.text))).toHaveLength(1);
    expect([...server.accounts.values()].map((account) => account.handle)).not.toContain('replay');
    expect(await run(args)).toBe(0);
    expect(lastLine()).toMatchObject({ read: 5_000, ingested: 0, duplicates: 5_000, threads: 1_312 });
  });
});
