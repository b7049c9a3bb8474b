/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '58733cc65b4d62ad11af875dc48f440b742b4c051064c5c1a86e77f70d723e34';
