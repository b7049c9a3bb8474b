/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '893631a85b940101141930ad596489682f15ef0f96367b9d48733976fa6c3468';
