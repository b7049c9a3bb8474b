// One desk of its own in the browser: `npm run desk -- --server URL --data DIR`. Prints one JSON line once it answers; Ctrl+C ends it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { startBrowserHost } from '../electron/main/host/browser.ts';
import { createHostLog } from '../electron/main/host/log.ts';
import { openDesk, readDemo } from '../electron/main/host/open-desk.ts';
import { openWithSystem } from '../electron/main/host/outside-link.ts';
import { systemClock } from '../electron/main/core/system-ports.ts';
import { logFacts } from '../electron/main/ipc/failure.ts';
import { CodedError, isCodedError } from '../shared/util/errors.ts';
import { onStopSignal } from './setup/stop-signals.ts';

const END_WITHIN_MS = 7_000;
const root = path.resolve(import.meta.dirname, '..');

const port = (text: string): number => {
  const parsed = z.coerce.number().int().min(0).max(65_535).safeParse(text);
  if (!parsed.success || text.trim() === '') throw new InvalidArgumentError('0 to 65535.');
  return parsed.data;
};
const minutes = (text: string): number => {
  const parsed = z.coerce.number().int().min(1).max(60).safeParse(text);
  if (!parsed.success || text.trim() === '') throw new InvalidArgumentError('1 to 60.');
  return parsed.data;
};
const serverUrl = (text: string): string => {
  if (!z.url({ protocol: /^https?$/ }).safeParse(text).success) throw new InvalidArgumentError('An http or https address.');
  return text;
};

interface Options {
  readonly data: string;
  readonly server: string;
  readonly port: number;
  readonly sessionOnlySecrets?: boolean;
  readonly demo?: string;
  readonly passphraseFile?: string;
  readonly executor?: boolean;
  readonly lockAfter?: number;
  readonly logLevel: string;
}

function readOptions(): Options {
  return new Command('desk')
    .description('a desk on a page of this machine’s browser')
    .requiredOption('--data <dir>', 'folder of this desk alone; made where it is missing')
    .requiredOption('--server <url>', 'address of the center', serverUrl)
    .option('--port <n>', 'port of the page on 127.0.0.1; 0 takes a free one', port, 0)
    .option('--session-only-secrets', 'ask no keychain: sign-in and credentials last until the desk ends')
    .option('--passphrase-file <file>', 'where there is no keychain: its first line wraps the key of the local copy')
    .option('--demo <file>', 'center.json of a demo: offers its sign-ins and takes its platform credential')
    .option('--executor', 'stands on an office machine: sends what its person scheduled for the office, and brings them no work')
    .option('--lock-after <minutes>', 'locks without anybody after so long, where the person chose nothing', minutes)
    .option('--log-level <level>', 'debug, info, warn or error', 'warn')
    .parse()
    .opts<Options>();
}

async function main(): Promise<void> {
  const options = readOptions();
  const dataDir = path.resolve(options.data);
  const log = createHostLog({ level: options.logLevel });
  process.on('uncaughtException', (error) => {
    // Met somewhere nobody waits for an answer; the session opens the copy anew by itself.
    if (isCodedError(error) && error.code === 'REPLICA_DAMAGED') return log.error({ code: error.code }, 'damage was met in passing');
    log.error({ error: logFacts(error) }, 'the desk failed and ends; everything accepted is on disk');
    process.exit(1);
  });
  const core = await openDesk({
    dataDir,
    serverUrl: options.server,
    log,
    sessionOnlySecrets: options.sessionOnlySecrets,
    isExecutor: options.executor,
    passphrase: options.passphraseFile === undefined ? undefined : readPassphrase(options.passphraseFile),
    ...(options.demo === undefined ? {} : readDemo(path.resolve(options.demo))),
    ...(options.lockAfter === undefined ? {} : { defaultSettings: { lockAfterMs: options.lockAfter * 60_000 } }),
    openLink: openWithSystem(),
  });
  const host = await startBrowserHost({
    core,
    dataDir,
    pageRoot: path.join(root, 'out/renderer'),
    port: options.port,
    clock: systemClock,
    log,
  }).catch(async (error: unknown) => {
    await core.close();
    throw error;
  });
  const end = async (): Promise<void> => {
    await host.close();
    await core.close();
  };
  onStopSignal(() => {
    // Everything accepted is on disk: a platform that hangs does not hold the end back.
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: logFacts(error) }, 'the desk did not end in order');
        process.exit(1);
      },
    );
  });
  process.stdout.write(`${JSON.stringify({ ready: true, deskUrl: host.newUrl(), port: host.port })}\n`);
}

function readPassphrase(file: string): string {
  const first = readFileSync(path.resolve(file), 'utf8').split(/\r?\n/, 1)[0] ?? '';
  if (first === '') throw new CodedError('DESK_OPTION_INVALID', { field: '--passphrase-file', detail: 'Its first line is empty.' });
  return first;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${isCodedError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
