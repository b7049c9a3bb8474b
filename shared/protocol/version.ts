/** Version of the wire. A change to any schema of the wire changes WIRE_HASH: add a line to the history and an upcaster where data is stored. */
export const PROTOCOL_VERSION = 1;
export const MINIMUM_PROTOCOL_VERSION = 1;

export interface ProtocolChange {
  /** The version from then on; a change that older peers can read keeps it. */
  readonly version: number;
  readonly date: string;
  readonly why: string;
  /** The beginning of WIRE_HASH. */
  readonly wire: string;
}

/** Newest last. */
export const PROTOCOL_HISTORY: readonly ProtocolChange[] = [{ version: 1, date: '2026-11-21', why: 'first wire: commands up, batches in three lanes down', wire: 'ae680831' }];

/** SHA-256 over the shapes of all messages, answers, commands, events, entities and rows; tests/unit/shared-wire-hash.test.ts holds it. */
export const WIRE_HASH = 'ae6808315dd3aa3c3cc566e77e71a59121087a3f0e6cb6eb2e4837c2daa3ba7b';
