import { ME, type FakeCenter } from './fake-center.ts';

/** One account, one customer, one public post, assigned to the desk's person. `n` keeps several apart. */
export function seedConversation(
  center: FakeCenter,
  n = 1,
  options: { channel?: string; owner?: string } = {},
): { conversationId: string; workItemId: string; messageId: string; threadId: string } {
  const channel = options.channel ?? 'sandbox';
  const at = 1_700_000_000_000 + n;
  const ids = { conversationId: `conv-${n}`, workItemId: `item-${n}`, messageId: `msg-${n}`, threadId: `thread-${n}` };
  center.bodies.set(
    `p-${n}`,
    JSON.stringify({ displayName: `Mia ${n}`, identities: [{ channel, remoteId: `u-${n}`, handle: `mia${n}`, displayName: `Mia ${n}` }] }),
  );
  center.bodies.set(`t-${n}`, JSON.stringify({ text: `Mein Router blinkt rot, Nummer ${n}` }));
  if (center.state.get('account', `acc-${channel}`) === undefined)
    center.append({
      type: 'account.registered',
      data: {
        id: `acc-${channel}`,
        channel,
        handle: 'musterkom_hilft',
        name: 'Musterkom',
        brand: 'Musterkom',
        credentialId: 'cred-1',
        teamIds: [],
        budget: { capacity: 100, refillPerMinute: 100 },
      },
    });
  center.append(
    { type: 'contact.created', data: { id: `contact-${n}`, profileRef: `p-${n}`, identityKeys: [], createdAt: at } },
    {
      type: 'thread.opened',
      data: { id: ids.threadId, accountId: `acc-${channel}`, channel, remoteId: `remote-root-${n}`, visibility: 'public', openedAt: at },
    },
    {
      type: 'conversation.opened',
      data: {
        id: ids.conversationId,
        threadId: ids.threadId,
        accountId: `acc-${channel}`,
        contactId: `contact-${n}`,
        channel,
        visibility: 'public',
        openedAt: at,
      },
    },
    {
      type: 'message.received',
      data: {
        id: ids.messageId,
        threadId: ids.threadId,
        conversationId: ids.conversationId,
        direction: 'in',
        authorContactId: `contact-${n}`,
        visibility: 'public',
        remoteId: `remote-root-${n}`,
        bodyRef: `t-${n}`,
        sentAt: at,
        receivedAt: at,
      },
    },
    {
      type: 'workItem.queued',
      data: {
        id: ids.workItemId,
        conversationId: ids.conversationId,
        contactId: `contact-${n}`,
        accountId: `acc-${channel}`,
        channel,
        queueId: 'q',
        needs: [],
        priority: 0,
        cost: 10,
        createdAt: at,
        queuedAt: at,
        dueAt: at + 1_200_000,
      },
    },
    {
      type: 'workItem.assigned',
      data: {
        workItemId: ids.workItemId,
        conversationId: ids.conversationId,
        agentId: options.owner ?? ME,
        epoch: 1,
        at,
        reason: { by: 'router' },
      },
    },
  );
  return ids;
}
