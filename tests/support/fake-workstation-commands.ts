import { readCommand, type Command, type CommandEnvelope } from '../../shared/commands/index.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { QueueRow, AgentRow } from '../../shared/domain/rows.ts';
import type { IpcResponse } from '../../shared/ipc/index.ts';
import { patch } from './fake-workstation-center.ts';
import type { FakeWorkstation } from './fake-workstation.ts';

type Answer = IpcResponse<'command.run'>;

/** What the server would answer, in the few cases the screens need; a malformed command is refused as it would be there. */
export function runFakeCommand(desk: FakeWorkstation, envelope: CommandEnvelope): Answer {
  const read = readCommand(envelope);
  if (!read.ok) return { status: 'refused', code: read.code, message: `${read.field}: ${read.detail}`, remedy: '' };
  const online = desk.state.connection.kind === 'online';
  if (!online && read.definition.offline === 'refuse') return { status: 'refused', code: 'OFFLINE_NEEDS_SERVER', message: '', remedy: '' };
  apply(desk, read.command);
  return online ? { status: 'accepted' } : { status: 'queued' };
}

function change(
  desk: FakeWorkstation,
  workItemId: string,
  by: Partial<QueueRow['item']>,
  clear: readonly (keyof QueueRow['item'])[] = [],
): void {
  const row = desk.row(workItemId);
  if (row === undefined) return;
  const item = { ...row.item, ...by };
  for (const key of clear) delete item[key];
  const { offer: _offer, ...rest } = row;
  desk.putRow({ ...rest, item });
}

function agentOf(desk: FakeWorkstation, agentId: string): AgentRow | undefined {
  return (desk.state.rows.get(`agent:${agentId}`)?.value ?? undefined) as AgentRow | undefined;
}

function apply(desk: FakeWorkstation, command: Command): void {
  const { me } = desk.state;
  const now = Date.now();
  switch (command.type) {
    case 'workItem.take':
      change(desk, command.data.workItemId, { state: 'assigned', ownerAgentId: me, assignedAt: now, reason: { by: 'self' } });
      break;
    case 'workItem.close':
      change(desk, command.data.workItemId, { state: 'closed', closedAt: now, disposition: command.data.disposition, lastAgentId: me }, [
        'ownerAgentId',
      ]);
      break;
    case 'workItem.reopen':
      change(desk, command.data.workItemId, { state: 'assigned', ownerAgentId: me, assignedAt: now, reopened: 1 }, [
        'closedAt',
        'disposition',
      ]);
      break;
    case 'workItem.park':
      change(desk, command.data.workItemId, { waitingFor: 'customer' });
      break;
    case 'workItem.snooze':
      change(desk, command.data.workItemId, { snooze: { untilAt: command.data.untilAt, byAgentId: me, at: now }, cost: 0 });
      break;
    case 'workItem.wake':
      change(desk, command.data.workItemId, { cost: 10 }, ['snooze']);
      break;
    case 'workItem.transfer':
      if (command.data.to.kind === 'agent')
        change(desk, command.data.workItemId, { ownerAgentId: command.data.to.agentId, assignedAt: now });
      else
        change(desk, command.data.workItemId, { state: 'queued', returnedAt: now, returnReason: 'released' }, [
          'ownerAgentId',
          'assignedAt',
        ]);
      break;
    case 'workItem.reassign':
      for (const id of command.data.workItemIds) {
        if (command.data.to.kind === 'agent')
          change(desk, id, {
            state: 'assigned',
            ownerAgentId: command.data.to.agentId,
            assignedAt: now,
            reason: { by: 'person', personId: me },
          });
        else change(desk, id, { state: 'queued', returnedAt: now, returnReason: 'reassigned' }, ['ownerAgentId', 'assignedAt']);
      }
      break;
    case 'reservation.accept':
    case 'reservation.decline': {
      const id = command.data.reservationId.replace('res-', 'item-');
      if (command.type === 'reservation.accept')
        change(desk, id, { state: 'assigned', ownerAgentId: me, assignedAt: now, reason: { by: 'offer' } });
      else change(desk, id, { state: 'queued' });
      break;
    }
    case 'agent.setState':
    case 'agent.forceState': {
      const id = command.type === 'agent.setState' ? me : command.data.agentId;
      const agent = agentOf(desk, id);
      if (agent === undefined) break;
      const { breakReason: _reason, breakUntil: _until, ...rest } = agent;
      const until =
        command.type === 'agent.setState' && command.data.breakMs !== undefined ? { breakUntil: now + command.data.breakMs } : {};
      desk.state.seq += 1;
      desk.putAny(
        patch(
          'agent',
          id,
          {
            ...rest,
            state: command.data.state,
            stateSince: now,
            ...(command.data.breakReason === undefined ? {} : { breakReason: command.data.breakReason }),
            ...until,
          },
          desk.state.seq,
        ),
      );
      break;
    }
    case 'account.stop':
    case 'account.resume': {
      const account = (desk.state.rows.get(`account:${command.data.accountId}`)?.value ?? undefined) as Account | undefined;
      if (account === undefined) break;
      const { stopped: _stopped, ...rest } = account;
      desk.state.seq += 1;
      desk.putAny(
        patch(
          'account',
          account.id,
          command.type === 'account.stop' ? { ...rest, stopped: { at: now, by: me, reason: command.data.reason } } : rest,
          desk.state.seq,
        ),
      );
      break;
    }
    case 'note.add': {
      const { id, conversationId, text } = command.data;
      const bodyRef = `body-${id}`;
      desk.putEntities(conversationId, [['note', id, { id, conversationId, agentId: me, bodyRef, at: now }]], { [bodyRef]: text });
      break;
    }
    default:
      break;
  }
}
