/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'd8f8ddb6a3fc6db5d97ffe2a60e2ce5735d9e96d519d2ec9da83cabe12946cea';
