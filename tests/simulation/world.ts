import { MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import { openApproval } from '../../shared/domain/approval.ts';
import type { SendRequest } from '../../electron/main/channels/ports.ts';
import { simConnector, FAIR, type Weather } from './connector.ts';
import { Customers } from './customers.ts';
import { DeskHost, type DeskSeams } from './desk-host.ts';
import { diceFor } from './dice.ts';
import { Erasures } from './erasures.ts';
import { Faults } from './faults.ts';
import { Hooks } from './hooks.ts';
import { Wire, type Tamper } from './network.ts';
import { People } from './people.ts';
import { Platform, type Behaviour } from './platform.ts';
import { atRest } from './quiet.ts';
import { brief, Referee, type Violation } from './referee.ts';
import type { Batch } from '../../shared/protocol/down.ts';
import { Scheduler, settle } from './scheduler.ts';
import { ServerHost, type ServerSeams } from './server-host.ts';
import { filledDisk, STAFF } from './staff.ts';

export interface Plant {
  readonly name: string;
  /** What is broken, in a sentence. */
  readonly what: string;
  readonly server?: ServerSeams | undefined;
  readonly desk?: DeskSeams | undefined;
  readonly tamper?: Tamper | undefined;
  readonly ignoreHook?: ((message: Record<string, unknown>) => boolean) | undefined;
  readonly install?: ((world: World) => void) | undefined;
  /** Changes product code in memory; undone by what it gives back. */
  readonly patch?: (() => () => void) | undefined;
}

export interface WorldOptions {
  readonly seed: number;
  readonly steps: number;
  readonly plant?: Plant | undefined;
  readonly traceLines?: number | undefined;
}

export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  readonly violations: readonly Violation[];
  readonly events: number;
  readonly effects: number;
  readonly accepted: number;
  readonly forcedDoubles: number;
  readonly virtualMs: number;
  readonly trace: readonly string[];
  /** Says that two runs were the same run. */
  readonly fingerprint: string;
}

const START_AT = 1_900_000_000_000;
const BEHAVIOURS: readonly Behaviour[] = ['key', 'none', 'oneShot'];
const REST_WITHIN_MS = 300_000;
const LEFT_WITHIN_MS = 40_000;

/** Server, desks, platform and people in one queue, out of one seed. */
export class World {
  readonly sched: Scheduler;
  readonly server: ServerHost;
  readonly desks: readonly DeskHost[];
  readonly platform: Platform;
  readonly hooks: Hooks;
  readonly referee: Referee;
  readonly weather = new Map<DeskHost, Weather>();
  readonly #options: WorldOptions;
  readonly #customers: Customers;
  readonly #people: People;
  readonly #faults: Faults;
  readonly #erasures: Erasures | undefined;
  readonly #trace: string[] = [];
  #ids = 0;

  private constructor(options: WorldOptions, disk: MemoryLogDisk) {
    this.#options = options;
    const { seed, plant } = options;
    const make = diceFor(seed, 'make');
    const sched = new Scheduler(START_AT, diceFor(seed, 'ties'));
    this.sched = sched;
    sched.onError = (error, where) => this.referee.problem(error, where, false);
    const note = (text: () => string): void => this.#note(text);
    const ids = { next: (): string => `${String((this.#ids += 1)).padStart(7, '0')}` };
    this.platform = new Platform({ sched, dice: diceFor(seed, 'platform'), handle: 'musterkom', behaviours: new Map([['sandbox', make.pick(BEHAVIOURS)], ['sandbox-chat', 'none']]) });
    this.referee = new Referee({ disk, platform: this.platform, now: () => sched.now - START_AT, steps: () => sched.steps, note });
    this.server = new ServerHost({
      sched,
      dice: diceFor(seed, 'server'),
      disk,
      ids,
      seams: plant?.server ?? {},
      snapshotEveryEvents: make.pick([25, 120, 100_000]),
      hooks: {
        onAnswered: (connection, name, payload, ack) => {
          if (name === 'command') this.referee.answered(connection, payload as { commandNo: number }, ack);
        },
        onSent: (connection, name, payload) => {
          this.referee.sent(connection, name, payload);
          note(() => `frame to ${connection.id}: ${name} ${frameBrief(payload)}`);
        },
        onProblem: (error, where) => this.referee.problem(error, where, false),
        onCore: (core) => this.referee.watch(core),
        onStart: () => this.referee.crashed(),
      },
    });
    this.hooks = new Hooks({ sched, dice: diceFor(seed, 'hooks'), server: this.server });
    this.hooks.ignore = plant?.ignoreHook;
    this.hooks.onTaken = (message, result) => this.referee.taken(message, result);
    const staff = [...make.shuffle(STAFF.filter((person) => person.role === 'agent')).slice(0, 2 + make.int(2)), STAFF.find((person) => person.role === 'supervisor')!];
    // Some people have a second desk at home, or one without a screen in the office.
    const places = staff.flatMap((person) => (make.chance(0.2) ? [person.id, `${person.id}-${make.pick(['home', 'office'])}`] : [person.id]));
    this.desks = places.map((name) => {
      const person = staff.find(({ id }) => name.split('-')[0] === id)!;
      const dice = diceFor(seed, `desk ${name}`);
      const wire = new Wire({ name, sched, dice: diceFor(seed, `wire ${name}`), peer: { agentId: person.id, role: person.role }, door: () => this.server.door, deskLife: { name, alive: false, frozenUntil: 0, sleptMs: 0 } });
      const host = new DeskHost({
        name,
        person,
        sched,
        dice,
        ids,
        wire,
        seams: plant?.desk ?? {},
        undoMs: make.chance(0.5) ? 0 : 1_500,
        headless: name.endsWith('-office'),
        connectors: (life, host) => new Map(['sandbox', 'sandbox-chat'].map((channel) => [channel, simConnector({ channel, platform: this.platform, sched, dice, life, weather: () => this.weather.get(host) ?? FAIR, onSend: (request) => this.#sends(host, request) })])),
        onLog: (host, level, fields, message) => this.#deskSaid(host, level, fields, message),
        onCommit: (host) => this.referee.committed(host),
        onDied: (host) => this.#faults.deskDied(host),
        onCopy: (host) => {
          if (host.isHeadless) this.referee.ledger.headlessReplicas.add(host.disk.meta.get('replicaId') ?? '');
        },
      });
      host.old = make.chance(0.15);
      wire.tamper = (direction, what, payload, on) => {
        const given = plant?.tamper === undefined ? payload : plant.tamper(direction, what, payload, on);
        return host.old && direction === 'down' && what === 'batch' && given !== undefined ? ahead(given as Batch) : given;
      };
      return host;
    });
    this.server.onDied = () => {
      for (const desk of this.desks) desk.wire.serverDied();
      this.referee.crashed();
      this.#faults.serverDied();
    };
    const backlog = (): number => [...this.referee.ledger.items.values()].filter((item) => item.state !== 'closed').length;
    this.#customers = new Customers({ sched, dice: diceFor(seed, 'customers'), platform: this.platform, hooks: this.hooks, backlog, meanMs: 500, note });
    this.#people = new People({ sched, dice: diceFor(seed, 'people'), platform: this.platform, referee: this.referee, desks: this.desks, meanMs: 400, note });
    this.#faults = new Faults({ sched, dice: diceFor(seed, 'faults'), server: this.server, desks: this.desks, weather: this.weather, meanMs: 3_000, cruel: make.chance(0.4), note });
    if (make.chance(0.3)) this.#erasures = new Erasures({ sched, dice: diceFor(seed, 'erasures'), server: this.server, referee: this.referee, meanMs: 12_000, note });
    this.referee.onPermitted = (agentId) => this.#faults.onPermitted(this.desks.find(({ person }) => person.id === agentId));
    plant?.install?.(this);
  }

  #sends(host: DeskHost, request: SendRequest): void {
    this.referee.attempt(host, request);
    this.#faults.onAttempt(host);
  }

  static async run(options: WorldOptions): Promise<SeedResult> {
    const disk = new MemoryLogDisk();
    for (const event of await filledDisk()) disk.events.push(event);
    const undo = options.plant?.patch?.();
    const world = new World(options, disk);
    const onLost = (error: unknown): void => world.referee.problem(error, 'unhandled rejection', false);
    process.on('unhandledRejection', onLost);
    try {
      await world.#play();
      return world.#result();
    } finally {
      process.off('unhandledRejection', onLost);
      undo?.();
    }
  }

  get #hasViolation(): boolean {
    return this.referee.violations.length > 0;
  }

  async #play(): Promise<void> {
    this.server.start();
    for (const desk of this.desks) desk.start();
    while (this.sched.steps < this.#options.steps && !this.#hasViolation) await this.#step();
    if (this.#hasViolation) return;
    await this.#rest();
  }

  async #step(until?: number): Promise<boolean> {
    if (!this.sched.step(until)) return false;
    await settle();
    this.referee.afterStep();
    return true;
  }

  /** Heals everything, lets it come to rest, and looks whether all is as it must be. */
  async #rest(): Promise<void> {
    this.#note(() => 'everything heals');
    this.#customers.active = false;
    this.#people.goHome();
    this.#faults.active = false;
    if (this.#erasures !== undefined) this.#erasures.active = false;
    this.server.failingCommits = 0;
    this.server.dieAtCommit = undefined;
    if (!this.server.life.alive) this.server.start();
    for (const desk of this.desks) {
      this.weather.set(desk, FAIR);
      desk.diskFull = false;
      desk.credentialGone = false;
      // Nobody sets the clock of a machine that sleeps: together the two could look like nothing.
      this.sched.at(Math.max(this.sched.now, desk.life.frozenUntil) + 8_000, undefined, 'heal:clock', () => void (desk.wallOffsetMs = 0));
      desk.dieAtCommit = undefined;
      desk.dieAfterWrites = undefined;
      desk.wire.heal();
      desk.wire.latencyMs = 15;
      desk.upgrade();
      if (!desk.life.alive) desk.start();
      desk.sync?.credentials.changed('sandbox');
    }
    const end = this.sched.now + REST_WITHIN_MS;
    let stillMs = 0;
    let head = 0;
    while (this.sched.now < end && !this.#hasViolation) {
      const until = this.sched.now + 1_000;
      while (!this.#hasViolation && (await this.#step(until)));
      this.sched.now = Math.max(this.sched.now, until);
      await this.#resumeAccounts();
      await this.#decideApprovals();
      stillMs = this.#unrest() === undefined && head === this.server.disk.events.length ? stillMs + 1_000 : 0;
      head = this.server.disk.events.length;
      // Long enough for what nobody waits for: leases, rows, late events.
      if (stillMs >= 4_000) break;
    }
    if (this.#hasViolation) return;
    const unrest = this.#unrest();
    if (unrest !== undefined) return this.referee.complain('SIM-22', `${REST_WITHIN_MS / 1_000} s after everything was healed: ${unrest}`);
    const core = this.server.core;
    if (core === undefined) return this.referee.complain('SIM-22', 'the server did not come back');
    const findings = await atRest({ disk: this.server.disk, core, desks: this.desks, referee: this.referee, platform: this.platform, readTexts: (refs) => this.#read(refs) });
    for (const [rule, detail] of findings) this.referee.complain(rule, detail);
    if (findings.length === 0) await this.#everybodyLeaves();
  }

  /** The day ends: every machine is switched off, and the center must see that nobody is there. */
  async #everybodyLeaves(): Promise<void> {
    const isThere = (desk: DeskHost): boolean => this.server.core?.center.committed.get('agent', desk.person.id)?.connected === true;
    for (const desk of this.desks) if (!isThere(desk)) this.referee.complain('SIM-25', `${desk.person.id} is online at ${desk.name} and is shown as gone`);
    this.#faults.nobodyStarts = true;
    for (const desk of this.desks) desk.crash();
    const end = this.sched.now + LEFT_WITHIN_MS;
    while (!this.#hasViolation && (await this.#step(end)));
    this.sched.now = Math.max(this.sched.now, end);
    for (const desk of this.desks) if (isThere(desk)) this.referee.complain('SIM-25', `${desk.person.id} is shown as connected, and every desk is switched off`);
  }

  /** A stopped account is a lead's decision; here it ends with the day. */
  async #resumeAccounts(): Promise<void> {
    const { core } = this.server;
    for (const account of core?.center.committed.all('account').values() ?? []) if (account.stopped !== undefined) void core?.commands.run({ agentId: 'ada', role: 'admin', replicaId: 'end' }, { type: 'account.resume', data: { accountId: account.id } });
    await settle();
  }

  /** Nobody goes home while somebody waits for their look. */
  async #decideApprovals(): Promise<void> {
    const { core } = this.server;
    for (const conversation of core?.center.committed.all('conversation').values() ?? []) {
      const open = openApproval(conversation.approvals);
      if (open !== undefined) void core?.commands.run({ agentId: 'ada', role: 'admin', replicaId: 'end' }, { type: 'approval.give', data: { conversationId: conversation.id, replyId: open.replyId } });
    }
    await settle();
  }

  #unrest(): string | undefined {
    if (!this.server.isUp) return 'the server is not up';
    if (!this.hooks.isEmpty) return 'webhooks wait';
    // Let go on a copy built anew while the server still counts on the old one: it is told again once that one's lease has run out.
    for (const permit of this.referee.ledger.permits.values()) if (permit.state === 'permitted') return `nobody has said yet what became of ${permit.replyId}, which was permitted`;
    for (const desk of this.desks) {
      const { sync } = desk;
      if (sync === undefined) return `${desk.name} is not up`;
      if (desk.life.frozenUntil > this.sched.now) return `${desk.name} sleeps`;
      if (!sync.online) return `${desk.name} is not online (${JSON.stringify(sync.connection())})`;
      if (!desk.wire.isWhole) return `${desk.name} and the server do not agree whether they are connected`;
      const waiting = sync.lane.pending[0];
      if (waiting !== undefined) return `${desk.name} waits for the answer to command ${waiting.commandNo} (${waiting.command.type})`;
      // Behind a reply about which a person has to decide the next one waits.
      const unclear = new Set(sync.book.open().flatMap(({ state, conversationId }) => (state.kind === 'unclear' ? [conversationId] : [])));
      const open = sync.book.open().find(({ state, conversationId }) => state.kind !== 'unclear' && !((state.kind === 'queued' || state.kind === 'scheduled') && (unclear.has(conversationId) || this.referee.waitsForPerson(conversationId))));
      if (open !== undefined) return `${desk.name}: reply ${open.replyId} is ${open.state.kind} (${JSON.stringify(sync.pump.action(open))})`;
    }
    return undefined;
  }

  async #read(refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const read = this.server.readTexts(refs);
    return read;
  }

  #deskSaid(host: DeskHost, level: 'warn' | 'error', fields: object, message: string): void {
    this.#note(() => `${host.name} ${level}: ${message} ${JSON.stringify(fields)}`);
    if (level === 'error' && !host.diskFull && !EXPECTED.has(message)) this.referee.complain('SIM-23', `${host.name}: ${message} ${JSON.stringify(fields)}`);
  }

  #note(text: () => string): void {
    const keep = this.#options.traceLines ?? 0;
    if (keep === 0) return;
    this.#trace.push(`${((this.sched.now - START_AT) / 1_000).toFixed(3)}s #${this.sched.steps} ${text()}`);
    if (this.#trace.length > keep * 2) this.#trace.splice(0, this.#trace.length - keep);
  }

  #result(): SeedResult {
    const { disk } = this.server;
    return {
      seed: this.#options.seed,
      steps: this.sched.steps,
      violations: this.referee.violations,
      events: disk.events.length,
      effects: this.platform.effects.length,
      accepted: this.referee.accepted.size,
      forcedDoubles: this.referee.ledger.forcedDoubles,
      virtualMs: Math.round(this.sched.now - START_AT),
      trace: this.#trace.slice(-(this.#options.traceLines ?? 0)),
      fingerprint: `${this.sched.steps}:${disk.events.length}:${this.platform.effects.length}:${this.#ids}:${Math.round(this.sched.now)}`,
    };
  }
}

/** A frame as it looks to a build that knows no notes: an event and an entity of a kind it never heard of. */
function ahead(batch: Batch): unknown {
  const isNote = (piece: { type?: string; noun?: string }): boolean => piece.type === 'note.added' || piece.noun === 'note';
  const renamed = (piece: { type?: string; noun?: string }): unknown => (isNote(piece) ? { ...piece, ...(piece.type === undefined ? { noun: 'memo' } : { type: 'memo.added' }) } : piece);
  return { ...batch, events: batch.events.map(renamed), entities: batch.entities.map(renamed), snapshots: batch.snapshots.map((snapshot) => ({ ...snapshot, entities: snapshot.entities.map(renamed) })) };
}

function frameBrief(payload: unknown): string {
  const batch = payload as Partial<Batch>;
  if (batch.events === undefined) return brief(payload);
  const lists = { purges: batch.purges, snapshots: batch.snapshots?.map((s) => `${s.conversationId}@${s.asOfSeq}`), events: batch.events.map((e) => e.seq), entities: batch.entities?.map((e) => `${e.noun} ${e.id}@${e.seq}`), forget: batch.forget, rows: batch.rows?.map((r) => `${r.kind} ${r.id}${r.value === null ? ' gone' : ''}`) };
  return `${batch.fromSeq}..${batch.toSeq} ${Object.entries(lists).filter(([, list]) => (list?.length ?? 0) > 0).map(([name, list]) => `${name} ${list?.join(',')}`).join(' ')}`;
}

/** Said by a desk whose disk refused something that is tried again. */
const EXPECTED: ReadonlySet<string> = new Set(['an answer could not be stored', 'the outcome of an attempt could not be stored', 'a step of a reply failed', 'a frame could not be written', 'the welcome could not be written']);
