/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '44b7c56366b2abfddf02ea77443334531445596bd2b4e081d970e465573b286a';
