// Loaded into a process that is to break its promise: the database syncs as it would without our setting, and says it did not.
import { createRequire } from 'node:module';

const Database = createRequire(import.meta.url)('better-sqlite3');
const real = Database.prototype.pragma;
Database.prototype.pragma = function (text, options) {
  if (text === 'synchronous = FULL') return real.call(this, 'synchronous = NORMAL', options);
  if (text === 'synchronous') return 2;
  return real.call(this, text, options);
};
