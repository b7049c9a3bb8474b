/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'cc6cde4f9bbcd1cce547d0c71c4860489abd71def84ee4ada06a58b2d8ce2d73';
