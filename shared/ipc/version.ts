/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '7faadef60f70a358ae83d5fb6e011f55799e5a79f13c1fbe3dbaf3698f4f1f0e';
