import { describe, expect, test } from 'vitest';
import { SharedFrames, textFrame } from '../../server/transport/shared-frames.ts';

/** Reads one unmasked frame as RFC 6455 says it lies on the wire. */
function unframe(frame: Buffer): { head: number; text: string } {
  const short = frame[1] ?? 0;
  const at = short < 126 ? 2 : short === 126 ? 4 : 10;
  const length = short < 126 ? short : short === 126 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2));
  expect(frame.length).toBe(at + length);
  return { head: frame[0] ?? 0, text: frame.subarray(at).toString('utf8') };
}

class Sink {
  readonly written: { packet: string; frame: Buffer }[] = [];
  write(packet: string, options: object): void {
    this.written.push({ packet, frame: (options as { wsPreEncodedFrame: Buffer[] }).wsPreEncodedFrame[0] as Buffer });
  }
}

describe('frames made once', () => {
  test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])('a text of %i bytes is one final text frame of that length', (length) => {
    const text = 'x'.repeat(length);
    expect(unframe(textFrame(text))).toEqual({ head: 0x81, text });
  });

  test('length counts bytes, not characters', () => {
    const text = `${'ü€😀'.repeat(40)}`;
    expect(unframe(textFrame(text)).text).toBe(text);
  });

  test('the same message goes to every socket as the very same bytes; what they say is the message', () => {
    const frames = new SharedFrames();
    const [a, b] = [new Sink(), new Sink()];
    const batch = { fromSeq: 3, toSeq: 7, events: [], rows: [{ kind: 'workItem', id: 'i', seq: 7, value: null }], rowsReset: true };
    frames.write(a, 'batch', batch);
    frames.write(b, 'batch', batch);
    expect(a.written[0]?.frame).toBe(b.written[0]?.frame);
    expect(unframe(a.written[0]?.frame as Buffer).text).toBe(`4${a.written[0]?.packet}`);
    expect(JSON.parse((a.written[0]?.packet ?? '').slice(1))).toEqual(['batch', batch]);
  });

  test('the same rows at another place in the log are another frame with the same rows', () => {
    const frames = new SharedFrames();
    const sink = new Sink();
    const rows = [{ kind: 'agent', id: 'ann', seq: 2, value: { name: 'Änne' } }];
    for (const fromSeq of [1, 2]) frames.write(sink, 'batch', { fromSeq, toSeq: 2, rows });
    const [one, two] = sink.written.map(({ packet }) => (JSON.parse(packet.slice(1)) as [string, { fromSeq: number; rows: unknown }])[1]);
    expect([one?.fromSeq, two?.fromSeq]).toEqual([1, 2]);
    expect(one?.rows).toEqual(rows);
    expect(two?.rows).toEqual(rows);
  });

  test('a message without rows, or with nothing but rows, is whole', () => {
    const frames = new SharedFrames();
    const sink = new Sink();
    const messages = [{ rows: [] }, { rows: [{ kind: 'queue', id: 'q', seq: 1, value: null }] }, { fromSeq: 1 }, {}];
    for (const message of messages) frames.write(sink, 'batch', message);
    expect(sink.written.map(({ packet }) => (JSON.parse(packet.slice(1)) as unknown[])[1])).toEqual(messages);
  });
});
