/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '97d2820bc4538fe54006923f5f555bf8fc8999c0456651391c1157c4010eb6ac';
