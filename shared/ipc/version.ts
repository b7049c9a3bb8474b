/** SHA-256 over every request, answer and topic between screen and desk core; tests/unit/shared-wire-hash.test.ts holds it. */
export const IPC_HASH = '5768de1b87a95710a43e9063eaa678966da485e23f3af06b587eace7220b666b';
