/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '7f9354557dc00855dfa0c718fd28fde0e8d56c07b6d19d517998c460789b7107';
