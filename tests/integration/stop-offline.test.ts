import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { startDeskBehindLine, type DeskBehindLine } from '../support/desk-behind-line.ts';
import { until, type EffectLog } from '../support/desk-world.ts';
import type { RawDesk, ServerWorld } from '../support/server-world.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';

// The stop button over a real server, an agent's real desk behind a line that can be cut, and a lead's.

let at: DeskBehindLine;
let world: ServerWorld;
let line: TcpProxy;
let lead: RawDesk;
let home: DeskCore;
let platform: EffectLog;
let logs: string[];

beforeEach(async () => {
  at = await startDeskBehindLine();
  ({ world, line, lead, home, platform, logs } = at);
});
afterEach(() => at.close());

test('SEND-8 a lead stops an account while a desk is offline: what was written there stays there when it is back, and goes once the account is resumed', async () => {
  const talks = [await at.question(), await at.question()];
  line.refuse();
  line.cut();
  await until(async () => (await home.handlers['connection.get']({})).kind !== 'online', 'offline', { logs });
  const replies: string[] = [];
  for (const [n, conversationId] of talks.entries()) replies.push(await at.send(conversationId, `Antwort ${n}`));
  expect(await lead.command({ type: 'account.stop', data: { accountId: 'sandbox', reason: 'Krise' } })).toMatchObject({ status: 'accepted' });
  line.mend();
  await at.online();
  for (const replyId of replies) await until(async () => ((await at.stateOf(replyId)) as { reason?: string }).reason === 'stopped', 'held by the stop', { logs });
  // The desk is whole again and has asked for nothing: no leave was given, no byte left it.
  expect(world.app.center.committed.all('reply').size).toBe(0);
  expect(platform.sends).toBe(0);
  expect(await lead.command({ type: 'account.resume', data: { accountId: 'sandbox' } })).toMatchObject({ status: 'accepted' });
  await until(() => platform.effects.length === 2, 'both went', { logs });
  expect(platform.effects.map(({ key }) => key).sort()).toEqual([...replies].sort());
}, 60_000);
