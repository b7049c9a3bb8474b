/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '502fc6499acf1f0a6abaec470d4038d4ad0523030be206212d02834854f02fff';
