import { QuestionIndex } from '../../server/clusters/question-index.ts';
import { isSameQuestion, prepareQuestion, type PreparedQuestion } from '../../shared/text/same-question.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { madeUpQuestion } from '../support/made-up-questions.ts';
import { cpuMs, round, versions, type Bench } from './line.ts';

const SEED = 20_261_122;
/** Brute force is timed on so many of the last questions and taken from there. */
const SAMPLED = 20;

/** CPU µs and comparisons of each of the last `of` questions, `held` being there already. */
function ours(held: number, of: number): { micros: number; comparisons: number; rssMb: number } {
  const rng = seededRng(SEED);
  const index = new QuestionIndex();
  for (let no = 0; no < held; no += 1) index.add({ messageId: `m${no}`, conversationId: `c${no}`, contactId: `p${no}`, text: madeUpQuestion(rng), at: no });
  const [before, cpu] = [index.comparisons, cpuMs()];
  for (let no = held; no < held + of; no += 1) index.add({ messageId: `m${no}`, conversationId: `c${no}`, contactId: `p${no}`, text: madeUpQuestion(rng), at: no });
  return { micros: ((cpuMs() - cpu) / of) * 1000, comparisons: (index.comparisons - before) / of, rssMb: process.memoryUsage.rss() / 2 ** 20 };
}

/** The same of comparing a question with each there is. */
function each(held: number): { micros: number } {
  const rng = seededRng(SEED);
  const sample = Math.min(held, 2_000);
  const there: PreparedQuestion[] = Array.from({ length: sample }, () => prepareQuestion(madeUpQuestion(rng)));
  const cpu = cpuMs();
  let same = 0;
  for (let i = 0; i < SAMPLED; i += 1) {
    const one = prepareQuestion(madeUpQuestion(rng));
    for (const other of there) if (isSameQuestion(one, other)) same += 1;
  }
  if (same < 0) throw new Error('never');
  return { micros: ((cpuMs() - cpu) / SAMPLED) * 1000 * (held / sample) };
}

export const clusters: Bench = {
  about: 'what one more question costs when 1,000 and 30,000 are remembered, against comparing it with each',
  async run({ quick }) {
    const many = quick ? 5_000 : 30_000;
    const [few, full] = [ours(1_000, 300), ours(many, 300)];
    const brute = { few: each(1_000), full: each(many) };
    return {
      name: 'clusters',
      ratio: round(full.micros / brute.full.micros, 5),
      target: `comparisons per question at ${many} no more than twice those at 1,000, and below 32; less time than comparing with each`,
      met: full.comparisons <= 32 && full.comparisons <= few.comparisons * 2 && full.micros < brute.full.micros,
      remembered: { few: 1_000, many },
      comparisons: { few: round(few.comparisons, 1), many: round(full.comparisons, 1), bruteForce: many },
      microsPerQuestion: { few: Math.round(few.micros), many: Math.round(full.micros), bruteFew: Math.round(brute.few.micros), bruteMany: Math.round(brute.full.micros) },
      rssMb: Math.round(full.rssMb),
      perDay200k: `${round((full.micros * 200_000) / 1e6 / 60, 1)} min of one core`,
      quick,
      seed: SEED,
      versions: versions(),
    };
  },
};
