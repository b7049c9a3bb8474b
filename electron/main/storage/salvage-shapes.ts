// How the rows that must not be lost look inside a page, so that they are known again without their table.
// A test holds this against the newest schema.

export type RawValue = string | number | null;
export type RawRow = Readonly<Record<string, RawValue>>;
export type SalvagedTable = 'outbox' | 'attempt' | 'command' | 'draft' | 'meta';

/** text, text? = or NULL, int, int?, json, json?, rowid = NULL in the page, the row's number instead. */
type Kind = 'text' | 'text?' | 'int' | 'int?' | 'json' | 'json?' | 'rowid';

export const SHAPES: Readonly<Record<SalvagedTable, ReadonlyArray<readonly [column: string, kind: Kind]>>> = {
  outbox: [
    ['reply_id', 'text'], ['conversation_id', 'text'], ['work_item_id', 'text?'], ['account_id', 'text'], ['epoch', 'int'], ['state', 'text'],
    ['state_json', 'json'], ['frozen_json', 'json'], ['platform_key', 'text'], ['created_at', 'int'], ['updated_at', 'int'],
    ['not_before_at', 'int'], ['salvaged_at', 'int?'],
  ],
  // Before attempts: an unfinished attempt is no draft (its second value is no JSON), but a draft would pass for one.
  draft: [['conversation_id', 'text'], ['json', 'json'], ['updated_at', 'int'], ['dirty', 'int']],
  attempt: [
    ['attempt_id', 'text'], ['reply_id', 'text'], ['part', 'int'], ['started_at', 'int'], ['ended_at', 'int?'], ['outcome', 'text?'], ['outcome_json', 'json?'],
  ],
  command: [
    ['command_no', 'rowid'], ['command_id', 'text'], ['hash', 'text'], ['json', 'json'], ['created_at', 'int'], ['state', 'text'], ['answer_json', 'json?'],
  ],
  meta: [['key', 'text'], ['value', 'text']],
};

export const WIDEST = Math.max(...Object.values(SHAPES).map((columns) => columns.length));

/** Facts of a copy that hold for the next one too: whose it is, and of which center; never its replicaId or cursor. */
const KEPT_META: ReadonlySet<RawValue | undefined> = new Set(['agentId', 'serverUrl', 'centerId', 'person']);
const COMMAND_STATES: ReadonlySet<RawValue | undefined> = new Set(['pending', 'accepted', 'refused', 'salvaged']);

/** Which table the values of a row belong to, or undefined; columns past the last one of a table are null. */
export function recognise(rowid: number, values: readonly RawValue[]): { table: SalvagedTable; row: RawRow } | undefined {
  for (const table of Object.keys(SHAPES) as SalvagedTable[]) {
    const columns = SHAPES[table];
    if (!columns.every(([, kind], index) => fits(kind, values[index] ?? null))) continue;
    if (values.slice(columns.length).some((value) => value !== null)) continue;
    const row = Object.fromEntries(columns.map(([column, kind], index) => [column, kind === 'rowid' ? rowid : (values[index] ?? null)]));
    if (isSound(table, row)) return { table, row };
  }
  return undefined;
}

/** A row read by name has the form its table promises. */
export function isSound(table: SalvagedTable, row: RawRow): boolean {
  if (!SHAPES[table].every(([column, kind]) => (kind === 'rowid' ? Number.isInteger(row[column]) : fits(kind, row[column] ?? null)))) return false;
  if (table === 'draft') return row['dirty'] === 0 || row['dirty'] === 1;
  if (table === 'command') return COMMAND_STATES.has(row['state']);
  return true;
}

/** What goes into the new copy: of the commands only those without an answer, of the facts only lasting ones. */
export function isWanted(table: SalvagedTable, row: RawRow): boolean {
  if (table === 'command') return row['state'] === 'pending' || row['state'] === 'salvaged';
  if (table === 'meta') return KEPT_META.has(row['key']);
  return true;
}

function fits(kind: Kind, value: RawValue): boolean {
  if (kind === 'rowid') return value === null;
  if (kind.endsWith('?') && value === null) return true;
  if (kind.startsWith('int')) return Number.isInteger(value);
  return typeof value === 'string' && (!kind.startsWith('json') || isJson(value));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
