import { expect, it } from 'vitest';
import { backOffMs, RECONNECT } from '../../shared/sync/back-off.ts';

// Found by the proof `server-kill`: waits that doubled up to twenty seconds kept desks away long after the server was back.
it('however long the server was gone, no desk waits more than four seconds for its next try, and they do not come as one', () => {
  for (let tries = 1; tries <= 60; tries += 1) {
    const soonest = backOffMs(RECONNECT, tries, { next: () => 0 });
    const latest = backOffMs(RECONNECT, tries, { next: () => 1 });
    expect(latest).toBeLessThanOrEqual(4_000);
    expect(soonest).toBeGreaterThanOrEqual(250);
    expect(latest).toBeGreaterThan(soonest * 1.9);
  }
});
