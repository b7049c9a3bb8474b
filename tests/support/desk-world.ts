import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import type { DeskCoreDeps } from '../../electron/main/core/desk-deps.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import type { OutboundConnector, ReconcileOutcome, SendOutcome } from '../../electron/main/channels/ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import type { IpcPush, IpcTopic, OutboxEntry } from '../../shared/ipc/index.ts';

/** A platform of our own that writes down every effect it has. */
export class EffectLog implements OutboundConnector {
  readonly channel = 'sandbox';
  readonly effects: { key: string; text: string; part: number }[] = [];
  safe = false;
  looks = 0;
  sends = 0;
  /** What the next sends do; after these all goes well. */
  script: ((commit: () => SendOutcome) => Promise<SendOutcome> | SendOutcome)[] = [];
  reconcileWith: (() => ReconcileOutcome) | undefined;
  honoursKeys = false;

  safeToRepeat(): boolean {
    return this.safe;
  }

  async send(request: Parameters<OutboundConnector['send']>[0]): Promise<SendOutcome> {
    this.sends += 1;
    const commit = (): SendOutcome => {
      const known = this.effects.findIndex((effect) => effect.key === request.platformKey && effect.part === request.part);
      if (known >= 0 && this.honoursKeys) return { kind: 'delivered', remoteId: `r-${known}`, sentAt: Date.now() };
      this.effects.push({ key: request.platformKey, text: request.frozen.parts[request.part] ?? '', part: request.part });
      return { kind: 'delivered', remoteId: `r-${this.effects.length - 1}`, sentAt: Date.now() };
    };
    const step = this.script.shift();
    return step === undefined ? commit() : step(commit);
  }

  async reconcile(request: Parameters<OutboundConnector['reconcile']>[0]): Promise<ReconcileOutcome> {
    this.looks += 1;
    if (this.reconcileWith !== undefined) return this.reconcileWith();
    const found = this.effects.findIndex((effect) => effect.key === request.platformKey && effect.part === request.part);
    return found < 0 ? { kind: 'notFound' } : { kind: 'found', remoteId: `r-${found}`, sentAt: Date.now() };
  }

  async check(): ReturnType<OutboundConnector['check']> {
    return { ok: true, as: 'musterkom_hilft' };
  }
}

export interface Pushed {
  readonly topic: IpcTopic;
  readonly payload: unknown;
}

/** One desk on a folder of its own; `restart` opens the same folder again, as after a crash when `kill` came before. */
export class DeskWorld {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'leitstand-desk-'));
  readonly secrets = new MemorySecretStore();
  readonly platform = new EffectLog();
  readonly pushed: Pushed[] = [];
  readonly logs: string[] = [];
  core!: DeskCore;
  #serverUrl: string;
  #more: Partial<DeskCoreDeps>;

  constructor(serverUrl: string, more: Partial<DeskCoreDeps> = {}) {
    this.#serverUrl = serverUrl;
    this.#more = more;
  }

  async open(more: Partial<DeskCoreDeps> = {}): Promise<DeskCore> {
    const say = (level: string) => (fields: object, message: string) =>
      void this.logs.push(`${level} ${message} ${JSON.stringify(fields)}`);
    this.core = await createDeskCore({
      dataDir: this.dataDir,
      appVersion: '0.1.0-test',
      secretStore: { store: this.secrets, kind: 'keychain' },
      connectors: new Map([[this.platform.channel, this.platform]]),
      clock: systemClock,
      timers: systemTimers,
      ids: systemIds,
      rng: systemRng,
      log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
      serverUrl: this.#serverUrl,
      defaultSettings: { undoMs: 0 },
      ...this.#more,
      ...more,
    });
    this.core.subscribe((topic, payload) => void this.pushed.push({ topic, payload }));
    return this.core;
  }

  async signIn(): Promise<void> {
    await this.core.handlers['session.signIn']({ serverUrl: this.#serverUrl, name: 'Ada', password: 'secret' });
    await this.core.handlers['credentials.set']({ credentialId: 'cred-1', value: '{"token":"x"}' });
    await this.online();
  }

  async online(): Promise<void> {
    await until(async () => (await this.core.handlers['connection.get']({})).kind === 'online', 'online', this);
  }

  async offline(): Promise<void> {
    await until(async () => (await this.core.handlers['connection.get']({})).kind !== 'online', 'offline', this);
  }

  async send(
    conversationId: string,
    text: string,
    more: Partial<Parameters<DeskCore['handlers']['reply.send']>[0]> = {},
  ): Promise<OutboxEntry> {
    const answer = await this.core.handlers['reply.send']({
      conversationId,
      text,
      visibility: 'public',
      followUp: false,
      then: { kind: 'keep' },
      ...more,
    });
    if (answer.status === 'refused') throw new Error(answer.code);
    return answer.entry;
  }

  async entry(replyId: string): Promise<OutboxEntry | undefined> {
    return (await this.core.handlers['outbox.load']({})).entries.find((entry) => entry.replyId === replyId);
  }

  async reaches(replyId: string, kind: OutboxEntry['state']['kind'], limitMs = 15_000): Promise<OutboxEntry> {
    let seen: OutboxEntry | undefined;
    await until(
      async () => {
        seen = this.pushedEntry(replyId) ?? (await this.entry(replyId));
        return seen?.state.kind === kind;
      },
      `${replyId} ${kind}`,
      this,
      limitMs,
    );
    return seen as OutboxEntry;
  }

  /** The last state pushed of a reply. */
  pushedEntry(replyId: string): OutboxEntry | undefined {
    for (const push of this.pushed.toReversed()) {
      if (push.topic !== 'outbox') continue;
      const entry = (push.payload as IpcPush<'outbox'>).entries.find((candidate) => candidate.replyId === replyId);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  pushes<T extends IpcTopic>(topic: T): IpcPush<T>[] {
    return this.pushed.filter((push) => push.topic === topic).map((push) => push.payload as IpcPush<T>);
  }

  async dispose(): Promise<void> {
    await this.core.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** Waits for a state of affairs, generously: a slow machine is no failure. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  world?: { logs: string[] },
  limitMs = 15_000,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`never came: ${what}\n${world?.logs.slice(-15).join('\n') ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
