/** Version of the wire. A change to any schema of the wire changes WIRE_HASH: add a line to the history and an upcaster where data is stored. */
export const PROTOCOL_VERSION = 1;
export const MINIMUM_PROTOCOL_VERSION = 1;
/** Newest last: version, date, why. */
export const PROTOCOL_HISTORY: readonly { version: number; date: string; why: string }[] = [{ version: 1, date: '2026-11-21', why: 'first wire: commands up, batches in three lanes down' }];
