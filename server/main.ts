import { loadConfig } from './config/load.ts';
import { helpText } from './config/help.ts';
import { createLogger } from './observability/logger.ts';
import { isCodedError } from '../shared/util/errors.ts';
import { startApp } from './app.ts';
import { systemClock, systemIds, systemTimers } from './system-ports.ts';

// stdout carries one JSON line when the server listens; the log goes to stderr so that whoever started it can read the one without the other.
try {
  const { config, wantsHelp } = loadConfig({ argv: process.argv.slice(2), env: process.env });
  if (wantsHelp) {
    process.stdout.write(helpText());
    process.exit(0);
  }
  const logger = createLogger({ level: config.logLevel, destination: { write: (line: string) => void process.stderr.write(line) } });
  const app = await startApp({ config, clock: systemClock, ids: systemIds, timers: systemTimers, logger });
  process.stdout.write(`${JSON.stringify({ ready: true, url: app.url, port: app.port, seq: app.center.seq })}\n`);
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not close');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
} catch (error) {
  process.stderr.write(`${isCodedError(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
