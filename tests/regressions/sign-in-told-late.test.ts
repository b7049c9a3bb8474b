// Found on a busy machine: an account was connected anew after somebody had lost it, and the screen went on asking for that. The server's new word came after the last time the screen was told to look.
import { expect, test, vi } from 'vitest';
import { CREDENTIAL, CustodyWorld } from '../support/custody-world.ts';

test('who looks at an account is told once more when the server’s word on a new credential is here', async () => {
  const north = ['north' as never];
  const world = new CustodyWorld([
    { id: 'ada' as never, role: 'admin', teamIds: north },
    { id: 'ann' as never, role: 'agent', teamIds: north },
  ]);
  const [ada, ann] = [await world.desk('ada'), await world.desk('ann')];
  await ada.custodian.sync();
  await ann.custodian.sync();
  await ada.custodian.connect(CREDENTIAL, 'first');
  await ada.custodian.sync();
  await ada.custodian.handOver(CREDENTIAL, ann.custodian.identity.deskId);
  await ann.custodian.sync();
  await ada.custodian.revoke(CREDENTIAL, 'ann', true);
  expect(ada.custodian.stateOf(CREDENTIAL)?.rotateSince).toBe(world.now);
  ada.changes.length = 0;
  await ada.custodian.connect(CREDENTIAL, 'second');
  await vi.waitFor(() => expect(ada.changes.at(-1)).toBe('shared'));
  expect(ada.custodian.stateOf(CREDENTIAL)?.rotateSince).toBeUndefined();
});
