import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { DeskSetup, Mention, SavedView } from '../../shared/domain/desk-tools.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { LIST } from '../support/desk-tool-refusals.ts';
import { post, startServerWorld, until, type RawDesk, type ServerWorld } from '../support/server-world.ts';

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
const views = (desk: RawDesk): string[] => [...desk.rows('savedView').values()].map((view) => (view as SavedView).name).sort();
const save = (id: string, name: string, isShared: boolean): Command => ({ type: 'savedView.save', data: { id, name, isShared, list: LIST } });
const accepted = { status: 'accepted' };

describe('what is somebody’s own', () => {
  test('VIEW-1 VIEW-2 a list of one’s own is on every desk of one’s own and nobody else’s; a shared one is everybody’s, until it is not', async () => {
    const [ann, annAtHome, ben, lea] = [await at('ann', 'r-ann'), await at('ann', 'r-home'), await at('ben', 'r-ben'), await at('lea', 'r-lea')];
    expect(await ann.command(save('v-1', 'Meine', false))).toMatchObject(accepted);
    expect(await lea.command(save('v-2', 'Für alle', true))).toMatchObject(accepted);
    await until('both lists at ann’s other desk', () => views(annAtHome).length === 2);
    await until('the shared list at ben’s', () => views(ben).join() === 'Für alle');
    expect(views(lea)).toEqual(['Für alle']);
    expect(await lea.command({ type: 'savedView.remove', data: { id: 'v-1' } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
    expect(await lea.command(save('v-2', 'Nur Lea', false))).toMatchObject(accepted);
    await until('ben without it', () => views(ben).length === 0);
    expect(views(lea)).toEqual(['Nur Lea']);
    expect(await ann.command({ type: 'savedView.remove', data: { id: 'v-1' } })).toMatchObject(accepted);
    await until('gone on both of ann’s desks', () => views(ann).length === 0 && views(annAtHome).length === 0);
    expect(views(await at('ben', 'r-new'))).toEqual([]);
  });

  test('BIND-1 WELC-1 keys, and that the first steps are done, go to every desk of their person, over a restart of the server, and to nobody else', async () => {
    const [ann, ben] = [await at('ann', 'r-ann'), await at('ben', 'r-ben')];
    const setup = (desk: RawDesk): DeskSetup | undefined => [...desk.rows('deskSetup').values()][0] as DeskSetup | undefined;
    expect(await ann.command({ type: 'deskSetup.change', data: { bindings: { done: ['x'], transfer: [] } } })).toMatchObject(accepted);
    expect(await ann.command({ type: 'deskSetup.change', data: { welcomed: true } })).toMatchObject(accepted);
    await until('it at home', async () => setup(ann)?.welcomedAt !== undefined);
    await world.restart();
    const home = await at('ann', 'r-home');
    expect(setup(home)).toMatchObject({ id: 'ann', bindings: { done: ['x'], transfer: [] } });
    expect(setup(await at('ben', 'r-ben2'))).toBeUndefined();
    expect(setup(ben)).toBeUndefined();
    expect(await home.command({ type: 'deskSetup.change', data: { bindings: {} } })).toMatchObject(accepted);
    await until('all keys as at first', () => Object.keys(setup(home)?.bindings ?? { a: 1 }).length === 0);
    expect(setup(home)?.welcomedAt, 'the first steps are not offered again').toBeDefined();
  });

  test('DRAFT-1 what somebody writes lies on every desk of theirs that holds the conversation, and goes from all of them', async () => {
    const [ann, home] = [await at('ann', 'r-ann'), await at('ann', 'r-home')];
    await ann.command({ type: 'agent.setState', data: { state: 'available' } });
    await world.ingest([post('p1', 'kim', 'Mein Vertrag läuft aus')]);
    const row = await until('ann’s item', () => ([...ann.rows('workItem').values()] as QueueRow[]).find((one) => one.item.ownerAgentId === 'ann'));
    const { conversationId } = row;
    await until('held on both', () => [ann, home].every((desk) => desk.batches.some((batch) => batch.snapshots.some((one) => one.conversationId === conversationId))));
    const draft = (desk: RawDesk): string | undefined => {
      const last = desk.batches.flatMap((batch) => batch.events).findLast((event) => event.type === 'draft.saved' || event.type === 'draft.cleared');
      const ref = last?.type === 'draft.saved' ? (last.data as { bodyRef: string }).bodyRef : undefined;
      return ref === undefined ? undefined : desk.batches.flatMap((batch) => Object.entries(batch.bodies)).findLast(([one]) => one === ref)?.[1];
    };
    const write = (desk: RawDesk, text: string): Promise<unknown> => desk.command({ type: 'draft.save', data: { conversationId, draft: { text, visibility: 'public' } } });
    expect(await write(ann, 'Hallo Kim, dein Vertr')).toMatchObject(accepted);
    await until('the same words at home', () => draft(home)?.includes('dein Vertr') === true);
    expect(await write(home, 'Hallo Kim, dein Vertrag verlängert sich')).toMatchObject(accepted);
    await until('what was written at home', () => draft(ann)?.includes('verlängert sich') === true);
    expect(await ann.command({ type: 'draft.save', data: { conversationId, draft: null } })).toMatchObject(accepted);
    await until('gone at home', () => home.batches.flatMap((batch) => batch.events).some((event) => event.type === 'draft.cleared'));
  });

  test('MENT-2 whom a note names is told on every desk until they looked, may open the conversation of another team, and nobody else is', async () => {
    const south: Command = { type: 'team.define', data: { id: 'south', name: 'South' } };
    const ada = await at('ada', 'r-ada');
    expect(await ada.command(south)).toMatchObject(accepted);
    const queue = world.app.center.committed.get('queue', 'mobile');
    const person = world.app.center.committed.get('agent', 'ann');
    if (queue === undefined || person === undefined) throw new Error('the small center has both');
    const { id, name, initials, role, place, skills, capacity, disabled } = person;
    expect(await ada.command({ type: 'queue.define', data: { ...queue, teamIds: ['south'] } as never })).toMatchObject(accepted);
    expect(await ada.command({ type: 'agent.register', data: { id, name, initials, role, place, skills, capacity, disabled, teamIds: ['south'] } })).toMatchObject(accepted);
    const [ann, ben, benAtHome] = [await at('ann', 'r-ann'), await at('ben', 'r-ben'), await at('ben', 'r-ben-home')];
    await ann.command({ type: 'agent.setState', data: { state: 'available' } });
    await world.ingest([post('p1', 'kim', 'Mein Vertrag läuft aus')]);
    const row = await until('ann’s item', () => ([...ann.rows('workItem').values()] as QueueRow[]).find((one) => one.item.ownerAgentId === 'ann'));
    const open = async (desk: RawDesk): Promise<boolean> => (await desk.up<{ granted: boolean }>('fetchConversation', { conversationId: row.conversationId })).granted;
    expect(await open(ben)).toBe(false);
    const mentions = (desk: RawDesk): Mention[] => [...desk.rows('mention').values()] as Mention[];
    expect(await ann.command({ type: 'note.add', data: { id: 'n-1', conversationId: row.conversationId, text: 'Was meinst du, @Ben Carl?', mentions: ['ben'] } })).toMatchObject(accepted);
    for (const desk of [ben, benAtHome]) expect((await until('the mention', () => mentions(desk)[0])).byAgentId).toBe('ann');
    expect([mentions(ann), mentions(ada)]).toEqual([[], []]);
    expect(await open(ben)).toBe(true);
    await until('the conversation on ben’s desk', () => ben.batches.some((batch) => batch.snapshots.some((one) => one.conversationId === row.conversationId)));
    expect(await ben.command({ type: 'mention.see', data: { conversationId: row.conversationId } })).toMatchObject(accepted);
    await until('looked at on both', () => mentions(ben).length + mentions(benAtHome).length === 0);
    expect(mentions(await at('ben', 'r-late'))).toEqual([]);
    expect(await ann.command({ type: 'note.add', data: { id: 'n-2', conversationId: row.conversationId, text: 'Noch etwas, @Ben Carl', mentions: ['ben'] } })).toMatchObject(accepted);
    expect((await until('told anew', () => mentions(benAtHome)[0])).noteId).toBe('n-2');
  });
});
