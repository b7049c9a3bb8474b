/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'c07cfff9a67cab154db275c2fc09699ccdd4ea4a39845694b231d573e75c23b2';
