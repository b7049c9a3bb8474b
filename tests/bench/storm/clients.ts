// A process full of desks that all come back at once. They speak just enough Socket.IO; a desk is back when the last frame of its catch-up is here.
import WebSocket from 'ws';
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';

export interface StormOrder {
  readonly url: string;
  readonly kind: 'bare' | 'ours';
  readonly sockets: number;
  /** Connections under way at the same time. */
  readonly atOnce: number;
  readonly cursor: number;
  /** Of each desk, what it was told of its rows when it was here. */
  readonly words: readonly string[];
}

let bytes = 0;
let events = 0;
const sockets: WebSocket[] = [];

function connect({ url, kind, cursor, words }: StormOrder, no: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
    sockets.push(socket);
    let hasRows = false;
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      bytes += data.length;
      const text = data.toString();
      if (text === '2') return socket.send('3');
      if (text.startsWith('0')) return socket.send(kind === 'bare' ? '40' : `40${JSON.stringify({ token: `agent-${no}`, protocol: PROTOCOL_VERSION, replicaId: `storm-replica-${no}`, app: 'bench' })}`);
      if (text.startsWith('44')) return reject(new Error(text));
      if (text.startsWith('40')) {
        if (kind === 'bare') return resolve();
        const held = [{ conversationId: `c-item-${no}`, asOfSeq: cursor, frozen: false }];
        return socket.send(`421["hello",${JSON.stringify({ cursor, held, outbox: { waiting: 0, unclear: 0 }, rowsMark: words[no] })}]`);
      }
      if (!text.startsWith('42["batch"')) return;
      events += text.split('"actor":').length - 1;
      hasRows ||= text.includes('"rowsMark":');
      if (hasRows && !text.includes('"progress":')) resolve();
    });
  });
}

process.on('message', (order: StormOrder) => {
  void storm(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());

async function storm(order: StormOrder): Promise<unknown> {
  const started = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < order.sockets) await connect(order, next++);
  };
  await Promise.all(Array.from({ length: order.atOnce }, lane));
  const took = performance.now() - started;
  const answer = { took, bytes, events };
  for (const socket of sockets.splice(0)) socket.terminate();
  return answer;
}
