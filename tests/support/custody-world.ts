import { Custodian } from '../../electron/main/accounts/custodian.ts';
import { deskIdentity, TrustedDesks } from '../../electron/main/accounts/desk-keys.ts';
import type { CustodyServer, Renewal } from '../../electron/main/accounts/ports.ts';
import { CredentialVault } from '../../electron/main/accounts/vault.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { Custody } from '../../server/custody/custody.ts';
import type { CustodyCaller } from '../../server/custody/port.ts';
import { MemoryCustodyStore } from '../../server/custody/sqlite-custody-store.ts';
import { MemoryAuditLog } from '../../server/audit/memory-audit-log.ts';
import type { Center } from '../../server/center/center.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { Agent } from '../../shared/domain/agent.ts';
import { custodyStateSchema, custodyReportSchema, custodySealSchema, refreshLeaseAnswerSchema } from '../../shared/protocol/custody.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';

export const CREDENTIAL = 'brand-x';

/** A platform that rotates: each token opens one renewal. The one before is honoured once more while its successor was never used. */
export class RotatingPlatform {
  generation = 1;
  used = true;
  hasGrace = true;
  revoked = false;
  renewals = 0;
  /** Answers that get lost after the effect. */
  loseAnswers = 0;

  get current(): string {
    return this.valueOf(this.generation);
  }

  valueOf(generation: number): string {
    return JSON.stringify({ access: `a${generation}`, refresh: `r${generation}` });
  }

  /** Whether a post with it would be taken. */
  accepts(value: string | undefined): boolean {
    const good = !this.revoked && value === this.current;
    if (good) this.used = true;
    return good;
  }

  async renew(value: string): Promise<Renewal> {
    this.renewals += 1;
    const isPrevious = value === this.valueOf(this.generation - 1) && !this.used && this.hasGrace;
    if (this.revoked || (value !== this.current && !isPrevious)) {
      this.revoked = true;
      return { kind: 'rejected', detail: 'reuse detected' };
    }
    this.generation += 1;
    this.used = false;
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      return { kind: 'unreachable', detail: 'the answer was lost' };
    }
    return { kind: 'fresh', credential: this.current };
  }
}

class Crash extends Error {}

/** The real server part and real desks on keychains in memory; a desk may die before or after any step and come back. */
export class CustodyWorld {
  readonly entities = new EntityMaps();
  readonly store = new MemoryCustodyStore();
  readonly audit = new MemoryAuditLog();
  readonly platform = new RotatingPlatform();
  readonly problems: unknown[] = [];
  now = 1_800_000_000_000;
  custody!: Custody;
  #ids = 0;

  constructor(people: readonly Pick<Agent, 'id' | 'role' | 'teamIds'>[], account: Partial<Account> = {}) {
    this.entities.set('account', 'acc', { id: 'acc', channel: 'sandbox', handle: 'brand', name: 'Brand', brand: 'Brand', credentialId: CREDENTIAL, teamIds: ['north'], budget: { capacity: 10, refillPerMinute: 10 }, ...account });
    for (const person of people) this.entities.set('agent', person.id, { ...person, name: person.id.toUpperCase(), disabled: false } as Agent);
    this.boot();
  }

  /** The server anew on what its disk holds. */
  boot(): void {
    this.custody = new Custody({
      center: { committed: this.entities } as unknown as Center,
      store: this.store,
      audit: this.audit,
      clock: { now: () => this.now, steady: () => this.now },
      ids: { next: () => `id-${++this.#ids}` },
      onProblem: (error) => this.problems.push(error),
    });
  }

  async desk(agentId: string, secrets = new MemorySecretStore()): Promise<TestDesk> {
    const desk = new TestDesk(this, agentId, secrets, `socket-${++this.#ids}`);
    await desk.start();
    return desk;
  }

  async actions(): Promise<string[]> {
    return this.audit.entries.map(({ action, subjectIds }) => `${action} ${subjectIds.join(' ')}`);
  }
}

export class TestDesk {
  readonly secrets: MemorySecretStore;
  readonly changes: string[] = [];
  readonly warnings: string[] = [];
  readonly agentId: string;
  custodian!: Custodian;
  vault!: CredentialVault;
  trusted!: TrustedDesks;
  isThere = true;
  pokes = 0;
  /** Dies at this step: the n-th write, call of the server or of the platform, before it happens. */
  diesBefore = Infinity;
  steps = 0;
  isDead = false;
  /** Lies about keys, as an impostor in the server's place would. */
  bendKeys: ((publicKey: string, deskId: string) => string) | undefined;
  readonly #world: CustodyWorld;
  readonly #socket: string;

  constructor(world: CustodyWorld, agentId: string, secrets: MemorySecretStore, socket: string) {
    this.#world = world;
    this.agentId = agentId;
    this.secrets = secrets;
    this.#socket = socket;
  }

  async start(): Promise<void> {
    const { secrets } = this;
    const identity = await deskIdentity(secrets);
    this.trusted = new TrustedDesks(secrets, () => this.#world.now);
    await this.trusted.load();
    const guarded = { get: (name: string) => secrets.get(name), delete: (name: string) => this.#step(() => secrets.delete(name)), set: (name: string, value: string) => this.#step(() => secrets.set(name, value)), list: () => secrets.list(), health: () => secrets.health() };
    this.vault = new CredentialVault(guarded, (id) => `credential/${id}`);
    this.custodian = new Custodian({
      vault: this.vault,
      identity,
      trusted: this.trusted,
      server: this.#server(),
      credentialIds: () => [CREDENTIAL],
      platform: { can: () => true, renew: (_id, value) => this.#step(() => this.#world.platform.renew(value)) },
      clock: { now: () => this.#world.now, steady: () => this.#world.now },
      timers: { after: (ms, run) => { this.#world.now += ms; const timer = setImmediate(run); return () => clearImmediate(timer); } },
      log: { info: () => undefined, warn: (fields, message) => void this.warnings.push(`${message} ${JSON.stringify(fields)}`) },
      onChanged: (_id, what) => void this.changes.push(what),
    });
  }

  /** The machine comes back: the same keychain, nothing else. */
  async restart(): Promise<void> {
    this.diesBefore = Infinity;
    this.steps = 0;
    this.isDead = false;
    await this.start();
    await this.custodian.sync();
  }

  async value(): Promise<string | undefined> {
    return (await this.vault.get(CREDENTIAL))?.value;
  }

  caller(): CustodyCaller {
    const agent = this.#world.entities.get('agent', this.agentId) as Agent;
    return { agentId: agent.id, role: agent.role, teamIds: agent.teamIds, connectionId: this.#socket, poke: () => void (this.pokes += 1) };
  }

  #server(): CustodyServer {
    const isThere = (): boolean => this.isThere && !this.isDead;
    const over = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    return {
      get isThere() {
        return isThere();
      },
      centerId: 'center',
      report: (report) =>
        this.#step(async () => {
          const state = custodyStateSchema.parse(over(await this.#world.custody.report(this.caller(), custodyReportSchema.parse(over(report)))));
          const bend = this.bendKeys;
          if (bend !== undefined) for (const one of state.credentials) for (const named of [...(one.desks ?? []), ...(one.box === undefined ? [] : [one.box.from])]) named.publicKey = bend(named.publicKey, named.deskId);
          return state;
        }),
      seal: (given) => this.#step(() => this.#world.custody.seal(this.caller(), custodySealSchema.parse(over(given)))),
      revoke: async (given) => {
        await this.#world.custody.revoke(this.caller(), given);
        return {};
      },
      lease: (given) =>
        this.#step(async () => {
          const answer = refreshLeaseAnswerSchema.parse(over(await this.#world.custody.lease(this.caller(), given)));
          if (answer.kind === 'granted') for (const named of answer.desks) named.publicKey = this.bendKeys?.(named.publicKey, named.deskId) ?? named.publicKey;
          return answer;
        }),
    };
  }

  async #step<T>(run: () => Promise<T>): Promise<T> {
    if (this.isDead || this.steps + 1 >= this.diesBefore) {
      this.isDead = true;
      throw new Crash('dead');
    }
    this.steps += 1;
    return run();
  }
}
