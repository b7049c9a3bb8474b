/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '1668752460f49dd9c8a7f610a0c940cd1b91bb02e4432605063cea5569817f36';
