/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '82cfd9255553647cac33644d4cbb32268db34180971930c080373a460e998126';
