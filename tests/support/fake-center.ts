import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { Command, CommandEnvelope } from '../../shared/commands/index.ts';
import { readCommand } from '../../shared/commands/index.ts';
import type { Noun } from '../../shared/domain/entity.ts';
import type { RowPatch } from '../../shared/domain/rows.ts';
import { placeEvent, type CenterEvent, type NewEvent } from '../../shared/events/index.ts';
import type { Batch, CommandAnswer, ConversationSnapshot, Welcome } from '../../shared/protocol/down.ts';
import type { Hello } from '../../shared/protocol/up.ts';
import { applyEvent } from '../../shared/reducers/index.ts';
import { fakeEvents } from './fake-center-commands.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { CodedError, type ErrorCode } from '../../shared/util/errors.ts';

export const ME = 'agent-me';
export const OTHER = 'agent-other';

/** A center small enough to read in one sitting: it speaks the wire, folds the same events and does what a test tells it. */
export class FakeCenter {
  readonly state = new EntityMaps();
  readonly log: CenterEvent[] = [];
  readonly bodies = new Map<string, string>();
  readonly answers = new Map<string, CommandAnswer>();
  /** Every command that was decided, in order. */
  readonly decided: Command[] = [];
  /** Set by a test: refuses permits, or answers a command in its own way. */
  decide: (command: Command) => ErrorCode | { code: ErrorCode; retryAfterMs: number } | undefined = () => undefined;
  /** Acknowledgements of these messages are swallowed after the work is done: the answer is lost. */
  loseAnswersOf = new Set<string>();
  /** Conversations this desk holds. */
  readonly held = new Set<string>();
  lease = { validForMs: 120_000, renewMs: 40_000, marginMs: 15_000 };
  hellos: Hello[] = [];
  leasesLost = new Set<string>();
  /** Conversations this desk may not read. */
  readonly denied = new Set<string>();
  refreshes = 0;
  accessMs = 600_000;
  refuseRefresh = false;
  centerId = 'center-1';
  #http: HttpServer | undefined;
  #io: Server | undefined;
  #sockets = new Set<Socket>();
  #cursors = new Map<Socket, number>();
  #live = new Set<Socket>();
  #port = 0;
  #at = 1_700_000_000_000;
  #refreshToken = 'refresh-0';
  commandNos: number[] = [];
  /** Ids the desk came with, one per connection. */
  replicaIds: string[] = [];
  renewedTokens: string[] = [];
  /** Called when the desk uses a new access token. */
  onRenewToken: (token: string) => void = () => undefined;
  refuseAccess = false;
  refuseProtocol = false;
  /** So many commands are answered as if their number belonged to another one. */
  mismatches = 0;
  /** Frames are made and lost on their way. */
  dropFrames = false;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get seq(): number {
    return this.log.length;
  }

  async start(): Promise<void> {
    const http = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      request.on('end', () => {
        const { status, body } = this.#auth(request.url ?? '', text === '' ? {} : (JSON.parse(text) as Record<string, string>));
        response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
      });
    });
    const io = new Server(http, { transports: ['websocket'], serveClient: false });
    io.use((socket, next) => {
      const token = String((socket.handshake.auth as { token?: unknown }).token);
      if (this.refuseProtocol) next(Object.assign(new Error('PROTOCOL_MISMATCH'), { data: new CodedError('PROTOCOL_MISMATCH').toWire() }));
      else if (token.startsWith('access-') && !this.refuseAccess) next();
      else next(Object.assign(new Error('TOKEN_INVALID'), { data: new CodedError('TOKEN_INVALID').toWire() }));
    });
    io.on('connection', (socket) => this.#serve(socket));
    await new Promise<void>((resolve) => http.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (http.address() as AddressInfo).port;
    this.#http = http;
    this.#io = io;
  }

  async stop(): Promise<void> {
    await this.#io?.close();
    this.#http?.closeAllConnections();
    this.#http = undefined;
    this.#sockets.clear();
    this.#live.clear();
  }

  /** Cuts every connection without a word. */
  cut(): void {
    for (const socket of this.#sockets) socket.conn.close();
  }

  /** Appends and pushes what the desk holds. */
  append(...events: NewEvent[]): CenterEvent[] {
    const placed = events.map((event, index) => placeEvent(event, { seq: this.seq + index + 1, at: (this.#at += 1), actor: 'system' }));
    for (const event of placed) {
      this.log.push(event);
      applyEvent(this.state, event);
    }
    this.push({ events: placed.filter((event) => this.#concerns(event)) });
    return placed;
  }

  /** One frame to every live desk. */
  push(part: Partial<Batch>): void {
    for (const socket of this.#live) {
      const fromSeq = this.#cursors.get(socket) ?? 0;
      this.#send(socket, { ...emptyBatch(fromSeq, this.seq), bodies: Object.fromEntries(this.bodies), ...part });
    }
  }

  /** Something raw, as a broken server would send it. */
  pushRaw(frame: unknown): void {
    for (const socket of this.#live) socket.emit('batch', frame);
  }

  grant(conversationId: string): void {
    this.held.add(conversationId);
    this.push({ snapshots: [this.snapshot(conversationId)], rows: this.rows() });
  }

  revoke(conversationId: string): void {
    this.held.delete(conversationId);
    this.push({ purges: [conversationId] });
  }

  endSession(code: ErrorCode = 'SESSION_ENDED'): void {
    for (const socket of this.#sockets) socket.emit('sessionEnded', { error: new CodedError(code).toWire() });
  }

  snapshot(conversationId: string): ConversationSnapshot {
    const conversation = this.state.get('conversation', conversationId);
    if (conversation === undefined) throw new Error(`no conversation ${conversationId}`);
    const entities: ConversationSnapshot['entities'] = [];
    const put = (noun: Noun, id: string): void => {
      const value = this.state.get(noun, id);
      if (value !== undefined) entities.push({ noun, id, seq: this.seq, value });
    };
    put('conversation', conversationId);
    put('thread', conversation.threadId);
    put('contact', conversation.contactId);
    put('draft', conversationId);
    if (conversation.workItemId !== undefined) put('workItem', conversation.workItemId);
    for (const [id, message] of this.state.all('message')) if (message.threadId === conversation.threadId) put('message', id);
    for (const [id, reply] of this.state.all('reply')) if (reply.conversationId === conversationId) put('reply', id);
    for (const [id, note] of this.state.all('note')) if (note.conversationId === conversationId) put('note', id);
    return { conversationId, asOfSeq: this.seq, entities, bodies: Object.fromEntries(this.bodies) };
  }

  rows(): RowPatch[] {
    const accounts: RowPatch[] = [...this.state.all('account')].map(([id, value]) => ({ kind: 'account', id, seq: this.seq, value }));
    const items = [...this.state.all('workItem')].map(([id, item]): RowPatch => {
      const conversation = this.state.get('conversation', item.conversationId);
      return {
        kind: 'workItem',
        id,
        seq: this.seq,
        value: {
          item,
          threadId: conversation?.threadId ?? 't',
          contactId: item.contactId,
          conversationId: item.conversationId,
          channel: item.channel,
          visibility: 'public',
          contactName: 'Mia',
          contactHandle: 'mia',
          firstLine: '…',
          lastInboundAt: item.createdAt,
          turnMessages: 1,
        },
      };
    });
    return [...accounts, ...items];
  }

  #concerns(event: CenterEvent): boolean {
    const data = event.data as { conversationId?: string; messageId?: string };
    const id =
      data.conversationId ?? (data.messageId === undefined ? undefined : this.state.get('message', data.messageId)?.conversationId);
    return id !== undefined && this.held.has(id);
  }

  #auth(path: string, body: Record<string, string>): { status: number; body?: unknown } {
    const refused = (status: number, code: ErrorCode): { status: number; body: unknown } => ({
      status,
      body: { error: new CodedError(code).toWire() },
    });
    const tokens = (): { status: number; body: unknown } => {
      this.refreshes += 1;
      this.#refreshToken = `refresh-${this.refreshes}`;
      return {
        status: 200,
        body: {
          accessToken: `access-${this.refreshes}`,
          accessExpiresAt: Date.now() + this.accessMs,
          refreshToken: this.#refreshToken,
          refreshExpiresAt: Date.now() + 86_400_000,
          identity: { userId: 'u', name: 'Ada Berg', agentId: ME, role: 'agent', sessionId: 's', expiresAt: 0 },
        },
      };
    };
    if (path === '/auth/sign-in') return body['password'] === 'secret' ? tokens() : refused(401, 'AUTH_REFUSED');
    if (path === '/auth/refresh')
      return this.refuseRefresh || body['refreshToken'] !== this.#refreshToken ? refused(401, 'AUTH_REFRESH_REUSED') : tokens();
    return { status: 204 };
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const { replicaId } = socket.handshake.auth as { replicaId: string };
    this.replicaIds.push(replicaId);
    socket.on('disconnect', () => {
      this.#sockets.delete(socket);
      this.#live.delete(socket);
    });
    const on = (name: string, handle: (payload: never) => unknown): void => {
      socket.on(name, (payload: unknown, ack: (value: unknown) => void) => {
        const answer = handle(payload as never);
        if (!this.loseAnswersOf.has(name)) ack({ ok: true, value: answer });
      });
    };
    on('hello', (hello: Hello) => {
      this.hellos.push(hello);
      setImmediate(() => this.#catchUp(socket, hello));
      const welcome: Welcome = {
        agentId: ME,
        name: 'Ada Berg',
        initials: 'AB',
        role: 'agent',
        centerId: this.centerId,
        centerName: 'Musterkom',
        seq: this.seq,
        serverTime: Date.now(),
        lease: this.lease,
        lastCommandNo: 0,
        tokenExpiresAt: Date.now() + this.accessMs,
      };
      return welcome;
    });
    on('command', ({ commandNo, hash, command }: { commandNo: number; hash: string; command: CommandEnvelope }) =>
      this.#take(`${replicaId}/${commandNo}`, commandNo, hash, command),
    );
    on('renewLeases', ({ leases }: { leases: { conversationId: string; epoch: number }[] }) => {
      const mine = (lease: { conversationId: string; epoch: number }): boolean => {
        const conversation = this.state.get('conversation', lease.conversationId);
        return !this.leasesLost.has(lease.conversationId) && conversation?.ownerAgentId === ME && conversation.epoch === lease.epoch;
      };
      return {
        renewed: leases.filter(mine).map((l) => l.conversationId),
        lost: leases.filter((l) => !mine(l)).map((l) => l.conversationId),
        validForMs: this.lease.validForMs,
      };
    });
    on('fetchConversation', ({ conversationId }: { conversationId: string }) => {
      const granted = this.state.get('conversation', conversationId) !== undefined && !this.denied.has(conversationId);
      if (granted) setImmediate(() => this.grant(conversationId));
      return { granted };
    });
    on('releaseConversation', () => ({}));
    on('presence', () => ({}));
    on('contactHistory', () => ({ items: [] }));
    on('renewToken', ({ token }: { token: string }) => {
      this.renewedTokens.push(token);
      this.onRenewToken(token);
      this.accessMs = 600_000;
      return { expiresAt: Date.now() + this.accessMs };
    });
    on('replyStatus', ({ replyIds }: { replyIds: string[] }) => ({
      replies: replyIds.map((replyId) => ({ replyId, state: this.state.get('reply', replyId)?.state ?? 'unknown' })),
    }));
  }

  #catchUp(socket: Socket, hello: Hello): void {
    const listed = new Map(hello.held.map((h) => [h.conversationId as string, h]));
    const purges = [...listed.keys()].filter((id) => !this.held.has(id));
    const anew = [...this.held].filter((id) => listed.get(id) === undefined || listed.get(id)?.frozen === true);
    this.#cursors.set(socket, hello.cursor);
    const events = this.log.filter((event) => event.seq > hello.cursor && this.#concerns(event));
    this.#send(socket, {
      ...emptyBatch(hello.cursor, this.seq),
      purges,
      snapshots: anew.map((id) => this.snapshot(id)),
      events,
      bodies: Object.fromEntries(this.bodies),
    });
    this.#send(socket, { ...emptyBatch(this.seq, this.seq), rows: this.rows(), rowsReset: true });
    this.#live.add(socket);
  }

  #send(socket: Socket, batch: Batch): void {
    this.#cursors.set(socket, batch.toSeq);
    if (!this.dropFrames) socket.emit('batch', batch);
  }

  #take(key: string, commandNo: number, hash: string, envelope: CommandEnvelope): CommandAnswer {
    this.commandNos.push(commandNo);
    if (this.mismatches > 0) {
      this.mismatches -= 1;
      return this.#refuse('COMMAND_MISMATCH');
    }
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const read = readCommand(envelope);
    const answer = read.ok ? this.#decideNow(read.command, hash) : this.#refuse('INPUT_INVALID');
    this.answers.set(key, answer);
    return answer;
  }

  #decideNow(command: Command, hash: string): CommandAnswer {
    if (!/^[0-9a-f]{64}$/.test(hash)) return this.#refuse('INPUT_INVALID');
    const refusal = this.decide(command);
    if (refusal !== undefined)
      return typeof refusal === 'string' ? this.#refuse(refusal) : this.#refuse(refusal.code, refusal.retryAfterMs);
    this.decided.push(command);
    const events = fakeEvents(this, command, (this.#at += 1));
    if (events.length > 0) this.append(...events);
    return {
      status: 'accepted',
      seq: this.seq,
      ...(command.type === 'reply.requestPermit'
        ? { result: { state: this.state.get('reply', command.data.replyId)?.state ?? 'permitted' } }
        : {}),
    };
  }

  #refuse(code: ErrorCode, retryAfterMs?: number): CommandAnswer {
    return { status: 'refused', error: { ...new CodedError(code).toWire(), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } };
  }
}

export function emptyBatch(fromSeq: number, toSeq: number): Batch {
  return { fromSeq, toSeq, purges: [], snapshots: [], events: [], entities: [], bodies: {}, forget: [], rows: [] };
}
