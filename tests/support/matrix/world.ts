import type { Command } from '../../../shared/commands/index.ts';
import { post, startServerWorld, type Person, type RawDesk, type ServerWorld } from '../server-world.ts';

/** One column of the matrix: who gives the command, and what they have to do with the account and the item it is about. */
export interface Column {
  readonly title: string;
  readonly who: string;
  readonly account: 'north' | 'south' | 'open';
  /** Who has the item. */
  readonly owner: string;
}
export const COLUMNS: readonly Column[] = [
  { title: 'agent: own team, theirs', who: 'ann', account: 'north', owner: 'ann' },
  { title: 'agent: open account, theirs', who: 'ann', account: 'open', owner: 'ann' },
  { title: 'agent: own team, a colleague’s', who: 'ann', account: 'north', owner: 'nia' },
  { title: 'agent: another team’s', who: 'ann', account: 'south', owner: 'sue' },
  { title: 'supervisor: own team’s', who: 'lea', account: 'north', owner: 'nia' },
  { title: 'supervisor: another team’s', who: 'lea', account: 'south', owner: 'sue' },
  { title: 'admin: own team’s', who: 'ada', account: 'north', owner: 'nia' },
  { title: 'admin: another team’s', who: 'ada', account: 'south', owner: 'sue' },
];

const MATRIX_PEOPLE: readonly (Person & { readonly team: string })[] = [
  { id: 'ann', name: 'Ann Berg', initials: 'AB', role: 'agent', team: 'north' },
  { id: 'nia', name: 'Nia Falk', initials: 'NF', role: 'agent', team: 'north' },
  { id: 'sue', name: 'Sue Gast', initials: 'SG', role: 'agent', team: 'south' },
  { id: 'lea', name: 'Lea Dorn', initials: 'LD', role: 'supervisor', team: 'north' },
  { id: 'ada', name: 'Ada Egge', initials: 'AE', role: 'admin', team: 'north' },
];

/** What one cell is about: a conversation of its own, with an answer of its owner's on its way where the command is about one. */
export interface Target {
  readonly conversationId: string;
  readonly workItemId: string;
  readonly contactId: string;
  readonly messageId: string;
  readonly epoch: number;
  readonly accountId: string;
}

export interface MatrixWorld {
  readonly world: ServerWorld;
  desk(agentId: string): RawDesk;
  /** Fresh conversations, each in its owner's hands. */
  targets(wanted: readonly Column[]): Promise<Target[]>;
  close(): Promise<void>;
}

export async function openMatrix(): Promise<MatrixWorld> {
  const account = (id: string, teamIds: string[]): Command => ({ type: 'account.register', data: { id, channel: 'sandbox', handle: id, name: id, brand: 'Musterkom', credentialId: 'sandbox', teamIds, budget: { capacity: 10_000, refillPerMinute: 10_000 } } });
  const world = await startServerWorld({
    people: MATRIX_PEOPLE.map(({ team: _, ...person }) => person),
    commands: [
      { type: 'team.define', data: { id: 'south', name: 'South' } },
      account('north', ['north']),
      account('south', ['south']),
      account('open', []),
      account('spare', []),
      ...MATRIX_PEOPLE.map(({ id, name, initials, role, team }): Command => ({ type: 'agent.register', data: { id, name, initials, role, teamIds: [team], place: 'office', skills: [], capacity: 100, disabled: false } })),
    ],
  });
  const desks = new Map<string, RawDesk>();
  for (const { id } of MATRIX_PEOPLE) {
    const desk = await world.desk(id);
    await desk.hello();
    desks.set(id, desk);
  }
  const desk = (agentId: string): RawDesk => {
    const found = desks.get(agentId);
    if (found === undefined) throw new Error(`nobody called ${agentId}`);
    return found;
  };
  let made = 0;
  const targets = async (wanted: readonly Column[]): Promise<Target[]> => {
    const messages = wanted.map((column) => {
      made += 1;
      return { column, remoteId: `m-${made}`, message: post(`m-${made}`, `kim-${made}`, 'Handy?', { account: column.account }) };
    });
    for (let i = 0; i < messages.length; i += 100) await world.ingest(messages.slice(i, i + 100).map(({ message }) => message));
    const { committed } = world.app.center;
    const byRemote = new Map([...committed.all('message').values()].map((message) => [message.remoteId, message]));
    const found = messages.map(({ column, remoteId }) => {
      const message = byRemote.get(remoteId);
      const conversation = message?.conversationId === undefined ? undefined : committed.get('conversation', message.conversationId);
      if (message === undefined || conversation?.workItemId === undefined) throw new Error(`${remoteId} brought no item`);
      return { column, messageId: message.id, conversationId: conversation.id, workItemId: conversation.workItemId, contactId: conversation.contactId, accountId: conversation.accountId };
    });
    for (const owner of new Set(wanted.map((column) => column.owner))) {
      const workItemIds = found.filter(({ column }) => column.owner === owner).map(({ workItemId }) => workItemId);
      for (let i = 0; i < workItemIds.length; i += 400) {
        const answer = await desk('lea').command({ type: 'workItem.reassign', data: { workItemIds: workItemIds.slice(i, i + 400), to: { kind: 'agent', agentId: owner }, force: false } });
        if (answer.status !== 'accepted') throw new Error(`could not hand ${workItemIds.length} items to ${owner}: ${answer.error.code}`);
      }
    }
    return found.map(({ column, ...ids }) => {
      const conversation = world.app.center.committed.get('conversation', ids.conversationId);
      if (conversation?.ownerAgentId !== column.owner) throw new Error(`${ids.conversationId} is not ${column.owner}’s`);
      return { ...ids, epoch: conversation.epoch };
    });
  };
  return { world, desk, targets, close: () => world.close() };
}

