// What a stranger can do to the visitors' door: nonsense, forged tokens, too much, too large.
import fc from 'fast-check';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitorUpSchema } from '../../shared/protocol/visitor.ts';
import { CHAT_ORIGIN, chatAccount, newVisitorToken, RawVisitor } from '../support/chat-visitor.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

const SEED = Number(process.env['LEITSTAND_TEST_SEED'] ?? 20_261_122);
let world: ServerWorld;
let own: RawVisitor;
const SECRET = 'Meine Kundennummer ist 4711-geheim';
const url = (): string => world.app.url;

beforeAll(async () => {
  console.log(`seed ${SEED}`);
  world = await startServerWorld({ commands: [chatAccount()], chatLimits: { connectPerAddress: { perSecond: 10_000, burst: 100_000 }, socketsPerAddress: 5_000, newPerAddress: { perSecond: 1, burst: 8 } } });
  own = await RawVisitor.enter(url());
  await own.say(SECRET);
});
afterAll(() => world?.close());

const messages = (): number => world.app.center.committed.all('message').size;
async function stillServes(): Promise<void> {
  const visitor = await RawVisitor.enter(url(), { token: own.token });
  expect(visitor.shown().map(({ text }) => text)).toEqual([SECRET]);
  await visitor.close();
}

describe('malformed frames', () => {
  const json = fc.jsonValue({ maxDepth: 2 });
  const nearly = fc.record(
    { t: fc.constantFrom('hello', 'say', 'typing', 'seen', 'transcript', 'end', 'rate', 'ping', 'welcome', 'message', '__proto__'), v: fc.oneof(fc.constant(1), json), token: fc.oneof(fc.constant(newVisitorToken()), fc.string(), json), cursor: fc.oneof(fc.integer(), json), lang: fc.oneof(fc.constantFrom('de', 'en'), json), id: fc.oneof(fc.string(), json), text: fc.oneof(fc.string(), json), seq: fc.oneof(fc.integer(), fc.double(), json), on: json, stars: fc.oneof(fc.integer(), json), email: fc.oneof(fc.string(), json) },
    { requiredKeys: ['t'] },
  );
  const small = fc.oneof(fc.record({ t: fc.constant('seen'), seq: fc.oneof(fc.integer(), json) }), fc.record({ t: fc.constant('typing'), on: fc.oneof(fc.boolean(), json) }), fc.record({ t: fc.constant('rate'), stars: fc.oneof(fc.integer({ min: -3, max: 9 }), json) }), fc.record({ t: fc.constant('say'), id: fc.oneof(fc.constant('client-x1'), fc.string()), text: fc.oneof(fc.string(), json) }));
  const garbage = fc.oneof({ weight: 2, arbitrary: small.map((value) => JSON.stringify(value)) }, { weight: 3, arbitrary: nearly.map((value) => JSON.stringify(value)) }, { weight: 1, arbitrary: json.map((value) => JSON.stringify(value)) }, { weight: 1, arbitrary: fc.string({ maxLength: 400 }) }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) });

  test('CHAT-5 10,000 frames against the reader: what is not in the contract is refused, nothing throws', () => {
    let taken = 0;
    fc.assert(
      fc.property(garbage, (given) => {
        if (typeof given !== 'string') return;
        let value: unknown;
        try {
          value = JSON.parse(given);
        } catch {
          return;
        }
        if (visitorUpSchema.safeParse(value).success) taken += 1;
      }),
      { seed: SEED, numRuns: 10_000 },
    );
    // Some do fit, so the rest was not refused for nothing.
    expect(taken).toBeGreaterThan(0);
  });

  test('CHAT-5 300 visitors that send nonsense are answered with a code or shown out; nothing of it is in the log, and nobody else notices', async () => {
    const before = messages();
    const frames = fc.sample(fc.array(garbage, { minLength: 1, maxLength: 6 }), { seed: SEED, numRuns: 300 });
    const codes = new Set<string>();
    for (let at = 0; at < frames.length; at += 25) {
      await Promise.all(
        frames.slice(at, at + 25).map(async (ones) => {
          const visitor = await RawVisitor.connect(url());
          for (const one of ones) visitor.raw(one);
          await until('an answer to each, or the end', () => visitor.closed !== undefined || visitor.frames.length >= ones.length || visitor.refusals().length >= 3);
          for (const code of visitor.refusals()) codes.add(code);
          await visitor.close();
        }),
      );
    }
    expect([...codes].every((code) => ['CHAT_FRAME_INVALID', 'HELLO_FIRST', 'CHAT_FLOOD'].includes(code))).toBe(true);
    expect(codes).toContain('CHAT_FRAME_INVALID');
    expect(messages()).toBe(before);
    await stillServes();
  });

  test('CHAT-5 three frames that cannot be read, and the door closes', async () => {
    const visitor = await RawVisitor.enter(url());
    for (const bad of ['{', '[]', '{"t":"say"}']) visitor.raw(bad);
    await until('the end', () => visitor.closed !== undefined);
    expect(visitor.closed).toBe(1008);
    expect(visitor.refusals()).toEqual(['CHAT_FRAME_INVALID', 'CHAT_FRAME_INVALID', 'CHAT_FRAME_INVALID']);
  });

  test('CHAT-5 a frame that is too large ends the line before it is read; a text that is too long is refused', async () => {
    const large = await RawVisitor.enter(url());
    large.raw(JSON.stringify({ t: 'say', id: 'client-large', text: 'x'.repeat(300_000) }));
    await until('the end', () => large.closed !== undefined);
    expect(large.closed).toBe(1009);
    const long = await RawVisitor.enter(url());
    long.raw(JSON.stringify({ t: 'say', id: 'client-long', text: 'x'.repeat(2_001) }));
    await until('the refusal', () => long.refusals().includes('CHAT_FRAME_INVALID'));
    // The longest text there may be, in the widest characters there are.
    await long.say('😀'.repeat(1_000));
    await long.close();
  });
});

describe('forged tokens', () => {
  test('CHAT-2 500 tokens that are not the visitor’s own open nothing, however near they are', async () => {
    const { token } = own;
    const flip = (at: number): string => `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    const forged = [...Array.from({ length: 43 }, (_, at) => flip(at)), token.slice(1) + 'A', token.toUpperCase(), token.toLowerCase(), [...token].reverse().join(''), ...Array.from({ length: 453 }, newVisitorToken)].filter((one) => one !== token);
    expect(forged.length).toBeGreaterThanOrEqual(498);
    let opened = 0;
    for (let at = 0; at < forged.length; at += 50) {
      await Promise.all(
        forged.slice(at, at + 50).map(async (one) => {
          const visitor = await RawVisitor.connect(url(), { token: one });
          visitor.send({ t: 'hello', v: 1, token: one, cursor: 0, lang: 'de' });
          const [welcome] = await until('a welcome', () => (visitor.frames.length > 0 ? visitor.frames : undefined));
          if (welcome?.t !== 'welcome' || welcome.state !== 'new' || welcome.messages.length > 0) opened += 1;
          await visitor.close();
        }),
      );
    }
    expect(opened).toBe(0);
  });

  test('CHAT-2 what is no token at all is refused', async () => {
    for (const token of ['', own.token.slice(1), `${own.token}A`, `${own.token.slice(0, 42)}=`, `${own.token.slice(0, 42)} `, "' OR 1=1 --", own.token.slice(0, 42) + '\0']) {
      const visitor = await RawVisitor.connect(url());
      visitor.raw(JSON.stringify({ t: 'hello', v: 1, token, cursor: 0, lang: 'de' }));
      await until('the refusal', () => visitor.refusals().includes('CHAT_FRAME_INVALID'));
      expect(visitor.frames.some((frame) => frame.t === 'welcome')).toBe(false);
      await visitor.close();
    }
  });
});

describe('too much', () => {
  test('CHAT-5 who writes faster than people do is told when to go on; what was refused can be sent again', async () => {
    const flood = await RawVisitor.enter(url());
    for (let n = 0; n < 30; n += 1) flood.send({ t: 'say', id: `flood-${String(n).padStart(4, '0')}`, text: `Nachricht ${n}` });
    await until('an answer to each', () => flood.frames.filter((frame) => frame.t === 'said' || frame.t === 'refused').length >= 30);
    const refused = flood.frames.flatMap((frame) => (frame.t === 'refused' ? [frame] : []));
    expect(refused.length).toBeGreaterThan(15);
    expect(refused.every(({ re, code, retryAfterMs, id }) => re === 'say' && code === 'CHAT_FLOOD' && (retryAfterMs ?? 0) > 0 && id?.startsWith('flood-') === true)).toBe(true);
    const taken = 30 - refused.length;
    expect(flood.shown()).toHaveLength(taken);
    await flood.close();
  });

  test('CHAT-5 one address makes so many new visitors and no more; who is known already goes on', async () => {
    const outcomes: string[] = [];
    for (let n = 0; n < 14; n += 1) {
      const visitor = await RawVisitor.enter(url());
      outcomes.push(await visitor.say('Hallo').then(() => 'taken', (error: unknown) => (error as Error).message));
      await visitor.close();
    }
    expect(outcomes.filter((one) => one === 'CHAT_FLOOD').length).toBeGreaterThanOrEqual(3);
    await stillServes();
  });

  test('CHAT-5 a visitor has so many pages open and no more', async () => {
    const token = newVisitorToken();
    const pages = await Promise.all(Array.from({ length: 12 }, () => RawVisitor.enter(url(), { token })));
    const more = await RawVisitor.connect(url(), { token });
    more.send({ t: 'hello', v: 1, token, cursor: 0, lang: 'de' });
    await until('the refusal', () => more.refusals().includes('CHAT_BUSY'));
    await Promise.all([...pages, more].map((page) => page.close()));
  });

  test('CHAT-5 who goes on sending though told to wait is shown out', async () => {
    const loud = await RawVisitor.enter(url());
    for (let n = 0; n < 2_000 && loud.socket.readyState === loud.socket.OPEN; n += 1) loud.send({ t: 'say', id: `loud-${String(n).padStart(5, '0')}`, text: 'x'.repeat(1_000) });
    await until('the end', () => loud.closed !== undefined);
    expect(loud.shown().length).toBeLessThan(20);
    await stillServes();
  });

  test('CHAT-1 a handshake that is no handshake takes nothing down', async () => {
    const { port } = world.app;
    const lines = ['GET /chat/v1/socket?brand=musterkom_web HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', `GET /chat/v1/socket?brand=musterkom_web HTTP/1.1\r\nHost: x\r\nOrigin: ${CHAT_ORIGIN}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n\r\n`, 'GET /chat/v1/socket?brand=%ff HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', 'GET //chat/v1/socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', 'GET http:// HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'];
    for (const line of lines) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      const ended = new Promise<string>((resolve) => {
        let heard = '';
        socket.on('data', (data) => (heard += String(data)));
        socket.on('close', () => resolve(heard));
      });
      socket.write(line);
      setTimeout(() => socket.destroy(), 1_500).unref();
      expect(await ended).not.toContain('101 Switching');
    }
    await stillServes();
  });
});
