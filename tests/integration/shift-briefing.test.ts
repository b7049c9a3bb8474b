import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { Briefing, BriefingReads } from '../../shared/domain/briefing.ts';
import type { DeskSetup } from '../../shared/domain/desk-tools.ts';
import { startServerWorld, until, type RawDesk, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld();
});
afterEach(() => world.close());

async function at(agentId: string, replicaId: string): Promise<RawDesk> {
  const desk = await world.desk(agentId, replicaId);
  await desk.hello();
  return desk;
}
const one = <T>(desk: RawDesk, kind: string): T | undefined => [...desk.rows(kind).values()][0] as T | undefined;
const accepted = { status: 'accepted' };

test('SHIFT-1 SHIFT-2 a briefing is on every desk and keeps people out of work until read; who has read it leads alone are told, over a restart', async () => {
  const [ann, ben, lea] = [await at('ann', 'r-ann'), await at('ben', 'r-ben'), await at('lea', 'r-lea')];
  const write: Command = { type: 'briefing.write', data: { id: 'today', title: 'Heute', text: 'Kiel ist gestört', teamIds: [], mustRead: true, untilAt: world.app.center.now() + 3_600_000, baseVersion: 0 } };
  const begin: Command = { type: 'agent.setState', data: { state: 'available' } };
  expect(await ann.command({ type: 'agent.setState', data: { state: 'offDuty' } })).toMatchObject(accepted);
  expect(await lea.command(write)).toMatchObject(accepted);
  await until('the briefing on every desk', () => [ann, ben, lea].every((desk) => one<Briefing>(desk, 'briefing')?.version === 1));
  expect(await ann.command(begin)).toMatchObject({ status: 'refused', error: { code: 'BRIEFING_UNREAD' } });
  expect(await ann.command({ type: 'briefing.read', data: { id: 'today', version: 1 } })).toMatchObject(accepted);
  await until('the reading at the lead’s', () => one<BriefingReads>(lea, 'briefingReads')?.readBy[0]?.agentId === 'ann');
  await until('it on her own desk', () => one<DeskSetup>(ann, 'deskSetup')?.readBriefings?.length === 1);
  expect(await ann.command(begin)).toMatchObject(accepted);
  expect(one(ben, 'deskSetup')).toBeUndefined();

  await world.restart();
  const [annAgain, leaAgain] = [await at('ann', 'r-home'), await at('lea', 'r-lea2')];
  expect(one<BriefingReads>(leaAgain, 'briefingReads')?.readBy).toMatchObject([{ agentId: 'ann', version: 1 }]);
  expect(one<DeskSetup>(annAgain, 'deskSetup')?.readBriefings).toEqual([{ id: 'today', version: 1 }]);
  for (const desk of [ann, ben, annAgain]) expect(desk.rows('briefingReads').size, 'who read it is for leads').toBe(0);
  expect(await leaAgain.command({ type: 'briefing.end', data: { id: 'today' } })).toMatchObject(accepted);
  await until('gone from the desk', () => one(annAgain, 'briefing') === undefined);
});
