// A process full of desks for the push benches: many websockets that speak just enough Socket.IO. What it costs is not the server's.
import WebSocket from 'ws';

interface Order {
  readonly kind: 'connect' | 'count' | 'close';
  readonly url?: string;
  readonly sockets?: number;
  readonly protocol?: 'desk' | 'plain' | 'raw';
  /** So many look into what they get, from the first socket to the last. */
  readonly readers?: number;
}

const sockets: WebSocket[] = [];
let frames = 0;
let bytes = 0;
/** Per reader, the ids of the rows it has seen, and when (ms of the machine's steady clock). */
let seen: Map<string, number>[] = [];
const now = (): number => Number(process.hrtime.bigint()) / 1e6;
const ROW = /"kind":"workItem","id":"([^"]+)"/g;

function read(reader: number, text: string): void {
  const at = now();
  for (const match of text.matchAll(ROW)) if (!seen[reader]?.has(match[1] as string)) seen[reader]?.set(match[1] as string, at);
}

function open(url: string, no: number, protocol: 'desk' | 'plain' | 'raw', reader: number | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(protocol === 'raw' ? url : `${url}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
    sockets.push(socket);
    socket.on('error', reject);
    if (protocol === 'raw') socket.on('open', () => resolve());
    socket.on('message', (data: Buffer) => {
      frames += 1;
      bytes += data.length;
      const first = data[0];
      if (protocol !== 'raw' && first === 0x32 && data.length === 1) return socket.send('3');
      if (protocol !== 'raw' && first === 0x30)
        return socket.send(
          protocol === 'plain'
            ? '40'
            : `40${JSON.stringify({ token: `agent-${no}`, protocol: 1, replicaId: `bench-replica-${no}`, app: 'bench' })}`,
        );
      if (protocol !== 'raw' && first === 0x34 && data[1] === 0x30) {
        if (protocol === 'plain') return resolve();
        return socket.send(`421["hello",${JSON.stringify({ cursor: 0, held: [], outbox: { waiting: 0, unclear: 0 } })}]`);
      }
      if (protocol !== 'raw' && first === 0x34 && data[1] === 0x34) return reject(new Error(data.toString()));
      if (protocol === 'desk' && first === 0x34 && data[1] === 0x33) return resolve();
      if (reader !== undefined) read(reader, data.toString());
    });
  });
}

process.on('message', (order: Order) => {
  void carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});

async function carryOut(order: Order): Promise<unknown> {
  if (order.kind === 'connect') {
    const count = order.sockets ?? 0;
    const readers = order.readers ?? 0;
    // A server writes to one after the other: the last hears last.
    const readerAt = new Map(Array.from({ length: readers }, (_, r) => [readers < 2 ? 0 : Math.round((r * (count - 1)) / (readers - 1)), r]));
    seen = Array.from({ length: readers }, () => new Map<string, number>());
    for (let at = 0; at < count; at += 50) {
      const some = Array.from({ length: Math.min(50, count - at) }, (_, i) =>
        open(order.url ?? '', at + i, order.protocol ?? 'raw', readerAt.get(at + i)),
      );
      await Promise.all(some);
    }
    return { connected: count };
  }
  if (order.kind === 'count') {
    const answer = { frames, bytes, seen: seen.map((rows) => [...rows]) };
    frames = 0;
    bytes = 0;
    return answer;
  }
  for (const socket of sockets.splice(0)) socket.terminate();
  return {};
}
