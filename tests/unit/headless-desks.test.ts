import { describe, expect, test } from 'vitest';
import { answerText, isThanks, mannerOf } from '../../tools/desks/answers.ts';
import { openTurnOf } from '../../tools/desks/conversation-text.ts';
import { DeskTally, spreadOf } from '../../tools/desks/statistics.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';

describe('who holds what, by the desks’ own rows', () => {
  const held = { workItemId: 'w', conversationId: 'c', epoch: 3, agentId: 'anna' };
  test('one owner per epoch is as it should be, however often it is seen', () => {
    const tally = new DeskTally();
    for (let i = 0; i < 5; i += 1) tally.owns(held);
    tally.owns({ ...held, epoch: 4, agentId: 'ben' });
    tally.owns({ ...held, epoch: 5 });
    expect(tally.statistics(2, 0).ownedTwice).toEqual([]);
  });

  test('two owners in one epoch are seen, once', () => {
    const tally = new DeskTally();
    tally.owns(held);
    tally.owns({ ...held, agentId: 'ben' });
    tally.owns({ ...held, agentId: 'ben' });
    tally.owns(held);
    expect(tally.statistics(2, 0).ownedTwice).toEqual([{ workItemId: 'w', conversationId: 'c', epoch: 3, agentIds: ['anna', 'ben'] }]);
  });
});

test('spreads', () => {
  expect(spreadOf([])).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  expect(spreadOf([5])).toEqual({ count: 1, p50: 5, p95: 5, p99: 5, max: 5 });
  expect(spreadOf(Array.from({ length: 100 }, (_, i) => 100 - i))).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
});

describe('how the desks answer', () => {
  test.each([
    ['Mein Internet geht nicht, könnt ihr mal schauen?', undefined, 'du'],
    ['Wann bekomme ich meine Rechnung?', undefined, 'sie'],
    ['Wann bekomme ich meine Rechnung?', 'du', 'du'],
    ['könnt ihr mal schauen', 'sie', 'sie'],
    ['my internet is not working, please help', undefined, 'en'],
    ['my internet is not working, please help', 'du', 'en'],
    ['', undefined, 'sie'],
  ] as const)('%j (known: %s) is spoken to as %s', (text, known, manner) => expect(mannerOf(text, known)).toBe(manner));

  test('in that manner, from beginning to end, and within a short post', () => {
    const rng = seededRng(7);
    for (let i = 0; i < 300; i += 1) {
      const pick = <T>(from: readonly T[]): T => rng.pick(from);
      expect(answerText('du', pick, 'ab12-1234')).not.toMatch(/\b(Sie|Ihre?[nrms]?)\b/);
      expect(answerText('sie', pick, 'ab12-1234')).not.toMatch(/\b(du|dir|dich|dein\w*)\b/i);
      for (const manner of ['du', 'sie', 'en'] as const) expect(answerText(manner, pick, 'ab12-1234').length).toBeLessThan(270);
    }
  });

  test.each([
    ['Danke, hat geklappt!', true],
    ['Vielen Dank für die schnelle Hilfe', true],
    ['Danke, aber wann kommt der Techniker?', false],
    ['Mein Internet geht nicht', false],
  ])('%j needs no answer: %s', (text, thanks) => expect(isThanks(text)).toBe(thanks));
});

test('a conversation that is not here gives nothing to answer', () => {
  for (const held of ['loading', 'denied', 'offline', 'frozen'] as const)
    expect(openTurnOf({ conversationId: 'c', held, entities: [], bodies: {}, outbox: [], draft: null })).toBeUndefined();
});
