import type { AuditEntry } from '../../server/audit/port.ts';
import { MemoryUserStore } from '../../server/auth/memory-user-store.ts';
import type { SessionsEnded, UserStore } from '../../server/auth/port.ts';
import { AuthService, type AuthOptions } from '../../server/auth/service.ts';

/** A sign-in service with its clock in the test's hand and hashes cheap enough for one. */
export function authWorld(over: Partial<AuthOptions> & { store?: UserStore } = {}) {
  const time = { now: 1_000_000 };
  let ids = 0;
  const audit: AuditEntry[] = [];
  const ended: SessionsEnded[] = [];
  const store = over.store ?? new MemoryUserStore();
  const make = (other: Partial<AuthOptions> = {}): AuthService => {
    const auth = new AuthService({
      store,
      masterKey: Buffer.alloc(32, 3),
      clock: { now: () => time.now, steady: () => time.now },
      ids: { next: () => `id-${++ids}` },
      audit: { write: async (entry) => void audit.push(entry) },
      scryptCost: { logN: 4, r: 8, p: 1 },
      ...over,
      ...other,
    });
    auth.onSessionsEnded((one) => ended.push(one));
    return auth;
  };
  return { auth: make(), make, store, time, audit, ended };
}

export const PASSWORD = 'correct horse battery';
export const ANNA = { name: 'Anna Berg', password: PASSWORD, role: 'agent', agentId: 'agent-anna' } as const;
