// The desk's core in a process of its own, put together as every host does it, to be killed while it sends: encrypted copy, key in the
// keychain, real connectors. Reads JSON lines, answers in JSON lines. It ends itself by SIGKILL at the step it is told.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createConnectors } from '../../electron/main/channels/registry.ts';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { openSecretStore, type OpenedSecretStore } from '../../electron/main/secrets/open-secret-store.ts';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import { takeInstanceLock } from '../../electron/main/storage/instance-lock.ts';
import { withConnectorSteps, withSecretSteps, withStoreSteps } from './step-ports.ts';

export interface SendingDeskArgs {
  readonly dataDir: string;
  readonly serverUrl: string;
  /** `file` stands in for a keychain that outlives the process. */
  readonly keychain: 'real' | 'file';
  /** Name under which the keychain keeps this desk's entries. */
  readonly profile: string;
  /** Ends itself there, from the start on. */
  readonly dieAt?: string | undefined;
}

const args = JSON.parse(process.argv[2] ?? '{}') as SendingDeskArgs;
let dieAt = args.dieAt;
let turnedCold = false;

const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const complain = (fields: object, message: string): void => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
const quiet = (): void => undefined;

function step(name: string): void {
  if (name !== dieAt) return;
  process.kill(process.pid, 'SIGKILL');
  for (;;) turnedCold = true; // The signal ends it here.
}

/** A test's secrets are no secrets. */
class FileSecrets extends MemorySecretStore {
  readonly #file = path.join(args.dataDir, 'keychain.json');
  async load(): Promise<void> {
    if (!existsSync(this.#file)) return;
    for (const [name, value] of Object.entries(JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, string>)) await super.set(name, value);
  }
  override async set(name: string, value: string): Promise<void> {
    await super.set(name, value);
    const all: Record<string, string> = {};
    for (const known of await this.list()) all[known] = (await this.get(known)) ?? '';
    writeFileSync(`${this.#file}.tmp`, JSON.stringify(all));
    renameSync(`${this.#file}.tmp`, this.#file);
  }
}

async function secrets(): Promise<OpenedSecretStore> {
  if (args.keychain === 'real') return openSecretStore({ profile: args.profile, dataDir: args.dataDir, log: { warn: complain } });
  const store = new FileSecrets();
  await store.load();
  return { store, kind: 'keychain' };
}

mkdirSync(args.dataDir, { recursive: true, mode: 0o700 });
takeInstanceLock(path.join(args.dataDir, 'desk'));
const secretStore = await secrets();
if (secretStore.kind !== 'keychain') throw new Error(`no keychain: ${secretStore.limitedBecause ?? ''}`);
/** What the end before this start had left open, as the disk tells it. */
const met: Record<string, number> = {};
const core = await createDeskCore({
  dataDir: args.dataDir,
  appVersion: 'prove',
  secretStore: { ...secretStore, store: withSecretSteps(secretStore.store, step) },
  connectors: new Map([...createConnectors(() => systemClock.now())].map(([name, connector]) => [name, withConnectorSteps(connector, step)])),
  clock: systemClock,
  timers: systemTimers,
  ids: systemIds,
  rng: systemRng,
  log: { debug: quiet, info: quiet, warn: quiet, error: complain },
  // The proof over a network of its own has no certificates.
  allowPlainHttp: true,
  serverUrl: args.serverUrl,
  defaultSettings: { undoMs: 0 },
  openStorage: (options) => {
    const opened = openOrRebuild(options);
    for (const { state } of opened.stores.outbox.all()) met[state] = (met[state] ?? 0) + 1;
    met['openAttempts'] = opened.stores.attempts.withoutOutcome().length;
    if (opened.outcome === 'rebuilt') met['rebuilt'] = 1;
    return withStoreSteps(opened, step);
  },
});

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { id, call, request } = JSON.parse(line) as { id: number; call: keyof typeof core.handlers | 'die.at'; request: never };
    if (call === 'die.at') {
      dieAt = request as string;
      return say({ id, value: turnedCold });
    }
    core.handlers[call](request).then(
      (value) => say({ id, value }),
      (error: unknown) => say({ id, error: String(error) }),
    );
  })
  // Whoever started it is gone.
  .on('close', () => process.exit(0));
say({ ready: met });
