/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '02c8ec376c2fa55c66a57a901e15cfe97124343f8d21351e217abdf649468815';
