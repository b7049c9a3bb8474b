import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CHANNELS } from '../../shared/channels/index.ts';
import { AXES, contractPage, expectedCases, PLATFORM_FACTS } from '../support/channel-axes.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/channels-contract.md');

test('CHAN-16 the page of what runs where is what the table says', () => {
  if (process.env['LEITSTAND_UPDATE_AXES'] === '1') writeFileSync(PAGE, contractPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(contractPage());
});

test('CHAN-16 every channel stands in the table, and none does without receiving, answering, and an outcome nobody knows', () => {
  expect(Object.keys(PLATFORM_FACTS).sort()).toEqual([...CHANNELS.keys()].sort());
  for (const channel of CHANNELS.values()) {
    const cases = expectedCases(channel);
    for (const axis of ['receive', 'duplicate', 'reply', 'unknown', 'reconcile', 'requestLost']) expect(cases.filter((one) => one.startsWith(`${axis} `)), `${channel.name}: ${axis}`).toHaveLength(PLATFORM_FACTS[channel.name]?.hears.length ?? -1);
  }
  expect(new Set(AXES.map(({ id }) => id)).size).toBe(AXES.length);
});
