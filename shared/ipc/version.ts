/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '800139a75132475eeed44ac85a3809da7e190135392e220f09b7781d93c7a299';
