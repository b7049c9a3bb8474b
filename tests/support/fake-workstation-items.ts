import type { QueueRow } from '../../shared/domain/rows.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { ACCOUNTS, ME, QUEUES } from './fake-workstation-center.ts';

const MINUTE = 60_000;

interface Sketch {
  readonly id: string;
  readonly who: string;
  readonly handle: string;
  readonly line: string;
  /** Minutes until due; negative: late. */
  readonly due: number;
  readonly queue?: number;
  readonly account?: number;
  readonly owner?: string;
  readonly state?: QueueRow['item']['state'];
  readonly waitingFor?: 'us' | 'customer';
  readonly visibility?: 'public' | 'private';
  readonly form?: 'du' | 'sie';
  readonly messages?: number;
  readonly tags?: readonly string[];
  readonly followers?: number;
  readonly offerMs?: number;
  readonly disposition?: QueueRow['item']['disposition'];
}

/** One row of the queue from what is special about it. */
export function rowOf(sketch: Sketch, now: number): QueueRow {
  const queue = QUEUES[sketch.queue ?? 0] as (typeof QUEUES)[number];
  const account = ACCOUNTS[sketch.account ?? 0] as (typeof ACCOUNTS)[number];
  const state = sketch.state ?? (sketch.owner === undefined ? 'queued' : 'assigned');
  const dueAt = now + Math.round(sketch.due * MINUTE);
  const queuedAt = Math.min(now - MINUTE, dueAt - 20 * MINUTE);
  const conversationId = `conv-${sketch.id}`;
  const closed = state === 'closed';
  return {
    item: {
      id: `item-${sketch.id}`,
      conversationId,
      contactId: `contact-${sketch.id}`,
      accountId: account.id,
      channel: account.channel,
      queueId: queue.id,
      needs: [...queue.needs],
      priority: 0,
      cost: 10,
      state,
      waitingFor: sketch.waitingFor ?? 'us',
      createdAt: queuedAt,
      queuedAt,
      dueAt,
      epoch: 1,
      ...(sketch.owner === undefined || closed
        ? {}
        : {
            ownerAgentId: sketch.owner,
            assignedAt: queuedAt + 2 * MINUTE,
            reason: {
              by: 'router' as const,
              skills: [{ skillId: queue.needs[0]?.skillId ?? 'mobile', need: 2, has: 4 }],
              lastAgent: sketch.id === 'kiel',
            },
          }),
      ...(closed ? { closedAt: dueAt, lastAgentId: ME, disposition: sketch.disposition ?? { kind: 'resolved' as const } } : {}),
      reopened: 0,
    },
    threadId: `thread-${sketch.id}`,
    contactId: `contact-${sketch.id}`,
    conversationId,
    channel: account.channel,
    visibility: sketch.visibility ?? (account.channel === 'sandbox-chat' ? 'private' : 'public'),
    contactName: sketch.who,
    contactHandle: sketch.handle,
    ...(sketch.followers === undefined ? {} : { followers: sketch.followers }),
    firstLine: sketch.line,
    lastInboundAt: queuedAt,
    turnMessages: sketch.messages ?? 1,
    ...(sketch.form === undefined ? {} : { addressForm: sketch.form }),
    ...(sketch.tags === undefined ? {} : { tags: [...sketch.tags] }),
    ...(sketch.offerMs === undefined ? {} : { offer: { reservationId: `res-${sketch.id}`, agentId: ME, expiresAt: now + sketch.offerMs } }),
  };
}

const SKETCHES: readonly Sketch[] = [
  {
    id: 'kiel',
    who: 'Kiel_Gaarden',
    handle: 'kiel_gaarden',
    line: 'Seit drei Tagen, Gaarden. Hilft mir hier jetzt noch jemand?',
    due: 4.2,
    owner: ME,
    form: 'du',
    messages: 2,
    tags: ['Störung'],
    followers: 412,
  },
  {
    id: 'hh',
    who: 'hh_pendlerin',
    handle: 'hh_pendlerin',
    line: 'Kann ich meinen Vertrag fürs neue Telefon vorzeitig verlängern?',
    due: 11.7,
    owner: ME,
    queue: 3,
    form: 'sie',
  },
  {
    id: 'vertrag',
    who: 'Renate Brückner',
    handle: 'r.brueckner',
    line: '…kündige ich, wenn das bis Freitag nicht gelöst ist. Mit freundlichen Grüßen',
    due: -2.1,
    owner: ME,
    queue: 3,
    visibility: 'private',
    form: 'sie',
    tags: ['Kündigung'],
  },
  {
    id: 'bidi',
    who: 'tvfreak\u202egnp',
    handle: 'tvfreak',
    line: 'Entertain ruckelt schon wieder\u200b. Großes Kino.',
    due: 31,
    owner: ME,
    queue: 2,
    account: 1,
  },
  {
    id: 'lena',
    who: 'lena.dev',
    handle: 'lena.dev',
    line: 'Danke, läuft wieder! Super schnell 🙏',
    due: 17.3,
    owner: ME,
    form: 'du',
    waitingFor: 'customer',
  },
  {
    id: 'offer',
    who: 'Chat-Gast 4711',
    handle: 'gast4711',
    line: 'Hallo? Mein Router blinkt rot und nichts geht mehr',
    due: 1.5,
    queue: 1,
    account: 2,
    state: 'offered',
    offerMs: 24_000,
  },
  {
    id: 'abend',
    who: 'tv_abend',
    handle: 'tv_abend',
    line: 'Seit dem Senderupdate fehlt bei uns ZDF HD',
    due: 6,
    owner: 'agent-lk',
    queue: 2,
    account: 1,
  },
  {
    id: 'kai',
    who: 'kabel_kai',
    handle: 'kabel_kai',
    line: 'Bild pixelt jeden Abend ab 20 Uhr',
    due: 8.7,
    owner: 'agent-lk',
    queue: 2,
    account: 1,
    form: 'du',
  },
  {
    id: 'rolf',
    who: 'router_rolf',
    handle: 'router_rolf',
    line: 'IPv6 hinter der Box, Präfix wechselt ständig – wie stelle ich das fest ein?',
    due: 180,
    owner: 'agent-np',
    queue: 1,
    form: 'du',
    followers: 8_210,
  },
  {
    id: 'ruf',
    who: 'Anschluss tot',
    handle: 'familie_horn',
    line: 'Kein Telefon seit gestern, älterer Herr im Haushalt',
    due: 8.9,
    queue: 1,
    tags: ['dringend'],
  },
  {
    id: 'umzug',
    who: 'Moritz A.',
    handle: 'moritz_a',
    line: 'Ich ziehe am 1. um. Kann ich den Anschluss mitnehmen?',
    due: 14,
    queue: 1,
    form: 'du',
  },
  { id: 'iphone', who: 'Sana', handle: 'sana_b', line: 'My new phone says “no service” since this morning', due: 19, form: 'du' },
  {
    id: 'danke',
    who: 'gabi_m',
    handle: 'gabi_m',
    line: 'Vielen Dank, hat geklappt!',
    due: -90,
    state: 'closed',
    disposition: { kind: 'noAnswerNeeded', reason: 'thanks' },
  },
  { id: 'fertig', who: 'Jörg P.', handle: 'joerg_p', line: 'Rechnung doppelt abgebucht', due: -45, state: 'closed', queue: 3, form: 'sie' },
];

const LINES = [
  'Internet weg seit heute früh',
  'Warum dauert die Hotline 40 Minuten?',
  'Wo finde ich meine Rechnung?',
  'Techniker kam nicht',
  'Tarif wechseln, aber wie?',
  'TV ruckelt bei jedem Tor',
  'Kein Empfang im Keller',
  'Danke für die schnelle Hilfe!',
  'Roaming in der Schweiz?',
  'Router blinkt rot',
];

export function sampleRows(now: number, extra: number): QueueRow[] {
  const rng = seededRng(7);
  const rows = SKETCHES.map((sketch) => rowOf(sketch, now));
  const owners = ['agent-np', 'agent-jw', 'agent-ts', undefined, undefined, undefined];
  for (let count = 0; count < extra; count += 1) {
    const owner = rng.pick(owners);
    const done = rng.chance(0.25);
    rows.push(
      rowOf(
        {
          id: `x${count}`,
          who: `kunde_${count}`,
          handle: `kunde_${count}`,
          line: rng.pick(LINES),
          due: done ? -rng.int(340) : rng.int(400) - 4,
          queue: rng.int(4),
          account: rng.int(2),
          ...(owner === undefined || done ? {} : { owner }),
          ...(done ? { state: 'closed' as const } : {}),
          ...(rng.chance(0.5) ? { form: rng.chance(0.5) ? ('du' as const) : ('sie' as const) } : {}),
          messages: rng.chance(0.1) ? 2 + rng.int(3) : 1,
        },
        now,
      ),
    );
  }
  return rows;
}
