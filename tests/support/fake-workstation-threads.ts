import type { Entity, EntityPatch, Noun } from '../../shared/domain/entity.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

interface Line {
  /** `customer`, `brand`, or the handle of somebody else. */
  readonly from: string;
  readonly text: string;
  readonly agoMs: number;
  readonly agentId?: string;
  readonly to?: number;
  readonly deleted?: boolean;
  readonly edited?: boolean;
}

const SCRIPTS: Readonly<Record<string, readonly Line[]>> = {
  kiel: [
    { from: 'customer', text: 'UMTS in Kiel mal wieder tot. Danke für nichts, @musterkom_hilft.', agoMs: DAY + 20 * MINUTE },
    {
      from: 'brand',
      text: 'Hallo, das ist ärgerlich! Seit wann hast du die Probleme und in welchem Stadtteil? ^ON',
      agoMs: DAY + 12 * MINUTE,
      agentId: 'agent-on',
      to: 0,
    },
    { from: 'nachbar_nord', text: 'Bei mir in Ellerbek auch. Geht das nur uns so?', agoMs: 300 * MINUTE, to: 0 },
    {
      from: 'foerde_fan',
      text: 'Nein, ganz Kiel-Ost. Siehe https://stoerung.example/kiel-ost – da steht was.',
      agoMs: 280 * MINUTE,
      to: 2,
    },
    { from: 'brand', text: 'Danke für den Hinweis, wir prüfen das. ^JW', agoMs: 270 * MINUTE, agentId: 'agent-jw', to: 3 },
    { from: 'foerde_fan', text: 'Das war beleidigend', agoMs: 200 * MINUTE, to: 4, deleted: true },
    {
      from: 'customer',
      text: 'Seit drei Tagen, Gaarden. Hilft mir hier jetzt noch jemand?\nKundennr. hab ich, wenn ihr die braucht.',
      agoMs: 22 * MINUTE,
      to: 1,
      edited: true,
    },
    { from: 'customer', text: 'Hallo??', agoMs: 6 * MINUTE, to: 1 },
  ],
  vertrag: [
    {
      from: 'customer',
      text: 'Sehr geehrte Damen und Herren, seit vier Wochen warte ich auf den Wechsel in den kleineren Tarif. Wenn das bis Freitag nicht gelöst ist, kündige ich.\n\nMit freundlichen Grüßen\nRenate Brückner',
      agoMs: 40 * MINUTE,
    },
  ],
  bidi: [
    {
      from: 'customer',
      text: 'Entertain ruckelt schon wieder\u200b. Großes Kino. Mehr auf https://video\u202egnp.example/clip',
      agoMs: 15 * MINUTE,
    },
  ],
};

/** The entities and texts a desk holds of a row's conversation: the whole thread with its people. */
export function threadOf(row: QueueRow, now: number): { entities: EntityPatch[]; bodies: Record<string, string> } {
  const key = row.conversationId.replace('conv-', '');
  const lines = SCRIPTS[key] ?? [{ from: 'customer', text: row.firstLine, agoMs: now - row.lastInboundAt }];
  const entities: EntityPatch[] = [];
  const bodies: Record<string, string> = {};
  const put = <N extends Noun>(noun: N, id: string, value: Entity<N>): void =>
    void entities.push({ noun, id, seq: entities.length + 1, value });
  const contactOf = (from: string): string => (from === 'customer' ? row.contactId : `contact-${from}`);
  const people = new Map<string, string>();
  for (const line of lines) if (line.from !== 'brand') people.set(line.from, contactOf(line.from));
  for (const [from, id] of people) {
    const own = from === 'customer';
    bodies[`profile-${id}`] = JSON.stringify({
      displayName: own ? row.contactName : from,
      identities: [
        {
          channel: row.channel,
          remoteId: `r-${id}`,
          handle: own ? row.contactHandle : from,
          displayName: own ? row.contactName : from,
          ...(own && row.followers !== undefined ? { followers: row.followers } : {}),
        },
      ],
    });
    put('contact', id, {
      id,
      profileRef: `profile-${id}`,
      identityKeys: [],
      createdAt: own ? now - 400 * DAY : now - DAY,
      ...(own && row.addressForm !== undefined ? { addressForm: row.addressForm } : {}),
    });
  }
  put('thread', row.threadId, {
    id: row.threadId,
    accountId: row.item.accountId,
    channel: row.channel,
    remoteId: `t-${key}`,
    visibility: row.visibility,
    openedAt: now - DAY,
    lastMessageAt: now,
    messageCount: lines.length,
  });
  const conversationOf = (line: Line): string => {
    if (line.from === 'customer') return row.conversationId;
    if (line.from !== 'brand') return `conv-${line.from}`;
    const parent = line.to === undefined ? undefined : lines[line.to];
    return parent === undefined || parent.from === 'customer' ? row.conversationId : `conv-${parent.from}`;
  };
  const inbound: string[] = [];
  lines.forEach((line, place) => {
    const id = `msg-${key}-${place}`;
    const at = now - line.agoMs;
    if (line.from === 'customer') inbound.push(id);
    if (line.deleted !== true) bodies[`body-${id}`] = JSON.stringify({ text: line.text, url: `https://probe.example/${id}` });
    const message: Message = {
      id,
      threadId: row.threadId,
      conversationId: conversationOf(line),
      direction: line.from === 'brand' ? 'out' : 'in',
      ...(line.from === 'brand' ? { agentId: line.agentId ?? 'agent-on' } : { authorContactId: contactOf(line.from) }),
      visibility: row.visibility,
      remoteId: `remote-${id}`,
      ...(line.to === undefined ? {} : { inReplyToRemoteId: `remote-msg-${key}-${line.to}` }),
      bodyRef: `body-${id}`,
      sentAt: at,
      receivedAt: at,
      ...(line.edited === true ? { editedAt: at + 3 * MINUTE } : {}),
      ...(line.deleted === true ? { deletedAt: at + 9 * MINUTE } : {}),
      seq: place + 10,
    };
    put('message', id, message);
  });
  put('conversation', row.conversationId, {
    id: row.conversationId,
    threadId: row.threadId,
    accountId: row.item.accountId,
    contactId: row.contactId,
    channel: row.channel,
    visibility: row.visibility,
    openedAt: now - DAY,
    epoch: row.item.epoch,
    ...(row.item.ownerAgentId === undefined ? {} : { ownerAgentId: row.item.ownerAgentId }),
    workItemId: row.item.id,
    ...(row.item.state === 'closed' || row.item.waitingFor === 'customer'
      ? {}
      : { openTurn: inbound.slice(-row.turnMessages).map((messageId) => ({ messageId, at: now - 20 * MINUTE })) }),
    lastInboundAt: row.lastInboundAt,
    lastInboundMessageId: inbound.at(-1) ?? 'none',
    ...(row.addressForm === undefined ? {} : { addressForm: row.addressForm }),
    ...(row.tags === undefined ? {} : { tags: row.tags }),
  });
  put('workItem', row.item.id, row.item);
  if (key === 'kiel') {
    bodies['note-1'] = 'Störung 2026-1121-07 im Raum Kiel-Ost bestätigt, Entstörung bis 14:00.';
    put('note', 'note-1', {
      id: 'note-1',
      conversationId: row.conversationId,
      agentId: 'agent-jw',
      bodyRef: 'note-1',
      at: now - 10 * MINUTE,
    });
  }
  return { entities, bodies };
}
