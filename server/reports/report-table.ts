import { REPORT_ROWS_MAX, type ReportBy } from '../../shared/domain/service-report.ts';
import { withheld, type OfPeople } from './figures.ts';

export interface CountedCell<F> extends OfPeople {
  figures(isWithheld: boolean): F;
}

/** One list of a report while it is added up: the same keys for the period and the one before. */
export class Table<By extends ReportBy, F, C extends CountedCell<F>> {
  readonly by: By;
  readonly now = new Map<string, C>();
  readonly before = new Map<string, C>();
  readonly labels = new Map<string, string>();
  readonly #empty: () => C;
  /** By what lines are put in order, the greatest first. */
  readonly #weight: (figures: F) => readonly number[];

  constructor(by: By, empty: () => C, weight: (figures: F) => readonly number[]) {
    this.by = by;
    this.#empty = empty;
    this.#weight = weight;
  }

  cells(which: 'now' | 'before', keys: readonly string[]): C[] {
    return keys.map((key) => {
      const cell = this[which].get(key) ?? this.#empty();
      this[which].set(key, cell);
      return cell;
    });
  }

  table(isGuarded: boolean): { by: By; rows: { key: string; label?: string; now: F; before: F }[]; left: number } {
    const hidden = { now: isGuarded ? withheld([...this.now.values()]) : new Set<C>(), before: isGuarded ? withheld([...this.before.values()]) : new Set<C>() };
    const of = (which: 'now' | 'before', key: string): F => {
      const cell = this[which].get(key) ?? this.#empty();
      return cell.figures(hidden[which].has(cell));
    };
    // A day of the period before is another day: it stands in no line.
    const keys = this.by === 'day' ? [...this.now.keys()] : [...new Set([...this.now.keys(), ...this.before.keys()])];
    const rows = keys.map((key) => {
      const label = this.labels.get(key);
      return { key, ...(label === undefined ? {} : { label }), now: of('now', key), before: of('before', key) };
    });
    const byTime = this.by === 'hour' || this.by === 'day';
    const heavier = (a: F, b: F): number => this.#weight(b).reduce((found, weight, place) => (found === 0 ? weight - (this.#weight(a)[place] ?? 0) : found), 0);
    const sorted = rows.toSorted((a, b) => (byTime ? 0 : heavier(a.now, b.now)) || (a.key < b.key ? -1 : 1));
    // Of days the last, of all others the greatest.
    const shown = this.by === 'day' ? sorted.slice(-REPORT_ROWS_MAX) : sorted.slice(0, REPORT_ROWS_MAX);
    return { by: this.by, rows: shown, left: sorted.length - shown.length };
  }
}
