// Found by the simulation (seed 1000988, 5,000 steps): the log refused a commit, and while the state was folded anew a webhook brought a post of that very commit. It was told `duplicate`,
// so nobody would ever bring it again, and it was on no disk.
import { expect, test } from 'vitest';
import { CoreWorld } from '../support/core-world.ts';
import { post } from '../support/server-world.ts';
import type { NewEvent } from '../../shared/events/index.ts';

test('what only the refused commit knew is not a duplicate: it is taken', async () => {
  let refuses = false;
  const world = await CoreWorld.start({ beforeCommit: () => { if (refuses) throw new Error('the disk is full'); } });
  expect(await world.ingest(post('p1', 'lena', 'zuerst'))).toMatchObject([{ status: 'ingested' }]);
  const { center } = world.core;
  const known = center.live.get('message', center.index.messageByRemote('sandbox', 'p1') ?? '');
  if (known === undefined) throw new Error('p1 is not there');
  const { seq: _seq, ...data } = known;
  refuses = true;
  // The moment at which the state is being folded anew and still shows what was refused.
  let again: ReturnType<CoreWorld['ingest']> | undefined;
  world.problems.push = () => {
    refuses = false;
    expect(center.index.messageByRemote('sandbox', 'p9')).toBe('m9');
    again ??= world.ingest(post('p9', 'lena', 'noch einmal'));
    return 0;
  };
  const refused = center.submit('x', () => ({ events: [{ type: 'message.received', data: { ...data, id: 'm9', remoteId: 'p9' } } as NewEvent] })).catch((error: unknown) => error);
  expect(await refused).toBeInstanceOf(Error);
  expect(await again).toMatchObject([{ status: 'ingested', remoteId: 'p9' }]);
  expect(world.written).toContain('"remoteId":"p9"');
  expect(await world.ingest(post('p9', 'lena', 'noch einmal'))).toMatchObject([{ status: 'duplicate' }]);
  await world.core.stop();
});
