import { describe, expect, test } from 'vitest';
import { labelWords } from '../../server/clusters/label-words.ts';
import { Postings } from '../../server/clusters/postings.ts';
import { MAX_COMPARED, QuestionIndex, type Question } from '../../server/clusters/question-index.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { DOUBLE_DEBIT, OTHERS } from '../support/same-question-texts.ts';
import { madeUpQuestion } from '../support/made-up-questions.ts';

const SEED = 20_261_122;
const question = (no: number, text: string, more: Partial<Question> = {}): Question => ({ messageId: `m${no}`, conversationId: `c${no}`, contactId: `p${no}`, text, at: no, ...more });
const filled = (texts: readonly string[], index = new QuestionIndex()): QuestionIndex => {
  texts.forEach((text, no) => index.add(question(no, text)));
  return index;
};
const largest = (index: QuestionIndex) => [...index.groups].toSorted((a, b) => b.entries.size - a.entries.size)[0];
const conversations = (index: QuestionIndex): string[] => [...(largest(index)?.entries ?? [])].map((entry) => entry.conversationId);

describe('who asks the same', () => {
  test('CLUS-1 thirty ways to ask one thing stand apart from thirty other questions, in any order', () => {
    for (const seed of [SEED, SEED + 1, SEED + 2]) {
      const rng = seededRng(seed);
      const texts = [...DOUBLE_DEBIT, ...OTHERS].map((text) => ({ text, at: rng.next() })).toSorted((a, b) => a.at - b.at).map(({ text }) => text);
      const index = filled(texts);
      const found = [...(largest(index)?.entries ?? [])].map((entry) => entry.text);
      expect(found.filter((text) => DOUBLE_DEBIT.includes(text)).length, `seed ${seed}`).toBeGreaterThanOrEqual(25);
      expect(found.filter((text) => OTHERS.includes(text)).length, `seed ${seed}`).toBeLessThanOrEqual(1);
      expect(labelWords(largest(index)?.entries ?? []).map((word) => word.toLowerCase())).toContain('rechnung');
    }
  });

  test('CLUS-2 the two-thousand-five-hundredth question is compared with no more than the five-hundredth', () => {
    const rng = seededRng(SEED);
    const index = new QuestionIndex();
    const per: number[] = [];
    for (let no = 0; no < 2_500; no += 1) {
      const before = index.comparisons;
      index.add(question(no, madeUpQuestion(rng)));
      per.push(index.comparisons - before);
    }
    expect(Math.max(...per)).toBeLessThanOrEqual(MAX_COMPARED);
    const mean = (from: number, to: number): number => per.slice(from, to).reduce((sum, one) => sum + one, 0) / (to - from);
    console.log(`seed ${SEED}: ${mean(300, 500).toFixed(1)} comparisons around the 500th, ${mean(2_300, 2_500).toFixed(1)} around the 2,500th; each with each would be 500 and 2,500`);
    expect(mean(2_300, 2_500)).toBeLessThanOrEqual(mean(300, 500) * 1.5 + 1);
  }, 90_000);

  test('CLUS-3 what is removed is gone: a message, a conversation, what is too old', () => {
    const index = filled(DOUBLE_DEBIT);
    const [first = '', second = ''] = conversations(index);
    index.removeConversation(first);
    index.removeMessage(`m${second.slice(1)}`);
    expect(conversations(index)).not.toContain(first);
    expect(index.hasConversation(second)).toBe(false);
    index.expire(20);
    expect(index.size).toBe(10);
    index.expire(100);
    expect([index.size, index.groups.size]).toEqual([0, 0]);
  });

  test('CLUS-5 whom the log says to be of a cluster is; who was taken out is not found for it again', () => {
    const index = filled(DOUBLE_DEBIT.slice(0, 20));
    const group = largest(index);
    if (group === undefined) throw new Error('no group');
    index.named(group, 'q');
    const [out = '', ...rest] = conversations(index);
    index.assign('q', rest, [out]);
    expect([...(index.ofCluster('q')?.entries ?? [])].map((entry) => entry.conversationId).toSorted()).toEqual(rest.toSorted());
    index.add(question(500, DOUBLE_DEBIT[Number(out.slice(1))] ?? '', { conversationId: out, contactId: 'again' }));
    expect([...(index.ofCluster('q')?.entries ?? [])].map((entry) => entry.conversationId)).not.toContain(out);
    index.add(question(501, DOUBLE_DEBIT[1] ?? ''));
    expect([...(index.ofCluster('q')?.entries ?? [])].map((entry) => entry.conversationId)).toContain('c501');
    index.release('q');
    expect(index.ofCluster('q')).toBeUndefined();
  });

  test('CLUS-1 thanks ask nothing; the same person twice is no pair; an edit replaces what was said', () => {
    const index = filled(['Danke!', 'Danke!', 'ok', '👍']);
    expect(index.size).toBe(0);
    index.add(question(1, DOUBLE_DEBIT[1] ?? '', { contactId: 'kim' }));
    index.add(question(2, DOUBLE_DEBIT[2] ?? '', { contactId: 'kim' }));
    expect(index.groups.size).toBe(0);
    index.add(question(2, OTHERS[0] ?? ''));
    expect(index.size).toBe(2);
  });

  test('CLUS-2 a word that everybody has costs what is asked of it', () => {
    const postings = new Postings<number>();
    for (let no = 0; no < 1_000; no += 1) postings.add('netz', no);
    for (let no = 0; no < 995; no += 1) postings.remove('netz', no);
    expect([...postings.newest('netz', 3)]).toEqual([999, 998, 997]);
    postings.add('netz', 5);
    expect([postings.count('netz'), [...postings.newest('netz', 1)]]).toEqual([6, [5]]);
    expect([...postings.newest('nichts', 3)]).toEqual([]);
  });
});
