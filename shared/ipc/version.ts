/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'c9cf8271a1f7ec4c0c53f35a9be59b4108ab2f9db61472ab3a28f8b6224fe120';
