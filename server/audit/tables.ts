import type { Migration } from '../storage/migrate.ts';
import type { AuditEntry } from './port.ts';
import type { Checkpoint } from './chain.ts';

export const AUDIT_APPLICATION_ID = 0x4c53_4144; // "LSAD"
export const AUDIT_MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-audit',
    statements: [
      `CREATE TABLE entries ( no INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor_id TEXT NOT NULL, role TEXT NOT NULL, action
         TEXT NOT NULL, subject_ids TEXT NOT NULL, reason_code TEXT, link BLOB NOT NULL) STRICT`,
      `CREATE TABLE checkpoints ( no INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, link BLOB NOT NULL, signature
         BLOB NOT NULL, PRIMARY KEY (no, kind)) STRICT`,
    ],
  },
];

export interface EntryRow {
  no: number;
  at: number;
  actorId: string;
  role: AuditEntry['role'];
  action: string;
  subjectIds: string;
  reasonCode: string | null;
  link: Buffer;
}
export type CheckpointRow = Checkpoint & { readonly link: Buffer; readonly signature: Buffer };

export const ENTRY =
  'SELECT no, at, actor_id AS actorId, role, action, subject_ids AS subjectIds, reason_code AS reasonCode, link FROM entries';
export const CHECKPOINT = 'SELECT no, kind, at, link, signature FROM checkpoints';

export function asEntry({ at, actorId, role, action, subjectIds, reasonCode }: EntryRow): AuditEntry {
  const entry = { at, actorId, role, action, subjectIds: JSON.parse(subjectIds) as string[] };
  return reasonCode === null ? entry : { ...entry, reasonCode };
}
