/** A whole number from 1 out of a proof's own options; throws a sentence. */
export function wholeOf(more: Readonly<Record<string, string>>, name: string, otherwise: number): number {
  const given = more[name];
  if (given === undefined) return otherwise;
  const number = Number(given);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new Error(`--${name} needs a whole number from 1, for example --${name} ${otherwise}; got ${given}.`);
}
