/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '94f9fdaf362302eca7fd672e1c05bdc19fe10c912e2655afca80a6837b24dbea';
