/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '29a0b8c7554991476206165c881d6bbf625b6c17fc313d6e7608e3d8453db5da';
