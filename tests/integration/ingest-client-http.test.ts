import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundPost, IngestResult } from '../../shared/domain/inbound.ts';
import { createIngestClient, signIngest, type IngestClient, type IngestClientOptions } from '../../tools/ingest-client.ts';
import { accountFor } from '../../tools/replay/run.ts';
import { FakeIngestServer } from '../support/fake-ingest-server.ts';

const post = (number: number, text = `Frage ${number}`): InboundPost => ({
  v: 1,
  kind: 'post',
  channel: 'sandbox',
  account: 'marke',
  remoteId: `p${number}`,
  direction: 'in',
  author: { remoteId: 'u1', handle: 'lena' },
  text,
  visibility: 'public',
  sentAt: 1_000 + number,
});
const posts = (count: number): InboundPost[] => Array.from({ length: count }, (_, number) => post(number));
const accounts = [accountFor(post(0))];
const ids = (results: readonly IngestResult[]): (string | undefined)[] => results.map((result) => result.remoteId);

describe('the ingest client', () => {
  let server: FakeIngestServer;
  let pauses: number[];
  const client = (more: Partial<IngestClientOptions> = {}): IngestClient =>
    createIngestClient({ serverUrl: server.url, key: server.key, random: () => 0.5, sleep: async (ms) => void pauses.push(ms), ...more });

  beforeEach(async () => {
    server = await FakeIngestServer.start();
    pauses = [];
  });
  afterEach(() => server.stop());

  it('signs timestamp and raw body', () => {
    // Computed apart: printf '1700000000000.{"messages":[]}' | openssl dgst -sha256 -hmac secret
    expect(signIngest('secret', '1700000000000', '{"messages":[]}')).toBe(
      'sha256=adcac4a008e0dc6b6a5a3ced65db446d4a6b821583abc0c971f3a4b1fc41f4fa',
    );
  });

  it('sends in order, in batches the server takes, one result each', async () => {
    const results = await client().send(posts(1201), { accounts });
    expect(ids(results)).toEqual(posts(1201).map((one) => one.remoteId));
    expect(server.messages.map((one) => one.remoteId)).toEqual(ids(results));
    expect(server.batches).toEqual([500, 500, 201]);
    expect(server.forged).toBe(0);
  });

  it('repeats on 429, 5xx and a lost connection, waits as long as asked, and nothing is taken twice', async () => {
    server.faults.push({ status: 429, headers: { 'retry-after': '3' } }, { status: 503 }, 'drop', 'dropAfter');
    const results = await client().send(posts(3), { accounts });
    expect(pauses).toEqual([3_000, 300, 600, 1_200]);
    // The fourth request was taken although its answer was lost.
    expect(results.map((result) => result.status)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(server.messages).toHaveLength(3);
  });

  it('signs each try with the time of that try', async () => {
    let now = Date.now() - 3_600_000;
    server.faults.push({ status: 503 });
    const sleep = async (): Promise<void> => void (now = Date.now());
    expect(await client({ now: () => now, sleep }).send(posts(1), { accounts })).toHaveLength(1);
  });

  it('gives up with a code after the last try', async () => {
    for (let count = 0; count < 4; count += 1)
      server.faults.push({ status: 503, body: { error: { code: 'STARTING', message: 'not yet' } } });
    await expect(client({ tries: 4 }).send(posts(1))).rejects.toMatchObject({
      code: 'INGEST_UNREACHABLE',
      message: expect.stringContaining('503 STARTING'),
    });
    expect(server.requests).toBe(4);
    const late = client({ tries: 2 });
    await server.stop();
    await expect(late.send(posts(1))).rejects.toMatchObject({
      code: 'INGEST_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    server = await FakeIngestServer.start();
  });

  it('does not repeat what the server refuses, and says its code', async () => {
    await expect(client({ key: 'wrong' }).send(posts(1))).rejects.toMatchObject({
      code: 'INGEST_REFUSED',
      message: expect.stringContaining('INGEST_SIGNATURE'),
    });
    expect(server.requests).toBe(1);
  });

  it('halves what is too large and rejects only the single message that is', async () => {
    server.largestBodyBytes = 3_000;
    const list = [...posts(9), post(9, 'x'.repeat(4_000)), post(10)];
    const results = await client().send(list, { accounts });
    expect(results.map((result) => (result.status === 'rejected' ? result.code : result.status))).toEqual([
      ...Array.from({ length: 9 }, () => 'ingested'),
      'INPUT_TOO_LARGE',
      'ingested',
    ]);
    expect(ids(results)).toEqual(list.map((one) => one.remoteId));
    expect(server.messages.map((one) => one.remoteId)).toEqual(ids(results).filter((id) => id !== 'p9'));
  });

  it('keeps a body below the limit without being told', async () => {
    const list = Array.from({ length: 60 }, (_, number) => post(number, 'ü'.repeat(50_000)));
    expect(await client().send(list, { accounts })).toHaveLength(60);
    expect(server.batches.length).toBeGreaterThan(1);
    expect(server.messages).toHaveLength(60);
  });

  it('refuses an answer that does not fit the question', async () => {
    server.faults.push({ status: 200, body: { results: [] } });
    await expect(client().send(posts(2))).rejects.toMatchObject({ code: 'INGEST_ANSWER_INVALID' });
    server.faults.push({ status: 200, body: { ok: true } });
    await expect(client().send(posts(2))).rejects.toMatchObject({ code: 'INGEST_ANSWER_INVALID' });
  });
});
