// A process that serves recorded frames to desks, and the same events as documents to RxDB (pages of JSON) and PouchDB (what of CouchDB's replication it asks for).
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Batch, Welcome } from '../../../shared/protocol/down.ts';

const { before, missed } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as { before: Batch[]; missed: Batch[] };
const docs = missed.flatMap((batch) => batch.events.map((event) => ({ _id: String(event.seq).padStart(12, '0'), event: { ...event, body: batch.bodies[(event.data as { bodyRef?: string }).bodyRef ?? ''] ?? '' } })));
const REV = '1-0123456789abcdef0123456789abcdef';
const PERSON = { agentId: 'ann', name: 'Ann Berg', initials: 'AB', role: 'agent' } as const;

const http = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  request.on('end', () => answer(request.method ?? 'GET', new URL(request.url ?? '/', 'http://x'), text, response));
});
// Frames are strings already: what is measured is not this process turning them into text.
const io = new Server(http, { transports: ['websocket'], serveClient: false, maxHttpBufferSize: 1e8 });

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function answer(method: string, url: URL, body: string, response: ServerResponse): void {
  const { pathname, searchParams } = url;
  if (pathname.startsWith('/auth/')) {
    const later = Date.now() + 86_400_000;
    return json(response, { accessToken: 'a', accessExpiresAt: later, refreshToken: 'r', refreshExpiresAt: later, identity: { userId: 'u', ...PERSON, sessionId: 's', expiresAt: later } });
  }
  if (pathname === '/rx') {
    const from = Number(searchParams.get('after') ?? 0);
    return json(response, docs.slice(from, from + Number(searchParams.get('limit'))).map(({ _id, event }) => ({ id: _id, event })));
  }
  if (pathname === '/' || pathname === '/db' || pathname === '/db/') return json(response, { couchdb: 'Welcome', db_name: 'db', doc_count: docs.length, update_seq: docs.length, instance_start_time: '0' });
  if (pathname.startsWith('/db/_local/')) return method === 'PUT' ? json(response, { ok: true, id: pathname.slice(4), rev: '0-1' }, 201) : json(response, { error: 'not_found', reason: 'missing' }, 404);
  if (pathname === '/db/_changes') {
    const since = Number(searchParams.get('since') ?? 0);
    const limit = Number(searchParams.get('limit') ?? 100);
    const results = docs.slice(since, since + limit).map(({ _id }, i) => ({ seq: since + i + 1, id: _id, changes: [{ rev: REV }] }));
    return json(response, { results, last_seq: since + results.length });
  }
  if (pathname === '/db/_bulk_get') {
    const wanted = (JSON.parse(body) as { docs: { id: string }[] }).docs;
    const byId = new Map(docs.map((doc) => [doc._id, doc]));
    return json(response, { results: wanted.map(({ id }) => ({ id, docs: [{ ok: { ...byId.get(id), _rev: REV, _revisions: { start: 1, ids: [REV.slice(2)] } } }] })) });
  }
  json(response, { error: 'not_found' }, 404);
}

io.on('connection', (socket) => {
  socket.on('hello', (hello: { cursor: number }, ack: (value: unknown) => void) => {
    const last = missed.at(-1)?.toSeq ?? 0;
    const later = Date.now() + 86_400_000;
    const welcome: Welcome = { ...PERSON, agentId: PERSON.agentId as never, centerId: 'bench', centerName: 'Bench', seq: last, serverTime: Date.now(), lease: { validForMs: 120_000, renewMs: 40_000, marginMs: 15_000 }, lastCommandNo: 0, tokenExpiresAt: later } as Welcome;
    ack({ ok: true, value: welcome });
    for (const frame of hello.cursor === 0 ? before : missed) socket.emit('batch', frame);
  });
  socket.on('renewLeases', (_wanted: unknown, ack: (value: unknown) => void) => ack({ ok: true, value: { renewed: [], lost: [], validForMs: 120_000 } }));
  socket.on('replyStatus', (_wanted: unknown, ack: (value: unknown) => void) => ack({ ok: true, value: { replies: [] } }));
  socket.on('command', (_command: unknown, ack: (value: unknown) => void) => ack({ ok: true, value: { status: 'accepted', seq: 1 } }));
});
http.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, docs: docs.length }));
process.on('disconnect', () => process.exit());
