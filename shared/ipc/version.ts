/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '6d36bdf4c6a33366eead283edacb2778af7e2b458ae27911520eb50d138ea3d4';
