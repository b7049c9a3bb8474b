/** What the reading machine says about a text: a label, how sure it is (0 to 1), and the words it rests on, as they stand in the text. */
export interface Verdict<L extends string = string> {
  readonly label: L;
  readonly confidence: number;
  readonly evidence: readonly string[];
}
