import { readFileSync } from 'node:fs';

/** How long this thread has been ready to run while other programs had the processors, ms; 0 where the system does not say. */
export function waitedForCpuMs(): number {
  try {
    const [, waitedNs = '0'] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
    return Number(waitedNs) / 1e6;
  } catch {
    return 0;
  }
}
