import { readCommand, type Command, type CommandEnvelope } from '../../../shared/commands/index.ts';
import type { Entity, EntityPatch, EntityReader, Noun } from '../../../shared/domain/entity.ts';
import type { QueueRow, RowPatch } from '../../../shared/domain/rows.ts';
import { placeEvent, type NewEvent } from '../../../shared/events/index.ts';
import { applyEvent } from '../../../shared/reducers/index.ts';
import { correctionEvent, isLabelOf } from '../../../shared/deciders/reading.ts';
import { promiseOf } from './promised.ts';
import { EntityOverlay } from '../../../shared/sync/entity-overlay.ts';

/** A command on its way, as the screen already shows it. Dropped when the server's events are here, or its refusal. */
export interface OnTheWay {
  readonly commandNo: number;
  readonly command: CommandEnvelope;
  readonly createdAt: number;
}

export interface Prediction {
  readonly entities: readonly EntityPatch[];
  readonly bodies: Readonly<Record<string, string>>;
}

/** What the commands on their way will make of a conversation, as far as this desk can tell. Only the server's word counts. */
export function predict(
  onTheWay: readonly OnTheWay[],
  reader: EntityReader,
  agentId: string,
  seqOf: (noun: Noun, id: string) => number = () => 0,
): Prediction {
  const overlay = new EntityOverlay({ entity: (noun, id) => known(reader.get(noun, id)) });
  const bodies: Record<string, string> = {};
  let seq = 0;
  for (const { command, createdAt } of onTheWay) {
    const read = readCommand(command);
    if (!read.ok) continue;
    if (read.command.type === 'note.add') bodies[pendingRef(read.command.data.id)] = JSON.stringify({ text: read.command.data.text });
    for (const event of eventsOf(read.command, reader, agentId, createdAt)) {
      seq += 1;
      overlay.at(seq, false);
      applyEvent(overlay, placeEvent(event, { seq, at: createdAt, actor: agentId }));
    }
  }
  // At the place of what is known: whatever the server says next is newer.
  return { entities: overlay.writes().map(({ noun, id, value }) => ({ noun, id, seq: seqOf(noun, id), value })), bodies };
}

/** Queue rows as they will look. */
export function predictRow(row: RowPatch, onTheWay: readonly OnTheWay[], agentId: string): RowPatch {
  if (row.kind !== 'workItem' || row.value === null) return row;
  const value = row.value as QueueRow;
  const concerned = onTheWay.filter(({ command }) => workItemOf(command) === value.item.id);
  if (concerned.length === 0) return row;
  const reader: EntityReader = {
    get: <N extends Noun>(noun: N, id: string) => (noun === 'workItem' && id === value.item.id ? (value.item as Entity<N>) : undefined),
  };
  const item = predict(concerned, reader, agentId).entities.find(({ noun }) => noun === 'workItem')?.value;
  return item === undefined || item === null ? row : { ...row, value: { ...value, item: item as QueueRow['item'] } };
}

/** Which conversation a command concerns, where it says so itself. */
export function conversationOf(command: CommandEnvelope): string | undefined {
  const data = command.data as { conversationId?: unknown };
  return typeof data?.conversationId === 'string' ? data.conversationId : undefined;
}

export function workItemOf(command: CommandEnvelope): string | undefined {
  const data = command.data as { workItemId?: unknown };
  return typeof data?.workItemId === 'string' ? data.workItemId : undefined;
}

/** Body of a note that the server has not sealed yet. */
export function pendingRef(noteId: string): string {
  return `pending:${noteId}`;
}

function eventsOf(command: Command, reader: EntityReader, agentId: string, at: number): readonly NewEvent[] {
  switch (command.type) {
    case 'note.add':
      return [
        {
          type: 'note.added',
          data: { id: command.data.id, conversationId: command.data.conversationId, agentId, bodyRef: pendingRef(command.data.id), at },
        },
      ];
    case 'conversation.tag':
      return [{ type: 'conversation.tagged', data: { conversationId: command.data.conversationId, tags: command.data.tags } }];
    case 'contact.setAddressForm':
      return [{ type: 'contact.addressFormSet', data: { contactId: command.data.contactId, addressForm: command.data.addressForm } }];
    case 'contact.checkIdentity': {
      const { contactId, conversationId, checkId, by, untilAt } = command.data;
      return untilAt <= at ? [] : [{ type: 'contact.identityChecked', data: { contactId, check: { id: checkId, by, agentId, at, untilAt, inConversationId: conversationId } } }];
    }
    case 'contact.withdrawCheck': {
      const { contactId, checkId, reason } = command.data;
      return [{ type: 'contact.identityCheckWithdrawn', data: { contactId, checkId, agentId, at, reason } }];
    }
    case 'contact.noteConsent': {
      const { contactId, conversationId, given, how } = command.data;
      return [{ type: 'contact.consentNoted', data: { contactId, consent: { given, how, agentId, at, inConversationId: conversationId } } }];
    }
    case 'message.correctReading': {
      const { messageId, conversationId, task, label } = command.data;
      const message = reader.get('message', messageId);
      const contactId = reader.get('conversation', conversationId)?.contactId;
      if (message?.reading === undefined || contactId === undefined || !isLabelOf(task, label)) return [];
      const event = correctionEvent({ ...message, reading: message.reading }, { conversationId, contactId }, task, label, agentId, at);
      return event === undefined ? [] : [event];
    }
    case 'workItem.park': {
      const item = reader.get('workItem', command.data.workItemId);
      return item === undefined
        ? []
        : [{ type: 'workItem.parked', data: { workItemId: item.id, conversationId: item.conversationId, at, ...promiseOf(item, command.data.promiseDueAt) } }];
    }
    case 'workItem.snooze': {
      const item = reader.get('workItem', command.data.workItemId);
      const { untilAt } = command.data;
      return item === undefined || untilAt <= at
        ? []
        : [{ type: 'workItem.snoozed', data: { workItemId: item.id, conversationId: item.conversationId, agentId, untilAt, at } }];
    }
    case 'workItem.close': {
      const item = reader.get('workItem', command.data.workItemId);
      return item === undefined
        ? []
        : [
            {
              type: 'workItem.closed',
              data: { workItemId: item.id, conversationId: item.conversationId, disposition: command.data.disposition, agentId, at },
            },
          ];
    }
    default:
      return [];
  }
}

function known<N extends Noun>(value: Entity<N> | undefined): { seq: number; value: Entity<N> } | undefined {
  return value === undefined ? undefined : { seq: 0, value };
}
