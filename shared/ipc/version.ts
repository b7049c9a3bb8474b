/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = 'fd427d43c9df92af7dae958e776bf53cc9ca62ea9f13b6c637ef0d497f0fdb6f';
