/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'a1105de24be626c787697231a6ec677e86889dcac5d5c6f199afc53f41e2b846';
