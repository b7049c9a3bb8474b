/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '3b08f35bed004544103eaa1b7213f8dd52b597f29551045f4fe7ffb04c9e31dd';
