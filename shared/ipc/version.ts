/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'f1ff9a1a2ad9a902e60144efa6d465dd19f015211aa7df33fc195ef6d1263d97';
