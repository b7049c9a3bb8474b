import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError } from '../../shared/util/errors.ts';
import { HANDLES } from '../sample/center.ts';
import { preparePlatform, runTraffic, type RunningTraffic } from '../sample/run-traffic.ts';
import { centerFileIn, hasCenterFile, readCenterFile, writeCenterFile, type CenterFile } from './center-file.ts';
import { startChild, type RunningChild } from './child.ts';
import { newSecrets, writeBootstrap } from './seed.ts';

export interface CenterOptions {
  readonly root: string;
  readonly dataDir: string;
  readonly fresh: boolean;
  readonly quiet: boolean;
  /** Server, desk, platform; 0 takes a free one. */
  readonly ports: readonly [number, number, number];
  /** Without: no desk process (headless runs). */
  readonly withDesk: boolean;
  readonly say: (line: string) => void;
  /** Further settings of the server, as in its configuration file. */
  readonly serverSettings?: Readonly<Record<string, unknown>> | undefined;
}

export interface RunningCenter {
  readonly center: CenterFile;
  readonly children: readonly RunningChild[];
  stop(): Promise<void>;
}

/** Channel and the accounts whose posts it takes from the platform. */
const HOOKS = [
  { channel: 'sandbox', accounts: [HANDLES.german, HANDLES.english, HANDLES.tv] },
  { channel: 'sandbox-chat', accounts: [HANDLES.chat] },
] as const;

/** Starts platform, server and desk as processes of their own, in that order, and fills an empty center. */
export async function startCenter(options: CenterOptions): Promise<RunningCenter> {
  const { root, say } = options;
  const dataDir = resolve(options.dataDir);
  if (options.fresh) wipe(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const before = hasCenterFile(dataDir) ? readCenterFile(dataDir) : undefined;
  const made = newSecrets();
  const secrets = before === undefined ? made : { ...made, ingestKey: before.ingestKey, webhookSecret: before.webhookSecret, signIns: before.signIns, sandboxToken: tokenOf(before) ?? made.sandboxToken };
  const children: RunningChild[] = [];
  let traffic: RunningTraffic | undefined;
  const stop = async (): Promise<void> => {
    await traffic?.stop();
    for (const child of children.toReversed()) await child.stop();
  };
  try {
    const [serverPort, deskPort, platformPort] = options.ports;
    say('Probeplattform …');
    const platform = await startChild('Probeplattform', join(root, 'sandbox/main.ts'), ['--port', String(platformPort), '--data', join(dataDir, 'platform'), '--quiet'], { cwd: root, env: { SANDBOX_TOKEN: secrets.sandboxToken } });
    children.push(platform);
    const platformUrl = String(platform.ready['url']);

    say('server …');
    const configFile = join(dataDir, 'server.json');
    writeFileSync(
      configFile,
      JSON.stringify({
        dataDir: join(dataDir, 'server'),
        port: serverPort,
        ingestKeys: [secrets.ingestKey],
        webhookSecrets: Object.fromEntries(HOOKS.map((hook) => [hook.channel, secrets.webhookSecret])),
        centerName: 'Musterkom',
        bootstrapFile: writeBootstrap(dataDir, secrets.signIns, !options.quiet),
        logLevel: 'warn',
        chatDemo: true,
        ...options.serverSettings,
      }),
      { mode: 0o600 },
    );
    const server = await startChild('server', join(root, 'server/main.ts'), ['--config', configFile], { cwd: root, onLine: (line) => say(`server: ${line}`) });
    children.push(server);
    // Read once, when the center was empty; passwords need not lie about twice.
    rmSync(join(dataDir, 'bootstrap.json'), { force: true });
    const center: CenterFile = {
      serverUrl: String(server.ready['url']),
      deskUrl: '',
      platformUrl,
      ingestKey: secrets.ingestKey,
      signIns: secrets.signIns,
      sandboxCredential: { credentialId: 'sandbox', value: JSON.stringify({ url: platformUrl, token: secrets.sandboxToken }) },
      webhookSecret: secrets.webhookSecret,
    };
    writeCenterFile(dataDir, center);
    await preparePlatform(platformUrl, secrets.sandboxToken);
    for (const hook of HOOKS) await putHook(platformUrl, secrets.sandboxToken, { url: `${center.serverUrl}/webhooks/v1/${hook.channel}`, secret: secrets.webhookSecret, accounts: [...hook.accounts] });

    if (options.withDesk) {
      say('desk …');
      const desk = await startChild('desk', join(root, 'tools/desk.ts'), ['--data', join(dataDir, 'desk'), '--server', center.serverUrl, '--port', String(deskPort), '--demo', centerFileIn(dataDir)], { cwd: root, onLine: (line) => say(`desk: ${line}`) });
      children.push(desk);
      center.deskUrl = String(desk.ready['deskUrl']);
      writeCenterFile(dataDir, center);
    }
    if (!options.quiet) traffic = runTraffic({ platformUrl, token: secrets.sandboxToken, chat: true, ...(before === undefined ? {} : { burst: 0 }), onTrouble: (why) => say(`sample traffic: ${why}`) });
    return { center, children, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function tokenOf(center: CenterFile): string | undefined {
  const value = JSON.parse(center.sandboxCredential.value) as { token?: unknown };
  return typeof value.token === 'string' ? value.token : undefined;
}

async function putHook(platformUrl: string, token: string, hook: { url: string; secret: string; accounts: string[] }): Promise<void> {
  const response = await fetch(`${platformUrl}/api/v1/webhooks`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(hook) });
  if (!response.ok) throw new CodedError('CHILD_FAILED', { field: 'Probeplattform', detail: `It did not take the webhook: ${response.status} ${await response.text()}` });
}

/** Deletes a data folder, but only one that a center made. */
function wipe(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  if (!hasCenterFile(dataDir) && readdirSync(dataDir).length > 0) throw new CodedError('DATA_NOT_OURS', { field: dataDir });
  rmSync(dataDir, { recursive: true, force: true });
}
