import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../server/system-ports.ts';
import { envelopeOf, type Command } from '../../shared/commands/index.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import type { HouseEdit } from '../../shared/domain/house.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { PASSWORD, post, startServerWorld, type ServerWorld } from '../support/server-world.ts';

// AWAY-3 over a real server and a real desk: from the server's word to what stands on the platform.

let world: ServerWorld;
let ann: DeskWorld;
/** How far the server's clock is ahead, ms. */
let aheadMs = 0;
beforeEach(async () => {
  aheadMs = 0;
  world = await startServerWorld({ clock: { now: () => systemClock.now() + aheadMs, steady: () => systemClock.steady() + aheadMs } });
  await close();
  ann = new DeskWorld(world.app.url);
  await ann.open();
  await ann.core.handlers['session.signIn']({ serverUrl: world.app.url, name: 'Ann Berg', password: PASSWORD });
  await ann.online();
});
afterEach(async () => {
  await ann.dispose();
  await world.close();
});

/** A lead's command past any desk: whoever has one open could be named. */
async function byLead(command: Command): Promise<void> {
  const { accessToken } = await world.signIn('Lea Dorn');
  const response = await fetch(`${world.app.url}/commands`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ command: envelopeOf(command) }) });
  expect(response.status).toBe(200);
}

/** Gives both queues hours in which they are closed: open for one minute, three days from now. */
async function close(): Promise<void> {
  const openOn = (new Date().getUTCDay() + 3) % 7;
  const week = Array.from({ length: 7 }, (_, day) => (day === openOn ? [{ fromMinute: 720, toMinute: 721 }] : []));
  const calendar: Calendar = { id: 'night', name: 'Nacht', hours: { timeZone: 'UTC', week, holidays: [] }, away: { enabled: true, de: { du: 'Bis {open}.', sie: 'Bis {open}.' }, en: 'Until {open}.' } };
  const edits: HouseEdit[] = [{ noun: 'calendar', id: 'night', before: null, after: calendar }];
  for (const id of ['tv', 'mobile']) {
    const before = world.app.center.committed.get('queue', id);
    if (before !== undefined) edits.push({ noun: 'queue', id, before, after: { ...before, calendarId: 'night' } });
  }
  await byLead({ type: 'house.change', data: { edits } });
}

const canSend = (): Promise<unknown> => ann.core.handlers['credentials.set']({ credentialId: 'sandbox', value: '{"token":"x"}' });
const write = (remoteId: string, who: string, text: string): Promise<unknown> => world.ingest([post(remoteId, who, text, { visibility: 'private', threadRemoteId: `t-${who}` })]);
const notices = () => [...world.app.center.committed.all('awayNotice').values()];
const sent = (): number => notices().filter(({ state }) => state === 'sent').length;

test('AWAY-2 AWAY-3 the desk that is named sends it at once, tells the server, and shows it to nobody as a reply of theirs; who writes again is not told again', async () => {
  await canSend();
  await write('c1', 'jo', 'Mein Handy hat kein Netz.');
  await until(() => sent() === 1, 'told', ann);
  await write('c2', 'jo', 'Hallo?');
  // Whoever is told later than that: by then jo would have been.
  await write('c3', 'kim', 'Mein Handy ist gesperrt.');
  await until(() => sent() === 2, 'somebody else told', ann);
  expect(ann.platform.effects).toEqual(notices().map(({ id }) => ({ key: id, text: expect.stringMatching(/^Bis am \p{L}+ um 12:00 Uhr\.$/u) as string, part: 0 })));
  expect((await ann.core.handlers['outbox.load']({})).entries).toEqual([]);
});

test('AWAY-3 a desk that asked when another was named sends it when its turn comes again', async () => {
  await write('c1', 'jo', 'Mein Handy hat kein Netz.');
  await until(() => notices()[0]?.agentId === 'ann', 'ann named', ann);
  const ben = await world.desk('ben');
  await ben.hello();
  aheadMs += 21_000;
  await write('c2', 'jo', 'Hallo?');
  await until(() => notices()[0]?.agentId === 'ben', 'ben named', ann);
  await canSend();
  await until(async () => (await (await fetch(`${world.app.url}/metrics`)).text()).includes('permits_total{outcome="NOT_ALLOWED"} 1'), 'ann refused', ann);
  expect(ann.platform.sends).toBe(0);
  aheadMs += 21_000;
  await write('c3', 'jo', 'Hallo??');
  await until(() => sent() === 1, 'told', ann);
  expect(ann.platform.effects).toHaveLength(1);
  ben.close();
}, 30_000);
