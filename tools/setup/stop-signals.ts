const SAME_PRESS_MS = 1000;

/**
 * Calls `stop` once on Ctrl+C or a termination signal, and `force` on a second press.
 * A launcher, npm and the terminal may each deliver the same press: repeats within a second are one.
 */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void, force: () => void = () => process.exit(130)): void {
  let firstAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (firstAt === undefined) {
        firstAt = now;
        stop(signal);
      } else if (now - firstAt > SAME_PRESS_MS) force();
    });
  }
}
