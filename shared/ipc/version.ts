/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '816945544494e2dd1740dd7310abd4ecd7afaec1926d93bc97878da19aacd95d';
