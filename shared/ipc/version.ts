/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '7be630b19653a3517aa6cff7be6e64bff155f99ebee0cb61d5008c6578b78295';
