// A server process for the storm: `bare` lets sockets connect and does nothing else; `ours` is the real core on a log that is there already, as after a restart.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Server } from 'socket.io';
import { openSqliteEventLog } from '../../../server/log/sqlite-event-log.ts';
import { cpuMs } from '../line.ts';
import { listen, startPushServer } from '../push-server.ts';

const [kind, file = ''] = process.argv.slice(2);
const started = performance.now();

async function serve(): Promise<string> {
  if (kind === 'bare') {
    const http = createServer();
    new Server(http, { transports: ['websocket'], serveClient: false });
    return listen(http);
  }
  return (await startPushServer(await openSqliteEventLog({ path: file }))).url;
}

const url = await serve();
const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();
const cpuAtStart = cpuMs();
process.on('message', () => {
  // The resolution itself is no delay.
  process.send?.({ loopP99Ms: Math.max(0, lag.percentile(99) / 1e6 - 5), loopMaxMs: lag.max / 1e6, cpuMs: cpuMs() - cpuAtStart });
});
process.on('disconnect', () => process.exit());
process.send?.({ url, startMs: performance.now() - started });
