import { expect, test } from 'vitest';
import { envelopeOf, type Command } from '../../shared/commands/index.ts';
import type { IpcResponse } from '../../shared/ipc/index.ts';
import { DeskPerson } from '../prove/proofs/sending/desk.ts';
import { SendingWorld } from '../prove/proofs/sending/world.ts';

test('BULK-7 paused, nothing leaves; ended by a lead, what had no leave goes back and leaves nothing on the desk', { timeout: 120_000 }, async () => {
  const world = await SendingWorld.start({ seed: 3, behaviours: ['idempotent'], budget: { capacity: 2, refillPerMinute: 6 } });
  try {
    const turns = await world.feed('idempotent', 8);
    const desk = new DeskPerson(world, { behaviour: 'idempotent', keychain: 'file' });
    await desk.start();
    await desk.online();
    const { live } = world.server.app.center;
    const tell = async (command: Command): Promise<IpcResponse<'command.run'>> => desk.process.call('command.run', { command: envelopeOf(command) });
    const items = turns.map(({ conversationId }) => live.get('conversation', conversationId)?.workItemId ?? '');
    const begun = await tell({ type: 'bulkAnswer.start', data: { workItemIds: items } });
    const bulkId = begun.status === 'accepted' ? String(begun.result?.['bulkId']) : '';
    const read = (): Promise<IpcResponse<'bulk.members'>> => desk.process.call('bulk.members', { bulkId });
    await desk.waitFor('all read', async () => (await read()).readers.length === 8 && (await read()).readers.every(({ throughMessageId }) => throughMessageId !== undefined), 30_000);
    const variants = (await read()).readers.map(({ member, throughMessageId }) => ({ conversationId: member.conversationId, text: 'Bis 18 Uhr geht es wieder.', throughMessageId: throughMessageId ?? '', edited: false }));
    expect(await desk.process.call('bulk.confirm', { bulkId, variants })).toMatchObject({ status: 'accepted', result: { confirmed: 8 } });
    const states = (): string[] => [...live.all('bulkMember').values()].map(({ state }) => state);
    const sent = (): number => states().filter((state) => state === 'sent').length;
    await desk.waitFor('two sent', async () => sent() === 2, 30_000);
    await tell({ type: 'bulkAnswer.pause', data: { bulkId } });
    await desk.waitFor('nothing under way', async () => (await desk.entries()).every(({ state }) => state.kind === 'delivered'), 30_000);
    const lead = await world.server.desk('lea', 'lea-2');
    await lead.hello();
    expect(await lead.command({ type: 'bulkAnswer.stop', data: { bulkId } })).toMatchObject({ status: 'accepted' });
    await desk.waitFor('the rest is back', async () => states().filter((state) => state === 'skipped').length === 8 - sent(), 30_000);
    await desk.waitFor('nothing left here', async () => (await desk.process.call<IpcResponse<'session.unsent'>>('session.unsent', {})).drafts.length === 0, 30_000);
    expect([...world.platform('idempotent').effects().values()]).toEqual(Array.from({ length: sent() }, () => 1));
    await desk.process.kill();
  } finally {
    await world.close();
  }
});
