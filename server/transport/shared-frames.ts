import type { RowPatch } from '../../shared/domain/rows.ts';

/** A message in the form in which it lies on the wire, and in the form of a caller that has to wrap it itself. */
interface Encoded {
  readonly packet: string;
  readonly options: { readonly compress: false; readonly wsPreEncodedFrame: readonly Buffer[] };
}

/** The part of an Engine.IO connection that takes a packet together with its finished websocket frame. */
interface PacketSink {
  write(packet: string, options: object): unknown;
}

const SHORT = 125;
const TWO_BYTES = 0xffff;

/** One unmasked, final text frame (RFC 6455, 5.2), in one piece: one write and no copy per socket. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length <= SHORT ? 2 : length <= TWO_BYTES ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x81;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}

/** Messages that many sockets get as the very same object are encoded once. Who gives one in must not change it any more. */
export class SharedFrames {
  readonly #messages = new WeakMap<object, Encoded>();
  readonly #rows = new WeakMap<readonly RowPatch[], string>();
  readonly #rowJson = new WeakMap<RowPatch, string>();

  /** Writes `payload` as the Socket.IO event `name` of the main namespace. A message is always given in under the same name. */
  write(sink: PacketSink, name: string, payload: object): void {
    let encoded = this.#messages.get(payload);
    if (encoded === undefined) {
      encoded = this.#encode(name, payload);
      this.#messages.set(payload, encoded);
    }
    sink.write(encoded.packet, encoded.options);
  }

  #encode(name: string, payload: object): Encoded {
    // Socket.IO: "2" is an event, its arguments an array; Engine.IO: "4" is a message.
    const packet = `2[${JSON.stringify(name)},${this.#json(payload)}]`;
    return { packet, options: { compress: false, wsPreEncodedFrame: [textFrame(`4${packet}`)] } };
  }

  /** A row that has not changed goes to whoever comes back as it was made for the first. */
  #row(row: RowPatch): string {
    let json = this.#rowJson.get(row);
    if (json === undefined) {
      json = JSON.stringify(row);
      this.#rowJson.set(row, json);
    }
    return json;
  }

  /** Desks at different places in the log get the same rows in different frames. */
  #json(payload: object): string {
    if (!('rows' in payload) || !Array.isArray(payload.rows) || payload.rows.length === 0) return JSON.stringify(payload);
    const { rows, ...rest } = payload as { rows: RowPatch[] };
    let json = this.#rows.get(rows);
    if (json === undefined) {
      json = `[${(rows as RowPatch[]).map((row) => this.#row(row)).join(',')}]`;
      this.#rows.set(rows, json);
    }
    const head = JSON.stringify(rest);
    return `${head.slice(0, -1)}${head === '{}' ? '' : ','}"rows":${json}}`;
  }
}
