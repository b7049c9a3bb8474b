// A websocket that costs next to nothing: the machine's processors are for the server that is measured, not for those who load it.
import net from 'node:net';

const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;

export interface ThinHandlers {
  text(text: string, bytes: number): void;
  gone(reason: string): void;
}

/** Connects to `ws://127.0.0.1:PORT/PATH` from an address of loopback and speaks what of RFC 6455 a server needs to hear. Whole text frames only. */
export class ThinSocket {
  readonly #socket: net.Socket;
  readonly #handlers: ThinHandlers;
  #rest: Buffer = Buffer.alloc(0);
  #isOpen = false;

  constructor(port: number, path: string, no: number, handlers: ThinHandlers) {
    this.#handlers = handlers;
    // Many addresses, for one address has not ports enough for many storms in a row.
    this.#socket = net.connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${2 + (no % 16)}`, noDelay: true });
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: c3Rvcm0tc3Rvcm0tc3Rvcg==\r\nSec-WebSocket-Version: 13\r\n\r\n`);
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => handlers.gone(error.message));
    this.#socket.on('close', () => handlers.gone('closed'));
  }

  /** Masked with zeros, as the RFC allows where nothing is to be hidden from: the bytes stay as they are. */
  send(text: string): void {
    const length = Buffer.byteLength(text);
    const head = length < 126 ? 6 : 8;
    if (length > 0xffff) throw new Error('too long for a thin socket');
    const frame = Buffer.alloc(head + length);
    frame[0] = 0x80 | TEXT;
    if (head === 6) frame[1] = 0x80 | length;
    else {
      frame[1] = 0x80 | 126;
      frame.writeUInt16BE(length, 2);
    }
    frame.write(text, head);
    this.#socket.write(frame);
  }

  destroy(): void {
    this.#socket.removeAllListeners();
    this.#socket.on('error', () => undefined);
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#isOpen) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) return void (this.#rest = data);
      const status = data.toString('latin1', 9, 12);
      if (status !== '101') return this.#handlers.gone(`HTTP ${status}`);
      this.#isOpen = true;
      data = data.subarray(end + 4);
    }
    for (;;) {
      const frame = frameAt(data);
      if (frame === undefined) break;
      data = data.subarray(frame.end);
      if (frame.opcode === TEXT) this.#handlers.text(frame.payload.toString('utf8'), frame.payload.length);
      else if (frame.opcode === CLOSE) this.#handlers.gone('the server closed');
      else if (frame.opcode !== PING) this.#handlers.gone(`a frame of kind ${frame.opcode}`);
    }
    this.#rest = data;
  }
}

function frameAt(data: Buffer): { opcode: number; payload: Buffer; end: number } | undefined {
  if (data.length < 2) return undefined;
  const short = (data[1] as number) & 0x7f;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (data.length < head) return undefined;
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
  if (data.length < head + length) return undefined;
  // A frame that is not final would be cut in two here: the server sends none.
  const opcode = (data[0] as number) >= 0x80 ? (data[0] as number) & 0x0f : -1;
  return { opcode, payload: data.subarray(head, head + length), end: head + length };
}
