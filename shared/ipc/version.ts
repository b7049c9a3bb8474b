/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '0433ef20cafb71851e0452bf42e2e1422b24eaab8a1c61862abdc24bf1f5ca5d';
