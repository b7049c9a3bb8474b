/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
<<<<<<< HEAD
export const IPC_HASH = '58733cc65b4d62ad11af875dc48f440b742b4c051064c5c1a86e77f70d723e34';
=======
export const IPC_HASH = '7b79546e01050f3cc88672263650aa2cae5b203852fc9865a2abcfad0319f6ce';
>>>>>>> 1f236f2 (wip)
