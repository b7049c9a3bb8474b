/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '2bb3de3ae02caca2a2865515daff7a84738e844d4f1309249159cfb8fa217167';
