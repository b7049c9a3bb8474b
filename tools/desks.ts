// Headless desks at work: `npm run -s desks -- --count 20 --data DIR`. Ctrl+C ends them in order; the last line is what they did, as JSON.
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { createHostLog } from '../electron/main/host/log.ts';
import { isCodedError } from '../shared/util/errors.ts';
import { readCenterFile } from './demo/center-file.ts';
import { DEFAULT_HABITS, runHeadlessDesks, type HeadlessDesksRun } from './desks/run.ts';
import { onStopSignal } from './setup/stop-signals.ts';

const whole =
  (lowest: number, highest: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < lowest || value > highest || text.trim() === '')
      throw new InvalidArgumentError(`A whole number from ${lowest} to ${highest}.`);
    return value;
  };
const share = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0 && value <= 1) || text.trim() === '') throw new InvalidArgumentError('A share from 0 to 1.');
  return value;
};

interface Options {
  readonly count: number;
  readonly data: string;
  readonly think: number;
  readonly decline: number;
  readonly transfer: number;
  readonly close: number;
  readonly seconds?: number;
  readonly seed?: number;
  readonly logLevel: string;
}

async function main(): Promise<void> {
  const options = new Command('desks')
    .description('headless desks that take, answer, park and close what comes')
    .requiredOption('--count <n>', 'how many; beyond the center’s agents its admin makes more', whole(1, 500))
    .option('--data <dir>', 'data folder of the running center', '.data/demo')
    .option('--think <ms>', 'how long one answer takes a person, about', whole(0, 3_600_000), DEFAULT_HABITS.thinkMs)
    .option('--decline <share>', 'of the offers that are declined', share, DEFAULT_HABITS.declineShare)
    .option('--transfer <share>', 'of the items that are passed on', share, DEFAULT_HABITS.transferShare)
    .option('--close <share>', 'of the answers that close their item; the others wait for the customer', share, DEFAULT_HABITS.closeShare)
    .option('--seconds <n>', 'end by itself after this long', whole(1, 86_400))
    .option('--seed <n>', 'makes the same choices again', whole(0, 4_294_967_295))
    .option('--log-level <level>', 'debug, info, warn or error', 'error')
    .parse()
    .opts<Options>();
  const center = readCenterFile(path.resolve(options.data));
  const say = (line: string): void => void process.stderr.write(`${line}\n`);

  const state: { running?: HeadlessDesksRun; stopping: boolean } = { stopping: false };
  const end = (): void => {
    state.stopping = true;
    state.running?.stop().then(
      (statistics) => {
        process.stdout.write(`${JSON.stringify({ seed: state.running?.seed, ...statistics })}\n`);
        process.exit(statistics.ownedTwice.length === 0 ? 0 : 1);
      },
      (error: unknown) => {
        say(error instanceof Error ? (error.stack ?? error.message) : String(error));
        process.exit(1);
      },
    );
  };
  onStopSignal(end);
  const running = await runHeadlessDesks({
    serverUrl: center.serverUrl,
    count: options.count,
    signIns: center.signIns,
    credentials: [center.sandboxCredential],
    thinkMs: options.think,
    declineShare: options.decline,
    transferShare: options.transfer,
    closeShare: options.close,
    seed: options.seed,
    log: createHostLog({ level: options.logLevel, name: 'desks' }),
    onProgress: (signedIn) => say(`${signedIn} of ${options.count} signed in`),
  });
  state.running = running;
  say(`${options.count} desks at work (seed ${running.seed}). Ctrl+C ends them.`);
  if (state.stopping) return end();
  if (options.seconds !== undefined) setTimeout(end, options.seconds * 1_000);
  const { stdout } = process;
  const report = setInterval(() => {
    if (!stdout.isTTY || state.stopping) return;
    const { answered, parked, closed, unfinished, ownedTwice } = running.statistics();
    say(`answered ${answered}, waiting ${parked}, closed ${closed}, on their way ${unfinished}, owned twice ${ownedTwice.length}`);
  }, 5_000);
  report.unref();
}

main().catch((error: unknown) => {
  process.stderr.write(`${isCodedError(error) ? error.message : error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
