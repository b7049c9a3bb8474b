/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '488abc6c9b67da11bfb24fab0d2d4a956f5cf190bfba9707f4841b1e27caa2a4';
