import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './app.ts';
import { FileJournal, MemoryJournal } from './journal.ts';
import { Live } from './live.ts';
import { Platform } from './platform.ts';
import { seededRandom } from './random.ts';
import { settingsPatchSchema, patchSettings, type Settings } from './settings.ts';
import { WEBHOOK_TIMING, type WebhookTiming } from './webhook-delivery.ts';
import { Webhooks } from './webhooks.ts';

export interface SandboxOptions {
  /** 0 or nothing: a free one. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** Folder for journal and token; without it everything is in memory. */
  readonly dataDir?: string | undefined;
  /** Operator token; without it one is made (and kept in `dataDir/token`, 0600). */
  readonly token?: string | undefined;
  /** Seed for faults and back-off jitter. */
  readonly seed?: number | undefined;
  /** ms since 1970; for tests. */
  readonly now?: (() => number) | undefined;
  readonly webhookTiming?: Partial<WebhookTiming> | undefined;
  readonly settings?: Partial<Settings> | undefined;
}

export interface Sandbox {
  readonly url: string;
  readonly port: number;
  /** The operator's token. */
  readonly token: string;
  readonly platform: Platform;
  /** Records read from the journal at the start. */
  readonly replayed: number;
  close(): Promise<void>;
}

/** Starts the platform and resolves once it listens. Throws JOURNAL_DAMAGED for a journal it cannot read. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const token = options.token ?? keptToken(options.dataDir);
  let url = '';
  const platform = new Platform({
    journal: options.dataDir === undefined ? new MemoryJournal() : new FileJournal(options.dataDir),
    operatorToken: token,
    now: options.now ?? Date.now,
    random: seededRandom(options.seed ?? 1),
    baseUrl: () => url,
  });
  const webhooks = new Webhooks(platform, { ...WEBHOOK_TIMING, ...options.webhookTiming });
  const live = new Live(platform);
  const app = buildApp({ platform, webhooks, live, listenHost: host, baseUrl: () => url });
  const close = async (): Promise<void> => {
    webhooks.stop();
    live.close();
    await app.close();
    platform.ledger.close();
  };
  try {
    const replayed = platform.ledger.replay();
    if (options.settings !== undefined) platform.ledger.write({ t: 'settings', settings: patchSettings(platform.settings(), settingsPatchSchema.parse(options.settings)) });
    await app.listen({ host, port: options.port ?? 0 });
    const address = app.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    url = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
    webhooks.start();
    return { url, port, token, platform, replayed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function keptToken(dataDir: string | undefined): string {
  const fresh = randomBytes(24).toString('base64url');
  if (dataDir === undefined) return fresh;
  const path = join(dataDir, 'token');
  if (existsSync(path)) {
    const kept = readFileSync(path, 'utf8').trim();
    if (kept !== '') return kept;
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(path, `${fresh}\n`, { mode: 0o600 });
  return fresh;
}
