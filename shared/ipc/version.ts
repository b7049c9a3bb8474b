/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '3fc0683534e99547df7c72d9960cacb6ac6600973705cb867ffa1b09ece44159';
