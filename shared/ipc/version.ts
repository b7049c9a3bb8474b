/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '83eabeb206f3d8d03b74e62d5c1e566c458e3b189b32e606e52ecaae46db2311';
