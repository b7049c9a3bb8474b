import { resolve } from 'node:path';
import { isCodedError } from '../shared/util/errors.ts';
import { DAY_HELP, readDayOptions } from './day/options.ts';
import { runDay } from './day/run-day.ts';
import { onStopSignal } from './setup/stop-signals.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const options = readDayOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(DAY_HELP);
  else {
    const stopping = new AbortController();
    onStopSignal(() => stopping.abort());
    const result = await runDay(options, resolve(import.meta.dirname, '..'), say, stopping.signal);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    process.exitCode = result.lost + result.doubled + result.ownedTwice + result.capacityExceeded === 0 ? 0 : 1;
  }
} catch (error) {
  say(isCodedError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 2;
}
