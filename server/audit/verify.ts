// node server/audit/verify.ts --data DIR [--expect NO:LINK]
// Follows the audit log's chain and says so as one line of JSON. Exit 0: whole; 1: not; 2: could not look.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isCodedError } from '../../shared/util/errors.ts';
import { loadMasterKey } from '../storage/master-key.ts';
import { auditKeyOf, verifyAudit } from './verify-audit.ts';

const USAGE =
  'usage: node server/audit/verify.ts --data DIR [--expect NO:LINK]   (the master key: master.key in DIR, or LEITSTAND_MASTER_KEY)';

function run(): number {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, expect: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const match = values.expect === undefined ? undefined : /^(\d+):([\da-f]{64})$/.exec(values.expect);
  if (values.help === true || values.data === undefined || match === null) {
    console.error(USAGE);
    return values.help === true ? 0 : 2;
  }
  const masterKey = loadMasterKey({
    dataDir: values.data,
    given: process.env['LEITSTAND_MASTER_KEY'],
    path: process.env['LEITSTAND_MASTER_KEY_FILE'],
    mayCreate: false,
  });
  const expect = match?.[2] === undefined ? undefined : { no: Number(match[1]), link: match[2] };
  const verdict = verifyAudit({ path: join(values.data, 'audit.db'), key: auditKeyOf(masterKey), expect });
  console.log(JSON.stringify({ ...verdict, problems: verdict.problems.slice(0, 20) }));
  return verdict.ok ? 0 : 1;
}

try {
  process.exitCode = run();
} catch (error) {
  console.error(isCodedError(error) ? error.message : String(error));
  process.exitCode = 2;
}
