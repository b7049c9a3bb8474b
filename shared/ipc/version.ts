/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '78fe352af3620c5750bbb58ba84e1fb1c68f5347dec707f65060c3fcb53da8de';
