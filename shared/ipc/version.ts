/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '9ba0ca4dc85f6bb9926d0230d5df3aa89eafbe29243e8114546a6c16d392ce28';
