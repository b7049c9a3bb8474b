/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'c73359230d1d1da653da82faa197c048918c6bc07347874ba75ec15d4bfd2910';
