/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '07a771e5ae63322d693c06e045ebfddef28ca860a5ce689f2efbd78843a0acaa';
