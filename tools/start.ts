import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { isCodedError } from '../shared/util/errors.ts';
import { fetchElectron } from './demo/electron.ts';
import { readStartOptions, START_HELP } from './demo/options.ts';
import { threePorts } from './demo/ports.ts';
import { ensureScreen } from './demo/screen.ts';
import { startCenter, type RunningCenter } from './demo/start-center.ts';
import { onStopSignal } from './setup/stop-signals.ts';

const root = resolve(import.meta.dirname, '..');
const DEFAULT_PORT = 7400;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

function openInBrowser(url: string): void {
  const [command, args] = process.platform === 'darwin' ? ['open', [url]] : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', url]] : ['xdg-open', [url]];
  const child = spawn(command as string, args as string[], { stdio: 'ignore', detached: true });
  child.once('error', () => say(`Open this address in a browser: ${url}`));
  child.unref();
}

async function main(): Promise<void> {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(START_HELP);
    return;
  }
  const state: { running?: RunningCenter } = {};
  let stopping: Promise<void> | undefined;
  const stop = (code: number): void => {
    stopping ??= Promise.resolve(state.running?.stop())
      .catch((error: unknown) => say(String(error)))
      .then(() => process.exit(code));
  };
  onStopSignal(() => stop(0));

  // Without a window to open the desk is served for browsers, and nothing is fetched for it.
  const electron = options.host === 'browser' || options['no-open'] ? undefined : fetchElectron(root, say);
  if (options.host === 'electron' && electron === undefined) say('The Electron program is not installed here; the desk runs in a browser instead. To fetch it: npx install-electron');
  else if (options.host === undefined && electron === undefined && !options['no-open']) say('The desk runs in a browser: the Electron program is not installed here.');
  ensureScreen(root, electron !== undefined, say);
  const wanted = options.port ?? DEFAULT_PORT;
  const { ports, taken } = await threePorts(wanted);
  if (taken && options.port !== undefined) {
    say(`PORT_TAKEN: one of the ports ${wanted} to ${wanted + 2} is in use. Choose others, or 0 for free ones.`);
    process.exit(1);
  }
  if (taken) say(`Ports ${wanted} to ${wanted + 2} are in use; free ones are taken.`);

  const running = await startCenter({ root, dataDir: options.data, fresh: options.fresh, quiet: options.quiet, ports, withDesk: true, say });
  state.running = running;
  if (stopping !== undefined) return running.stop();
  for (const child of running.children)
    child.onExit((code) => {
      if (stopping !== undefined) return;
      say(`CHILD_FAILED (${child.name}): it ended with ${code}. Everything else is ended too; start again.`);
      stop(1);
    });
  const { center } = running;
  say('');
  say(`Desk       ${center.deskUrl}`);
  say(`           (good once; a new address: npm run -s desk-url -- --data ${options.data})`);
  say(`Platform   ${center.platformUrl}`);
  say(`Server     ${center.serverUrl}`);
  say(`Web chat   ${center.serverUrl}/chat-demo`);
  say(`Sign in as ${center.signIns.map((s) => `${s.name} (${s.role})`).join(', ')}`);
  say(`Passwords  in ${join(options.data, 'center.json')}; the desk offers them on its first page`);
  say('Ctrl+C ends everything.');
  say('');
  process.stdout.write('ready\n');
  if (options['no-open']) return;
  if (electron !== undefined) openElectron(electron, options.data, center.serverUrl);
  else openInBrowser(center.deskUrl);
}

/** The desktop program itself, on a data folder of its own beside the browser desk's. */
function openElectron(binary: string, dataDir: string, serverUrl: string): void {
  const child = spawn(binary, [root, `--data=${resolve(dataDir, 'electron')}`, `--server=${serverUrl}`, `--demo=${resolve(dataDir, 'center.json')}`], { cwd: dirname(root), stdio: 'ignore' });
  child.once('error', (error) => say(`The Electron program could not be started: ${error.message}`));
}

main().catch((error: unknown) => {
  say(isCodedError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});
