/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '2f00398f58b9401ddf28bacf8edccdf095e4fe0dcad57a19b05582edf2a7602c';
