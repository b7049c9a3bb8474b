import { mustBeCodes } from './chain.ts';
import type { AuditEntry, AuditLog } from './port.ts';

/** For tests and simulations: keeps the same rules for what an entry may hold. */
export class MemoryAuditLog implements AuditLog {
  readonly entries: AuditEntry[] = [];

  async write(entry: AuditEntry): Promise<void> {
    this.entries.push(mustBeCodes(entry));
  }
}
