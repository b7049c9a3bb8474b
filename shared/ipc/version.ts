/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '205b8e270b8287b9f06e8b76eb62609627ac77da2af8c9e86c47ad17022e39b3';
