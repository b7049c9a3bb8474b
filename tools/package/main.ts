// Makes installable desks: `npm run -s package -- linux|windows|mac`. Electron and its dictionaries are fetched by their own clients; `--check` needs neither
// and says whether the configuration holds.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadArtifact } from '@electron/get';
import { Argument, Command } from 'commander';
import { checkConfiguration, readConfiguration } from './configuration.ts';
import { fetchDictionaries } from './dictionaries.ts';
import { wrongFuses } from './fuses.ts';

const root = path.resolve(import.meta.dirname, '../..');
const FLAGS = { linux: '--linux', windows: '--win', mac: '--mac' } as const;
type System = keyof typeof FLAGS;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

function run(file: string, args: readonly string[]): void {
  const ended = spawnSync(process.execPath, [path.join(root, file), ...args], { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production' } });
  if (ended.status !== 0) throw new Error(`${file} ended with ${ended.status ?? ended.signal}`);
}

async function main(): Promise<void> {
  const command = new Command('package')
    .description('makes an installable desk of this checkout')
    .addArgument(new Argument('[system]', 'for which system').choices(Object.keys(FLAGS)))
    .option('--check', 'only say whether the configuration holds')
    .option('--unpacked', 'a folder instead of installers')
    .option('--fuses <program>', 'only say whether the fuses of this program are as configured')
    .parse();
  const options = command.opts<{ check?: boolean; unpacked?: boolean; fuses?: string }>();
  const configuration = readConfiguration(root);
  const faults = checkConfiguration(root, configuration);
  for (const fault of faults) say(fault);
  if (faults.length > 0) throw new Error('the configuration does not hold');
  if (options.fuses !== undefined) {
    const wrong = await wrongFuses(path.resolve(options.fuses), configuration.electronFuses);
    if (wrong.length > 0) throw new Error(`not as configured: ${wrong.join(', ')}`);
    return say('The fuses are as configured.');
  }
  if (options.check === true) return say('The configuration holds.');
  const system = command.args[0] as System | undefined;
  if (system === undefined) throw new Error('for which system? linux, windows or mac');
  run('tools/build.ts', ['all']);
  const folder = path.join(root, '.cache/dictionaries');
  const names = await fetchDictionaries(path.join(root, 'node_modules/electron'), folder, ({ version, artifactName, checksums }) => downloadArtifact({ version, artifactName, checksums: { ...checksums }, isGeneric: true }));
  say(`Dictionaries: ${names.join(', ')}`);
  const builder = 'node_modules/electron-builder/cli.js';
  if (!existsSync(path.join(root, builder))) throw new Error(`${builder} is not there; run npm ci`);
  // Never published from here: what is made is looked at first.
  run(builder, ['--config', 'electron/packaging/electron-builder.json', '--publish', 'never', FLAGS[system], ...(options.unpacked === true ? ['--dir'] : [])]);
  say('Made in artifacts/packages. Check the fuses of the program in it with --fuses.');
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
