/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '3ebebc43c191241cd51d916348797337ec0a12847d11131f8bd720e2c8df9796';
