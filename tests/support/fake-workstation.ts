import type { CommandEnvelope } from '../../shared/commands/index.ts';
import { fakeLeadReport } from './fake-report.ts';
import { fakeWall } from './fake-wall.ts';
import type { Entity, EntityPatch, Noun } from '../../shared/domain/entity.ts';
import type { QueueRow, RowPatch } from '../../shared/domain/rows.ts';
import type {
  ConnectionView,
  DeskSettings,
  DraftView,
  IpcName,
  IpcPush,
  IpcRequest,
  IpcResponse,
  IpcResult,
  IpcTopic,
  Notice,
  OutboxEntry,
  SessionView,
  Unsent,
  WorkstationBridge,
} from '../../shared/ipc/index.ts';
import { withSignature } from '../../shared/text/signature.ts';
import { centerRows, ME, patch } from './fake-workstation-center.ts';
import { runFakeCommand } from './fake-workstation-commands.ts';
import { sampleRows } from './fake-workstation-items.ts';
import { sampleAway, sampleHistory, sampleNotices, sampleOutbox } from './fake-workstation-outbox.ts';
import { CONSTANT_ANSWERS } from './fake-workstation-answers.ts';
import { sampleTimeline } from './fake-workstation-timeline.ts';
import { threadOf } from './fake-workstation-threads.ts';

export interface FakeOptions {
  readonly signedIn?: boolean;
  readonly role?: 'agent' | 'supervisor';
  readonly language?: DeskSettings['language'];
  readonly theme?: DeskSettings['theme'];
  readonly connection?: 'online' | 'offline' | 'connecting';
  /** Rows beyond the hand-written ones; -1 for none at all, -2 for not even the center's own. */
  readonly extraRows?: number;
  readonly withOutbox?: boolean;
  readonly limitations?: boolean;
  readonly undoMs?: number;
  readonly away?: boolean;
}

export interface FakeState {
  readonly me: string;
  seq: number;
  readonly rows: Map<string, RowPatch>;
  readonly threads: Map<string, { entities: Map<string, EntityPatch>; bodies: Record<string, string> }>;
  readonly outbox: Map<string, OutboxEntry>;
  readonly drafts: Map<string, DraftView>;
  readonly calls: { readonly name: string; readonly request: unknown }[];
  connection: ConnectionView;
}

/** A workstation in memory with sample data: what the screens see without server, storage or platform. Its clock is the page's. */
export class FakeWorkstation implements WorkstationBridge {
  readonly host = 'browser';
  readonly state: FakeState;
  readonly #options: FakeOptions;
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  #session: SessionView;
  #settings: DeskSettings;
  #notices: readonly Notice[];

  constructor(options: FakeOptions = {}) {
    this.#options = options;
    const now = Date.now();
    const me = options.role === 'supervisor' ? 'agent-sd' : ME;
    const rows = (options.extraRows ?? 0) < 0 ? [] : sampleRows(now, options.extraRows ?? 24);
    const connection = options.connection ?? 'online';
    this.state = {
      me,
      seq: 100,
      rows: new Map(
        [...(options.extraRows === -2 ? [] : centerRows(now)), ...rows.map((row) => patch('workItem', row.item.id, row, 2))].map((one) => [`${one.kind}:${one.id}`, one]),
      ),
      threads: new Map(),
      outbox: new Map((options.withOutbox === true ? sampleOutbox(now, me) : []).map((entry) => [entry.replyId, entry])),
      drafts: new Map(),
      calls: [],
      connection:
        connection === 'online'
          ? { kind: 'online', latencyMs: 42, since: now - 600_000 }
          : connection === 'offline'
            ? { kind: 'offline', since: now - 240_000, reason: 'ECONNREFUSED', nextTryAt: now + 9_000 }
            : { kind: 'connecting', attempt: 3, offlineSince: now - 240_000, progress: { what: 'events', done: 1_200, total: 10_000 } },
    };
    this.#settings = {
      language: options.language ?? 'de',
      theme: options.theme ?? 'light',
      undoMs: options.undoMs ?? 5_000,
      place: 'office',
    };
    this.#session = options.signedIn === false ? this.#signedOut() : this.#signedIn();
    this.#notices = options.withOutbox === true ? sampleNotices(now) : [];
  }

  async call<N extends IpcName>(name: N, request: IpcRequest<N>): Promise<IpcResult<N>> {
    this.state.calls.push({ name, request });
    try {
      return { ok: true, value: (await this.#answer(name, request as never)) as IpcResponse<N> };
    } catch (error) {
      console.error(`fake workstation, ${name}:`, error);
      return { ok: false, error: { code: 'INTERNAL', message: String(error), remedy: '' } };
    }
  }

  on<T extends IpcTopic>(topic: T, listener: (payload: IpcPush<T>) => void): () => void {
    const of = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, of);
    of.add(listener as (payload: never) => void);
    return () => void of.delete(listener as (payload: never) => void);
  }

  emit<T extends IpcTopic>(topic: T, payload: IpcPush<T>): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(payload as never);
  }

  row(workItemId: string): QueueRow | undefined {
    return (this.state.rows.get(`workItem:${workItemId}`)?.value ?? undefined) as QueueRow | undefined;
  }

  putRow(row: QueueRow): void {
    this.state.seq += 1;
    const one = patch('workItem', row.item.id, row, this.state.seq);
    this.state.rows.set(`workItem:${row.item.id}`, one);
    this.emit('rows', { reset: false, rows: [one] });
    const thread = this.state.threads.get(row.conversationId);
    if (thread !== undefined) this.putEntities(row.conversationId, [['workItem', row.item.id, row.item]]);
  }

  putAny(one: RowPatch): void {
    this.state.rows.set(`${one.kind}:${one.id}`, one);
    this.emit('rows', { reset: false, rows: [one] });
  }

  putEntities(conversationId: string, values: readonly (readonly [Noun, string, Entity])[], bodies: Record<string, string> = {}): void {
    const thread = this.#thread(conversationId);
    const entities = values.map(([noun, id, value]): EntityPatch => {
      this.state.seq += 1;
      return { noun, id, seq: this.state.seq, value };
    });
    for (const entity of entities) thread.entities.set(`${entity.noun}:${entity.id}`, entity);
    Object.assign(thread.bodies, bodies);
    this.emit('conversation', { conversationId, held: 'held', reset: false, entities, bodies, forget: [] });
  }

  putOutbox(entry: OutboxEntry): void {
    this.state.outbox.set(entry.replyId, entry);
    this.emit('outbox', { entries: [entry], removed: [] });
  }

  setConnection(connection: ConnectionView): void {
    this.state.connection = connection;
    this.emit('connection', connection);
  }

  #thread(conversationId: string): { entities: Map<string, EntityPatch>; bodies: Record<string, string> } {
    const known = this.state.threads.get(conversationId);
    if (known !== undefined) return known;
    const row = this.#rowOf(conversationId);
    const made = row === undefined ? { entities: [], bodies: {} } : threadOf(row, Date.now());
    const thread = { entities: new Map(made.entities.map((entity) => [`${entity.noun}:${entity.id}`, entity])), bodies: made.bodies };
    this.state.threads.set(conversationId, thread);
    return thread;
  }

  #rowOf(conversationId: string): QueueRow | undefined {
    for (const one of this.state.rows.values())
      if (one.kind === 'workItem' && (one.value as QueueRow | null)?.conversationId === conversationId) return one.value as QueueRow;
    return undefined;
  }

  async #answer(name: IpcName, request: never): Promise<unknown> {
    switch (name) {
      case 'session.get':
        return this.#session;
      case 'session.signIn':
        return this.#signIn(request);
      case 'session.signOut':
        this.#session = this.#signedOut();
        this.emit('session', this.#session);
        return { signedOut: true, unsent: { replies: [], drafts: [], commands: [] } };
      case 'session.unsent':
        return this.#unsent();
      case 'connection.get':
        return this.state.connection;
      case 'settings.get':
        return this.#settings;
      case 'settings.set':
        this.#settings = { ...this.#settings, ...(request as Partial<DeskSettings>) };
        return this.#settings;
      case 'rows.load':
        return { rows: [...this.state.rows.values()] };
      case 'conversation.open': {
        const { conversationId } = request as IpcRequest<'conversation.open'>;
        const { entities, bodies } = this.#thread(conversationId);
        return {
          conversationId,
          held: 'held',
          entities: [...entities.values()],
          bodies,
          outbox: [],
          draft: this.state.drafts.get(conversationId) ?? null,
        };
      }
      case 'contact.history':
        return { items: sampleHistory(Date.now()), partial: this.state.connection.kind !== 'online' };
      case 'contact.timeline':
        return sampleTimeline(Date.now(), this.state.connection.kind !== 'online');
      case 'contact.likelySame':
        return { people: sampleTimeline(Date.now(), false).parts.slice(1).map((part) => ({ ...part, because: ['name' as const], consent: 'notAsked' as const })), tooMany: false };
      case 'command.run':
        return runFakeCommand(this, (request as { command: CommandEnvelope }).command);
      case 'reply.send':
        return this.#send(request);
      case 'reply.undo':
        return this.#undo((request as { replyId: string }).replyId);
      case 'reply.setExecutor':
      case 'reply.settle':
      case 'reply.retry':
        return { entry: this.state.outbox.get((request as { replyId: string }).replyId) ?? null };
      case 'outbox.load':
        return { entries: [...this.state.outbox.values()] };
      case 'search.run':
        return { hits: this.#search((request as { text: string }).text) };
      case 'notices.load':
        return { notices: this.#notices };
      case 'away.summary':
        return { summary: this.#options.away === true ? sampleAway(Date.now()) : null };
      case 'wall.get':
        return fakeWall(this.state, Date.now());
      case 'report.load':
        return fakeLeadReport(request as IpcRequest<'report.load'>);
      default: {
        const answer = CONSTANT_ANSWERS[name];
        if (answer === undefined) throw new Error(`not played here: ${name}`);
        return answer;
      }
    }
  }

  #signIn({ name, password }: IpcRequest<'session.signIn'>): SessionView {
    const ok = password === 'probe';
    this.#session = ok
      ? this.#signedIn(name)
      : { ...(this.#signedOut() as Extract<SessionView, { kind: 'signedOut' }>), error: { code: 'AUTH_REFUSED', message: 'refused' } };
    this.emit('session', this.#session);
    return this.#session;
  }

  #limitations(): { code: string; message: string }[] {
    return this.#options.limitations === true
      ? [{ code: 'KEYCHAIN_UNAVAILABLE', message: 'The keychain of this system cannot be used.' }]
      : [];
  }

  #signedIn(name = this.#options.role === 'supervisor' ? 'Stefan Dietz' : 'Olivia Nowak'): SessionView {
    return {
      kind: 'signedIn',
      agentId: this.state.me,
      name,
      initials: this.state.me === ME ? 'ON' : 'SD',
      role: this.#options.role ?? 'agent',
      centerName: 'Musterkom',
      serverUrl: 'http://127.0.0.1:7400',
      limitations: this.#limitations(),
    };
  }

  #unsent(): Unsent {
    const open = [...this.state.outbox.values()].filter(({ state }) => ['undoable', 'waiting', 'sending', 'unclear'].includes(state.kind));
    return { replies: open.map((entry) => ({ ...entry, contactName: this.#rowOf(entry.conversationId)?.contactName ?? '' })), drafts: [], commands: [] };
  }

  #signedOut(): SessionView {
    return {
      kind: 'signedOut',
      serverUrl: 'http://127.0.0.1:7400',
      limitations: this.#limitations(),
      demoSignIns: [
        { name: 'olivia', role: 'agent', password: 'probe' },
        { name: 'nils', role: 'agent', password: 'probe' },
        { name: 'stefan', role: 'supervisor', password: 'probe' },
      ],
    };
  }

  #search(text: string): IpcResponse<'search.run'>['hits'] {
    const wanted = text.toLowerCase();
    const rows = [...this.state.rows.values()].flatMap((one) =>
      one.kind === 'workItem' && one.value !== null ? [one.value as QueueRow] : [],
    );
    return rows
      .filter((row) => `${row.contactName} ${row.firstLine}`.toLowerCase().includes(wanted))
      .slice(0, 20)
      .map((row) => ({
        conversationId: row.conversationId,
        contactName: row.contactName,
        excerpt: row.firstLine,
        at: row.lastInboundAt,
        channel: row.channel,
      }));
  }

  #send(request: IpcRequest<'reply.send'>): IpcResponse<'reply.send'> {
    const now = Date.now();
    const row = this.#rowOf(request.conversationId);
    const text = request.visibility === 'public' ? withSignature(request.text, 'ON') : request.text;
    const replyId = `reply-${now}`;
    const offline = this.state.connection.kind !== 'online';
    const entry: OutboxEntry = {
      replyId,
      conversationId: request.conversationId,
      accountId: row?.item.accountId ?? 'acc-help',
      agentId: this.state.me,
      parts: [text],
      visibility: request.visibility,
      createdAt: now,
      state: offline ? { kind: 'waiting', reason: 'offline' } : { kind: 'undoable', undoUntil: now + this.#settings.undoMs },
    };
    this.putOutbox(entry);
    if (row !== undefined && request.then.kind === 'close')
      this.putRow({ ...row, item: { ...row.item, state: 'closed', closedAt: now, disposition: request.then.disposition } });
    if (row !== undefined && request.then.kind === 'wait') this.putRow({ ...row, item: { ...row.item, waitingFor: 'customer' } });
    if (!offline) setTimeout(() => this.#deliver(replyId), this.#settings.undoMs);
    return { status: 'queued', entry };
  }

  #deliver(replyId: string): void {
    const entry = this.state.outbox.get(replyId);
    if (entry === undefined) return;
    const at = Date.now();
    this.putOutbox({ ...entry, state: { kind: 'sending', part: 0, parts: 1, since: at } });
    setTimeout(() => {
      this.putOutbox({ ...entry, state: { kind: 'delivered', at: Date.now() } });
      const id = `msg-${replyId}`;
      this.putEntities(
        entry.conversationId,
        [
          [
            'message',
            id,
            {
              id,
              threadId: 't',
              conversationId: entry.conversationId,
              direction: 'out',
              agentId: entry.agentId,
              replyId,
              visibility: entry.visibility,
              remoteId: id,
              bodyRef: `body-${id}`,
              sentAt: at,
              receivedAt: at,
              seq: this.state.seq,
            },
          ],
        ],
        { [`body-${id}`]: JSON.stringify({ text: entry.parts[0] }) },
      );
    }, 300);
  }

  #undo(replyId: string): { undone: boolean } {
    const entry = this.state.outbox.get(replyId);
    if (entry?.state.kind !== 'undoable') return { undone: false };
    this.state.outbox.delete(replyId);
    this.emit('outbox', { entries: [], removed: [replyId] });
    const row = this.#rowOf(entry.conversationId);
    if (row !== undefined) this.putRow({ ...row, item: { ...row.item, state: 'assigned', ownerAgentId: this.state.me, waitingFor: 'us' } });
    return { undone: true };
  }
}
