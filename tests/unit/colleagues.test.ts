import { expect, test } from 'vitest';
import { companyOf, PRESENCE_STALE_MS, takeColleague, useColleagues } from '../../renderer/src/store/colleagues.ts';

const told = (agentId: string, typing: boolean, at: number, here = true): void => takeColleague({ conversationId: 'c', agentId, typing, here }, at);
const company = (now: number) => companyOf(useColleagues.getState().byId.get('c'), now);

test('HERE-1 the list knows who writes in a conversation of this desk, else who looks at it, until they go or are not heard of any more', () => {
  expect(company(0)).toBeUndefined();
  told('lea', false, 0);
  told('ben', true, 10);
  expect(company(20)).toEqual({ agentIds: ['ben'], typing: true });
  told('ben', false, 30);
  expect(company(40)).toEqual({ agentIds: ['ben', 'lea'], typing: false });
  expect(company(PRESENCE_STALE_MS + 5)).toEqual({ agentIds: ['ben'], typing: false });
  told('ben', false, 60, false);
  expect(company(70)).toEqual({ agentIds: ['lea'], typing: false });
  expect(company(PRESENCE_STALE_MS)).toBeUndefined();
  told('lea', false, 80, false);
  expect(useColleagues.getState().byId.size).toBe(0);
  for (let i = 0; i < 600; i += 1) takeColleague({ conversationId: `c${i}`, agentId: 'ben', typing: true, here: true }, 90);
  expect(useColleagues.getState().byId.size).toBe(500);
});
