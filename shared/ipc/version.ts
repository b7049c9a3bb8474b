/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'd58157f8c19720d427cda27067ded9fb4faa812bcd53ebeb5e1a9e2f6cc2a292';
