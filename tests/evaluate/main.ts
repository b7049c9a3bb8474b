import { Command, CommanderError } from 'commander';
import { CodedError, isCodedError } from '../../shared/util/errors.ts';
import { measureKnowledge } from './knowledge.ts';
import { LABELLED, measureLabelled } from './labelled.ts';
import { measurePersonalData } from './personal-data.ts';
import { measureRewrite } from './rewrite.ts';
import { readRows } from './rows.ts';
import { measureSameQuestion } from './same-question.ts';
import { measureWeightedLength } from './weighted-length.ts';

// `npm run -s evaluate -- TASK --data FILE`: measures one task on labelled rows. The last line on stdout is one JSON object.

const TASKS = [...Object.keys(LABELLED), 'rewrite-address', 'same-question', 'personal-data', 'weighted-length', 'knowledge'];

function measure(task: string, file: string): Record<string, unknown> {
  const labelled = LABELLED[task];
  if (labelled !== undefined) return measureLabelled(task, labelled, readRows(file));
  switch (task) {
    case 'rewrite-address':
      return measureRewrite(readRows(file));
    case 'same-question':
      return measureSameQuestion(readRows(file));
    case 'personal-data':
      return measurePersonalData(readRows(file));
    case 'weighted-length':
      return measureWeightedLength(file);
    case 'knowledge':
      return measureKnowledge(readRows(file));
    default:
      throw new CodedError('OPTION_INVALID', { field: 'task', detail: `"${task}" is none of ${TASKS.join(', ')}.` });
  }
}

function main(): void {
  const program = new Command('evaluate')
    .description('Measures how well the desk reads, on labelled rows; the last line is JSON.')
    .argument('<task>', TASKS.join(', '))
    .requiredOption('--data <file>', 'JSON lines; for weighted-length also the YAML vectors')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  try {
    program.parse();
    const figures = measure(program.args[0] ?? '', program.opts<{ data: string }>().data);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode;
      if (error.exitCode !== 0) process.stderr.write('OPTION_INVALID: see --help.\n');
      return;
    }
    process.stderr.write(`${isCodedError(error) ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

main();
