/** The last line of a proof. Absent keys do not apply to it. */
export interface ProofLine {
  readonly name: string;
  /** How many were run, in units of `unit`. */
  readonly runs: number;
  /** What one run is: "one kill", "one schedule", "one seed" … */
  readonly unit: string;
  readonly ok: boolean;
  /** The dice of this run: the same seed is the same proof. */
  readonly seed: number;
  /** Acknowledged, but not there in the final reading. */
  readonly lost?: number;
  /** More than one effect for one answer, or more than one answer for one turn. */
  readonly doubled?: number;
  /** In the final reading, but never attempted. */
  readonly unexpected?: number;
  readonly violations?: number;
  readonly wedged?: number;
  readonly diverged?: number;
  readonly caught?: number;
  readonly planted?: number;
  readonly seconds?: number;
  readonly [more: string]: unknown;
}

export interface ProofOptions {
  /** How many to run, in the proof's own unit. */
  readonly runs: number;
  readonly seed: number;
  /** Progress, for a person: goes to stderr. */
  say(text: string): void;
  /** Options of one proof only, as given on the command line (`--steps 5000`). */
  readonly more: Readonly<Record<string, string>>;
}

export interface Proof {
  /** One sentence: what is done to what. */
  readonly about: string;
  readonly unit: string;
  /** The figure of the long form, in words. */
  readonly figure: string;
  /** Runs of the long form. */
  readonly runs: number;
  /** Undefined when it can run here; else what is missing and what to do. A proof that cannot run is not `ok`. */
  missing?(): Promise<string | undefined>;
  /** Throws only when the harness itself fails; what the product does wrong is counted in the line. */
  run(options: ProofOptions): Promise<Omit<ProofLine, 'name' | 'unit' | 'seed' | 'seconds'>>;
}
