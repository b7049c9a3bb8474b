// A process full of desks that all come back at once. They speak just enough Socket.IO; a desk is back when the last frame of its catch-up is here.
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts';
import { cpuMs } from '../line.ts';
import { ThinSocket } from './thin-socket.ts';

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

export interface StormAnswer {
  readonly took: number;
  /** Of each desk, from its first byte to its last frame, ms: median and the slowest of a hundred. */
  readonly deskMs: { readonly p50: number; readonly p99: number };
  readonly bytes: number;
  readonly events: number;
  readonly clientCpuMs: number;
}

let bytes = 0;
let events = 0;
const sockets: ThinSocket[] = [];

function connect({ url, kind, cursor, words }: StormOrder, no: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let hasRows = false;
    const socket = new ThinSocket(Number(new URL(url).port), '/socket.io/?EIO=4&transport=websocket', no, {
      gone: (reason) => reject(new Error(`desk ${no}: ${reason}`)),
      text: (text, size) => {
        bytes += size;
        if (text === '2') return socket.send('3');
        if (text.startsWith('0')) return socket.send(kind === 'bare' ? '40' : `40${JSON.stringify({ token: `agent-${no}`, protocol: PROTOCOL_VERSION, replicaId: `storm-replica-${no}`, app: 'bench' })}`);
        if (text.startsWith('44')) return reject(new Error(text));
        if (text.startsWith('40')) {
          if (kind === 'bare') return resolve();
          const held = [{ conversationId: `c-item-${no}`, asOfSeq: cursor, frozen: false }];
          return socket.send(`421["hello",${JSON.stringify({ cursor, held, outbox: { waiting: 0, unclear: 0 }, rowsMark: words[no] })}]`);
        }
        if (text.startsWith('431[{"ok":false')) return reject(new Error(text));
        if (!text.startsWith('42["batch"')) return;
        events += text.split('"actor":').length - 1;
        hasRows ||= text.includes('"rowsMark":');
        if (hasRows && !text.includes('"progress":')) resolve();
      },
    });
    sockets.push(socket);
  });
}

process.on('message', (order: StormOrder) => {
  void storm(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());

async function storm(order: StormOrder): Promise<StormAnswer> {
  const used = cpuMs();
  const started = performance.now();
  const each: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < order.sockets) {
      const from = performance.now();
      await connect(order, next++);
      each.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: order.atOnce }, lane));
  const took = performance.now() - started;
  const clientCpuMs = cpuMs() - used;
  each.sort((a, b) => a - b);
  const at = (share: number): number => each[Math.min(each.length - 1, Math.floor(share * each.length))] ?? NaN;
  const answer = { took, deskMs: { p50: at(0.5), p99: at(0.99) }, bytes, events, clientCpuMs };
  for (const socket of sockets.splice(0)) socket.destroy();
  return answer;
}
