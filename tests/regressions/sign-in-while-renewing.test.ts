// Found on a busy machine: while the platform was refusing to renew a token that had been taken back, somebody signed in anew; the end of the refused renewal wrote the old token over the new one.
import { expect, test } from 'vitest';
import { CREDENTIAL, CustodyWorld } from '../support/custody-world.ts';

test('a sign-in while a renewal is under way is kept and handed on, however the renewal ends', async () => {
  const world = new CustodyWorld([{ id: 'ada' as never, role: 'admin', teamIds: ['north' as never] }]);
  const ada = await world.desk('ada');
  await ada.custodian.sync();
  await ada.custodian.connect(CREDENTIAL, 'first');
  let answer = (): void => undefined;
  const isAsked = new Promise<void>((asked) => {
    world.platform.renew = () => {
      asked();
      return new Promise((resolve) => (answer = () => resolve({ kind: 'rejected', detail: 'taken back' })));
    };
  });
  const recovering = ada.custodian.recover(CREDENTIAL, 'first');
  await isAsked;
  const connecting = ada.custodian.connect(CREDENTIAL, 'second');
  await new Promise((soon) => setTimeout(soon, 20));
  answer();
  await Promise.all([recovering, connecting]);
  expect(await ada.value()).toBe('second');
  expect(await ada.custodian.get(CREDENTIAL)).toBe('second');
  expect(ada.custodian.stateOf(CREDENTIAL)?.latestVersion ?? 0).toBeGreaterThanOrEqual(1);
});
