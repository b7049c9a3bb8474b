import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isCodedError } from '../../../shared/util/errors.ts';
import { seededRng } from '../../../shared/util/seeded-rng.ts';
import type { Proof } from '../proof.ts';
import { SCHEMAS } from './migrations/schemas.ts';
import type { Opened, Schemas } from './migrations/schemas.ts';
import { freshFolder } from './wal-torn/subject.ts';
import type { Dice } from './wal-torn/subject.ts';

/** What is done before one statement: the process ends there, or the statement fails. */
type How = 'killed' | 'failed' | 'no space';
interface Place {
  readonly schemas: Schemas;
  /** From version `from`, in the step to `version`, before statement `index`; one past the last is before the new number is written. */
  readonly from: number;
  readonly version: number;
  readonly index: number;
  readonly how: How;
}
interface Counts {
  /** Rows or tables that are neither as before nor as after. */
  halfway: number;
  lost: number;
  noBackup: number;
  newerTaken: number;
  uncoded: number;
}

/** A run is one interruption; every place is reached before any is repeated with other rows. */
export const proof: Proof = {
  about:
    'The migrations of every database (replica, server log, users, audit; the real ones and one more each) are killed or made to fail before every statement.',
  unit: 'one interruption at one statement',
  figure: 'every statement × killed, failed, no space: old or new schema, all rows, a backup first, newer refused',
  runs: 600,
  async run({ runs, seed, say }) {
    const dice = seededRng(seed);
    const places = allPlaces();
    const counts: Counts = { halfway: 0, lost: 0, noBackup: 0, newerTaken: 0, uncoded: 0 };
    const complain = (place: Place, text: string): void =>
      say(`${place.schemas.name} ${place.from}→${place.version}.${place.index} ${place.how}: ${text}`);
    // Fewer runs than places: spread evenly over them.
    for (let run = 0; run < runs; run++) {
      const place = places[runs >= places.length ? run % places.length : Math.floor((run * places.length) / runs)];
      if (place !== undefined) interrupt(place, dice, counts, (text) => complain(place, text));
      if (run % 100 === 99) say(`${run + 1} of ${runs}: ${JSON.stringify(counts)}`);
    }
    const violations = counts.halfway + counts.noBackup + counts.newerTaken + counts.uncoded;
    return { runs, ok: violations === 0 && counts.lost === 0, places: places.length, databases: SCHEMAS.length, violations, ...counts };
  },
};

function allPlaces(): Place[] {
  const ways: How[] = ['killed', 'failed', 'no space'];
  return SCHEMAS.flatMap((schemas) =>
    schemas.steps.flatMap((step, at) =>
      Array.from({ length: step.statements.length + 1 }, (_, index) =>
        // From the version before, and through every version since the first: a desk may have slept through some.
        [...new Set([at, 0, 1].filter((from) => from <= at))].flatMap((from) =>
          ways.map((how): Place => ({ schemas, from, version: at + 1, index, how })),
        ),
      ).flat(),
    ),
  );
}

function interrupt(place: Place, dice: Dice, counts: Counts, complain: (text: string) => void): void {
  const { schemas, from, version, index, how } = place;
  const folder = freshFolder('migrations');
  const crashed = `${folder}-crashed`;
  const control = `${folder}-control`;
  try {
    if (from > 0) schemas.fill(folder, from, dice);
    if (dice.chance(0.3)) litter(folder, schemas, from);
    cpSync(folder, control, { recursive: true });
    // What each whole version looks like with these rows.
    const whole = new Map(
      Array.from({ length: version - from }, (_, step) => [from + step + 1, pictureOf(schemas, control, from + step + 1)]),
    );
    if (from > 0) whole.set(from, pictureOf(schemas, folder, from));
    let reached = false;
    try {
      schemas
        .open(folder, version, (atVersion, atIndex) => {
          if (atVersion !== version || atIndex !== index || reached) return;
          reached = true;
          if (from > 0 && !backedUp(schemas, folder, from, whole.get(from))) {
            counts.noBackup += 1;
            complain('no backup of the old rows');
          }
          // What a killed process leaves are the files as they are at that moment; its locks end with it.
          if (how === 'killed')
            cpSync(folder, crashed, { recursive: true, filter: (name) => !name.endsWith('-shm') && !name.endsWith('.lock') });
          if (how === 'failed') throw new Error('planted');
          if (how === 'no space') throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
        })
        .close();
      if (how !== 'killed') throw new Error('the harness: the statement did not fail');
    } catch (error) {
      const wanted = how === 'no space' ? 'DISK_FULL' : schemas.failsWith;
      if (!isCodedError(error) || error.code !== wanted) {
        counts.uncoded += 1;
        complain(`said ${isCodedError(error) ? error.code : String(error)}`);
      }
    }
    if (!reached) throw new Error(`the harness: ${schemas.name} ${from}→${version}.${index} was not reached`);
    const left = how === 'killed' ? crashed : folder;
    // A version in between may have been finished before; which one the old builds say themselves.
    const before = version - 1;
    if (before > 0) judge(schemas, left, before, whole.get(before), counts, complain);
    judge(schemas, left, version, whole.get(version), counts, complain);
    if (before > 0) mustRefuse(schemas, left, before, counts, complain);
  } finally {
    for (const gone of [folder, crashed, control]) rmSync(gone, { recursive: true, force: true });
  }
}

function judge(
  schemas: Schemas,
  folder: string,
  known: number,
  wanted: string | undefined,
  counts: Counts,
  complain: (text: string) => void,
): void {
  let seen: string;
  try {
    seen = pictureOf(schemas, folder, known);
  } catch (error) {
    counts.lost += 1;
    return complain(`version ${known} cannot be opened: ${String(error)}`);
  }
  if (seen === wanted) return;
  const [rowsSeen, rowsWanted] = [seen, wanted ?? ''].map(
    (picture) => (JSON.parse(picture === '' ? '{"rows":[]}' : picture) as { rows: unknown[] }).rows.length,
  );
  counts[(rowsSeen ?? 0) < (rowsWanted ?? 0) ? 'lost' : 'halfway'] += 1;
  complain(`version ${known} differs: ${seen.slice(0, 300)} … where ${String(wanted).slice(0, 300)} was due`);
}

/** An older build leaves newer data alone, to the byte. */
function mustRefuse(schemas: Schemas, folder: string, known: number, counts: Counts, complain: (text: string) => void): void {
  const file = path.join(folder, schemas.file);
  const bytes = readFileSync(file);
  let said = 'taken';
  try {
    schemas.open(folder, known).close();
  } catch (error) {
    said = isCodedError(error) ? error.code : String(error);
  }
  if (said === schemas.refusesNewer && readFileSync(file).equals(bytes)) return;
  counts.newerTaken += 1;
  complain(`newer data met by version ${known}: ${said}${readFileSync(file).equals(bytes) ? '' : ', and changed'}`);
}

/** The copy under its own name, opened by an old build. */
function backedUp(schemas: Schemas, folder: string, from: number, wanted: string | undefined): boolean {
  const copy = path.join(folder, `${schemas.file}.before-schema-${from + 1}`);
  if (!existsSync(copy)) return false;
  const aside = freshFolder('migrations-backup');
  try {
    cpSync(copy, path.join(aside, schemas.file));
    return pictureOf(schemas, aside, from) === wanted;
  } catch {
    return false;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** What an earlier crash may have left lying about. */
function litter(folder: string, schemas: Schemas, from: number): void {
  const copy = path.join(folder, `${schemas.file}.before-schema-${from + 1}`);
  writeFileSync(`${copy}.tmp`, 'half a copy');
  if (from > 0) writeFileSync(copy, 'an older copy');
}

/** Schema and rows of every table, as text. Opening brings the file to `known`. */
function pictureOf(schemas: Schemas, folder: string, known: number): string {
  const opened: Opened = schemas.open(folder, known);
  try {
    const schema = opened.all("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'message_text_%' ORDER BY name");
    const tables = schema
      .filter(({ name, sql }) => typeof sql === 'string' && sql.startsWith('CREATE TABLE') && name !== 'sqlite_sequence')
      .map(({ name }) => String(name));
    const rows = tables.flatMap((table) => opened.all(`SELECT * FROM "${table}"`).map((row) => [table, row]));
    return JSON.stringify({ schema, rows });
  } finally {
    opened.close();
  }
}
