// A desk in a process of its own, to be killed: reads JSON lines from stdin, answers in JSON lines, posts to the platform it is told.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import type { OutboundConnector, ReconcileOutcome, SendOutcome } from '../../electron/main/channels/ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';

const [dataDir = '', serverUrl = '', platformUrl = '', kind = 'none'] = process.argv.slice(2);

/** Stands in for a keychain that outlives the process. A test's secrets are no secrets. */
class FileSecrets extends MemorySecretStore {
  readonly #file = `${dataDir}/keychain.json`;
  async load(): Promise<void> {
    if (!existsSync(this.#file)) return;
    for (const [name, value] of Object.entries(JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, string>))
      await super.set(name, value);
  }
  override async set(name: string, value: string): Promise<void> {
    await super.set(name, value);
    const all: Record<string, string> = {};
    for (const known of await this.list()) all[known] = (await this.get(known)) ?? '';
    writeFileSync(`${this.#file}.tmp`, JSON.stringify(all));
    renameSync(`${this.#file}.tmp`, this.#file);
  }
}

const platform: OutboundConnector = {
  channel: 'sandbox',
  safeToRepeat: () => kind === 'key',
  send: async ({ platformKey, part, frozen }): Promise<SendOutcome> => {
    try {
      const response = await fetch(`${platformUrl}/post`, {
        method: 'POST',
        body: JSON.stringify({ key: platformKey, part, text: frozen.parts[part] }),
      });
      return { kind: 'delivered', remoteId: ((await response.json()) as { id: string }).id, sentAt: Date.now() };
    } catch {
      return { kind: 'unknown', detail: 'cut' };
    }
  },
  reconcile: async ({ platformKey, part }): Promise<ReconcileOutcome> => {
    try {
      const { id } = (await (await fetch(`${platformUrl}/find?key=${platformKey}&part=${part}`)).json()) as { id: string | null };
      return id === null ? { kind: 'notFound' } : { kind: 'found', remoteId: id, sentAt: Date.now() };
    } catch {
      return { kind: 'unreachable', detail: 'cut' };
    }
  },
  check: async () => ({ ok: true, as: 'x' }),
};

const secrets = new FileSecrets();
await secrets.load();
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const core = await createDeskCore({
  dataDir,
  appVersion: 'kill-test',
  secretStore: { store: secrets, kind: 'keychain' },
  connectors: new Map([['sandbox', platform]]),
  clock: systemClock,
  timers: systemTimers,
  ids: systemIds,
  rng: systemRng,
  log: quiet,
  serverUrl,
  defaultSettings: { undoMs: 0 },
});
const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, call, request } = JSON.parse(line) as { id: number; call: keyof typeof core.handlers; request: never };
  core.handlers[call](request).then(
    (value) => say({ id, value }),
    (error: unknown) => say({ id, error: String(error) }),
  );
});
say({ ready: true });
// Never ends in order, so what it compiled is kept for the next one now.
flushCompileCache();
