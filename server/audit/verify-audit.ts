import { deriveKey } from '../storage/master-key.ts';
import { openReadOnly, type Sqlite } from '../storage/open-database.ts';
import { GENESIS, isSigned, linkOf } from './chain.ts';
import { asEntry, AUDIT_APPLICATION_ID, CHECKPOINT, ENTRY, type CheckpointRow, type EntryRow } from './tables.ts';

/** The key that signs checkpoints. */
export const auditKeyOf = (masterKey: Uint8Array): Buffer => deriveKey(masterKey, 'audit checkpoints');

export interface AuditProblem {
  /** The entry or checkpoint where it shows. */
  readonly no: number;
  readonly what: 'entryChanged' | 'entryMissing' | 'checkpointForged' | 'checkpointDisagrees' | 'shortened';
}

export interface AuditVerdict {
  readonly ok: boolean;
  readonly entries: number;
  /** First and last entry present; 0 when none. */
  readonly from: number;
  readonly to: number;
  /** Entries up to here were removed by retention. */
  readonly cutAt: number;
  /** Checkpoints whose signature holds. */
  readonly checkpoints: number;
  /** The last link, in hex: worth noting outside. */
  readonly head: string;
  readonly problems: readonly AuditProblem[];
}

/** Follows the whole chain. `expect`: a head noted earlier, which must still be in it. Reads only; a server may be running. */
export function verifyAudit(options: { path: string; key: Uint8Array; expect?: { no: number; link: string } | undefined }): AuditVerdict {
  const db = openReadOnly(options.path, AUDIT_APPLICATION_ID);
  try {
    // One read transaction: a server that goes on writing does not blur the picture.
    return db.transaction(() => follow(db, options.key, options.expect))();
  } finally {
    db.close();
  }
}

function follow(db: Sqlite, key: Uint8Array, expect: { no: number; link: string } | undefined): AuditVerdict {
  const problems: AuditProblem[] = [];
  const rows = db.prepare(`${CHECKPOINT} ORDER BY no, kind`).all() as CheckpointRow[];
  const signed = rows.filter((row) => isSigned(key, row, row.signature));
  for (const row of rows) if (!signed.includes(row)) problems.push({ no: row.no, what: 'checkpointForged' });
  const cut = signed.findLast((row) => row.kind === 'cut');
  const vouched = new Map(signed.map((row) => [row.no, row.link]));

  let no = cut?.no ?? 0;
  let link: Buffer = cut?.link ?? GENESIS;
  let entries = 0;
  let isExpectedSeen = expect === undefined || expect.no <= no;
  let broken = false;
  for (const row of db.prepare(`${ENTRY} ORDER BY no`).iterate() as IterableIterator<EntryRow>) {
    entries += 1;
    if (row.no !== no + 1) problems.push({ no: no + 1, what: 'entryMissing' });
    else if (!linkOf(link, row.no, asEntry(row)).equals(row.link)) problems.push({ no: row.no, what: 'entryChanged' });
    // A break is reported where it happens; what follows is measured against its own links again.
    broken = problems.length > 0;
    [no, link] = [row.no, row.link];
    const vouchedLink = vouched.get(no);
    if (vouchedLink !== undefined && !vouchedLink.equals(link)) problems.push({ no, what: 'checkpointDisagrees' });
    if (expect?.no === no && expect.link === link.toString('hex')) isExpectedSeen = true;
  }
  const lastVouched = signed.at(-1)?.no ?? 0;
  if (lastVouched > no) problems.push({ no: lastVouched, what: 'shortened' });
  else if (!isExpectedSeen && !broken) problems.push({ no: expect?.no ?? 0, what: 'shortened' });
  const from = entries === 0 ? 0 : (db.prepare('SELECT min(no) AS no FROM entries').get() as { no: number }).no;
  return {
    ok: problems.length === 0,
    entries,
    from,
    to: entries === 0 ? 0 : no,
    cutAt: cut?.no ?? 0,
    checkpoints: signed.length,
    head: link.toString('hex'),
    problems,
  };
}
