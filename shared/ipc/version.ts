/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '07207c0f70c547477daae58897b87a5edc0334a1b9cf438cdb580100894f8415';
