/** Ends a switch over a union: adding a member without handling it no longer compiles. */
export function assertNever(value: never): never {
  throw new Error(`unhandled member: ${JSON.stringify(value)}`);
}

/** Gives the value or throws: for what an invariant promises is there. */
export function must<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`invariant broken: ${what} is missing`);
  return value;
}
