/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '55681bea333dc9b10a5eb3e8058c013ff2e6453dff0a8165f7c5348b83a3b122';
