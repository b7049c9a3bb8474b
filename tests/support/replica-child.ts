// A process of its own over a local copy: it opens, refuses or dies as told. Prints one line.
import { flushCompileCache } from 'node:module';
import { isCodedError } from '../../shared/util/errors.ts';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import { openReplica } from '../../electron/main/storage/open.ts';
import { MIGRATIONS } from '../../electron/main/storage/migrations/index.ts';
import { TEST_KEY, TEST_NOW, sampleReply } from './replica-kit.ts';
import { NEXT_MIGRATION } from './next-migration.ts';

const [what = '', dataDir = '', argument = ''] = process.argv.slice(2);
const base = { key: TEST_KEY, now: () => TEST_NOW };

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;); // The signal ends it here.
}

function run(): void {
  if (what === 'open-as-nobody') process.setuid?.(65_534);
  if (what === 'migrate-and-die') {
    openReplica({
      ...base,
      file: `${dataDir}/replica.db`,
      migrations: [...MIGRATIONS, NEXT_MIGRATION],
      beforeStatement: (version, index) => {
        if (`${version}.${index}` === argument) die();
      },
    });
    return;
  }
  const { stores } = openOrRebuild({ ...base, dataDir });
  if (what === 'open-and-die') die();
  if (what === 'start-and-die') {
    stores.outbox.enqueue(sampleReply('r1'), 1);
    stores.attempts.start({ attemptId: 'a1', replyId: 'r1', part: 0 }, 2);
    die();
  }
  if (what === 'work-until-killed') {
    // Says what has been promised only after the call has returned, as the desk would.
    for (let number = 0; ; number++) {
      stores.outbox.enqueue(sampleReply(`r${number}`), number);
      process.stdout.write(`enqueued r${number}\n`);
      stores.attempts.start({ attemptId: `a${number}`, replyId: `r${number}`, part: 0 }, number);
      process.stdout.write(`started a${number}\n`);
      stores.transaction(() => {
        stores.attempts.finish(`a${number}`, { outcome: 'delivered' }, number);
        stores.outbox.update(`r${number}`, { state: 'delivered' }, number);
      });
      process.stdout.write(`finished a${number}\n`);
    }
  }
  console.log('ok');
}

// Most of these die; what was compiled is kept for the next one before that.
flushCompileCache();
try {
  run();
} catch (error) {
  console.log(isCodedError(error) ? error.code : String(error));
}
