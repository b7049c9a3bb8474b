import type { AwaySummary, IpcResponse, Notice, OutboxEntry } from '../../shared/ipc/index.ts';

const MINUTE = 60_000;

/** One reply in each state a person can meet. */
export function sampleOutbox(now: number, me: string): OutboxEntry[] {
  const entry = (
    id: string,
    conversationId: string,
    text: string,
    state: OutboxEntry['state'],
    visibility: 'public' | 'private' = 'public',
  ): OutboxEntry => ({
    replyId: id,
    conversationId,
    accountId: 'acc-help',
    agentId: me,
    parts: [text],
    visibility,
    createdAt: now - 6 * MINUTE,
    state,
  });
  return [
    entry('r1', 'conv-hh', 'Hallo, das geht ab drei Monaten vor Ende. Schauen Sie gern im Kundenkonto nach. ^ON', {
      kind: 'waiting',
      reason: 'offline',
    }),
    entry(
      'r2',
      'conv-vertrag',
      'Guten Tag Frau Brückner, der Wechsel ist für Donnerstag eingeplant.',
      { kind: 'unclear', since: now - 4 * MINUTE, reason: 'noResponse', lastLookAt: now - 2 * MINUTE },
      'private',
    ),
    entry('r3', 'conv-bidi', 'Wir schauen uns das an. ^ON', {
      kind: 'failed',
      failure: { code: 'PLATFORM_REFUSED', detail: 'The post you answer is gone.', retryable: true },
      at: now - 3 * MINUTE,
    }),
    entry('r4', 'conv-abend', 'Bitte einmal den Sendersuchlauf starten. ^ON', {
      kind: 'becameDraft',
      code: 'LEASE_LOST',
      detail: 'reassigned',
      at: now - 5 * MINUTE,
    }),
    entry('r5', 'conv-lena', 'Freut uns sehr! ^ON', { kind: 'delivered', at: now - 12 * MINUTE }),
    {
      ...entry('r7', 'conv-bidi', 'Guten Morgen, der Techniker kommt heute zwischen 10 und 12 Uhr. ^ON', {
        kind: 'waiting',
        reason: 'scheduled',
        until: now + 14 * 60 * MINUTE,
      }),
      schedule: { sendAt: now + 14 * 60 * MINUTE, executor: 'thisDesk' },
    },
    entry('r6', 'conv-kiel', 'Wir sind dran und melden uns bis 14 Uhr. ^ON', { kind: 'sending', part: 0, parts: 2, since: now - 1_000 }),
  ];
}

export function sampleNotices(now: number): Notice[] {
  return [
    { id: 'n1', at: now - 4 * MINUTE, kind: 'itemReassigned', conversationId: 'conv-abend', values: { contactName: 'tv_abend' } },
    {
      id: 'n2',
      at: now - 5 * MINUTE,
      kind: 'replyBecameDraft',
      conversationId: 'conv-abend',
      code: 'LEASE_LOST',
      values: { contactName: 'tv_abend' },
    },
  ];
}

/** Earlier conversations of whoever is open. */
export function sampleHistory(now: number): IpcResponse<'contact.history'>['items'] {
  const day = 86_400_000;
  return [
    {
      conversationId: 'conv-h1',
      channel: 'sandbox',
      openedAt: now - 40 * day,
      lastInboundAt: now - 40 * day,
      firstLine: 'Rechnung für Oktober zu hoch?',
      disposition: 'resolved',
    },
    {
      conversationId: 'conv-h2',
      channel: 'sandbox-chat',
      openedAt: now - 82 * day,
      firstLine: 'Netz in Gaarden',
      disposition: 'handedOver',
    },
  ];
}

/** A home link that was down for twenty minutes. */
export function sampleAway(now: number): AwaySummary {
  return {
    since: now - 25 * MINUTE,
    until: now - 4 * MINUTE,
    absences: 1,
    counts: {
      newItems: 1,
      newMessages: 3,
      takenAway: 1,
      answeredByOthers: 0,
      deleted: 1,
      repliesSent: 2,
      repliesBecameDraft: 1,
      repliesUnclear: 0,
    },
    items: [
      { kind: 'newMessage', conversationId: 'conv-kiel', contactName: 'Kiel_Gaarden', at: now - 20 * MINUTE, count: 3 },
      { kind: 'takenAway', conversationId: 'conv-abend', contactName: 'tv_abend', at: now - 12 * MINUTE, byAgentId: 'agent-lk', count: 1 },
      { kind: 'deleted', conversationId: 'conv-bidi', contactName: 'بيدي', at: now - 11 * MINUTE, count: 1 },
      { kind: 'newItem', conversationId: 'conv-hh', contactName: 'hh_pendlerin', at: now - 9 * MINUTE, count: 1 },
      {
        kind: 'replyBecameDraft',
        conversationId: 'conv-abend',
        contactName: 'tv_abend',
        at: now - 4 * MINUTE,
        replyId: 'r4',
        code: 'LEASE_LOST',
        count: 1,
      },
      { kind: 'replySent', conversationId: 'conv-lena', contactName: 'lena.dev', at: now - 4 * MINUTE, replyId: 'r5', count: 1 },
      { kind: 'replySent', conversationId: 'conv-vertrag', contactName: 'Renate Brückner', at: now - 4 * MINUTE, replyId: 'r8', count: 1 },
    ],
  };
}
