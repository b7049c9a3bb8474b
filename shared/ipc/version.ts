/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '2f3b8f92044a4fbe1908d3bf62e82a780d57e7cea994220f33951063f07fedb7';
