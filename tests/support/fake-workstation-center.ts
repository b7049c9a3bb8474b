import type { Account } from '../../shared/domain/account.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { AgentRow, RowKind, RowPatch, RowValue } from '../../shared/domain/rows.ts';
import type { Skill } from '../../shared/domain/skill.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';

// The people and places of a fictional company's center, as rows a desk would watch.

const MINUTE = 60_000;
export const ME = 'agent-on';

export function patch<K extends RowKind>(kind: K, id: string, value: RowValue<K> | null, seq: number): RowPatch<K> {
  return { kind, id, value, seq };
}

export const SKILLS: readonly Skill[] = [
  { id: 'mobile', name: { de: 'Mobilfunk', en: 'Mobile' }, kind: 'topic' },
  { id: 'dsl', name: { de: 'DSL', en: 'DSL' }, kind: 'topic' },
  { id: 'tv', name: { de: 'TV', en: 'TV' }, kind: 'topic' },
  { id: 'billing', name: { de: 'Rechnung', en: 'Billing' }, kind: 'topic' },
  { id: 'english', name: { de: 'Englisch', en: 'English' }, kind: 'language' },
];

const targets = { firstResponseMs: 20 * MINUTE, nextResponseMs: 30 * MINUTE };
function queue(id: string, order: number, de: string, en: string, skillId: string): Queue {
  return {
    id,
    name: { de, en },
    teamIds: ['north'],
    needs: [{ skillId, minLevel: 2 }],
    match: { accountIds: [], terms: [] },
    order,
    priority: 0,
    targets,
    hours: ALWAYS_OPEN,
    distribution: 'channel',
    offerMs: 30_000,
  };
}
export const QUEUES: readonly Queue[] = [
  queue('q-mobile', 1, 'Mobilfunk', 'Mobile', 'mobile'),
  queue('q-dsl', 2, 'Festnetz/DSL', 'Landline/DSL', 'dsl'),
  queue('q-tv', 3, 'TV', 'TV', 'tv'),
  queue('q-billing', 4, 'Rechnung', 'Billing', 'billing'),
];

const budget = { capacity: 60, refillPerMinute: 30 };
export const ACCOUNTS: readonly Account[] = [
  {
    id: 'acc-help',
    channel: 'sandbox',
    handle: 'musterkom_hilft',
    name: 'Musterkom hilft',
    brand: 'Musterkom',
    credentialId: 'sandbox:musterkom_hilft',
    teamIds: ['north'],
    budget,
  },
  {
    id: 'acc-tv',
    channel: 'sandbox',
    handle: 'musterkom_tv',
    name: 'Musterkom TV',
    brand: 'Musterkom',
    credentialId: 'sandbox:musterkom_tv',
    teamIds: ['north'],
    budget,
  },
  {
    id: 'acc-chat',
    channel: 'sandbox-chat',
    handle: 'musterkom_chat',
    name: 'Musterkom Chat',
    brand: 'Musterkom',
    credentialId: 'sandbox:musterkom_chat',
    teamIds: ['north'],
    budget,
  },
];

interface Person {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly role?: AgentRow['role'];
  readonly state: AgentRow['state'];
  readonly breakReason?: AgentRow['breakReason'];
  readonly place?: AgentRow['place'];
  readonly minutes: number;
  readonly load: number;
  readonly skills: readonly (readonly [string, number])[];
  readonly connected?: boolean;
}
const PEOPLE: readonly Person[] = [
  {
    id: ME,
    name: 'Olivia Nowak',
    initials: 'ON',
    state: 'available',
    minutes: 72,
    load: 40,
    skills: [
      ['mobile', 4],
      ['billing', 3],
      ['english', 5],
    ],
  },
  {
    id: 'agent-np',
    name: 'Nils Petersen',
    initials: 'NP',
    state: 'onBreak',
    breakReason: 'backOffice',
    minutes: 3,
    load: 30,
    place: 'home',
    skills: [
      ['dsl', 5],
      ['tv', 2],
    ],
  },
  {
    id: 'agent-lk',
    name: 'Lena Kraft',
    initials: 'LK',
    state: 'available',
    minutes: 7,
    load: 20,
    place: 'home',
    connected: false,
    skills: [['tv', 4]],
  },
  {
    id: 'agent-mb',
    name: 'Mehmet Bulut',
    initials: 'MB',
    state: 'onBreak',
    breakReason: 'lunch',
    minutes: 14,
    load: 0,
    skills: [['billing', 5]],
  },
  {
    id: 'agent-jw',
    name: 'Jana Wolff',
    initials: 'JW',
    state: 'runOut',
    minutes: 20,
    load: 60,
    skills: [
      ['mobile', 5],
      ['dsl', 4],
    ],
  },
  {
    id: 'agent-ts',
    name: 'Tomasz Sikora',
    initials: 'TS',
    state: 'available',
    minutes: 130,
    load: 110,
    place: 'home',
    skills: [
      ['tv', 5],
      ['mobile', 2],
    ],
  },
  {
    id: 'agent-ak',
    name: 'Aylin Kaya',
    initials: 'AK',
    state: 'notResponding',
    minutes: 2,
    load: 10,
    skills: [
      ['billing', 4],
      ['mobile', 3],
    ],
  },
  {
    id: 'agent-sd',
    name: 'Stefan Dietz',
    initials: 'SD',
    role: 'supervisor',
    state: 'available',
    minutes: 200,
    load: 0,
    skills: [['mobile', 3]],
  },
  { id: 'agent-eh', name: 'Emil Hartung', initials: 'EH', state: 'offDuty', minutes: 600, load: 0, connected: false, skills: [['dsl', 3]] },
];

export function peopleAt(now: number): AgentRow[] {
  return PEOPLE.map((person): AgentRow => {
    const connected = person.connected ?? true;
    const since = now - person.minutes * MINUTE;
    return {
      id: person.id,
      name: person.name,
      initials: person.initials,
      role: person.role ?? 'agent',
      teamIds: ['north'],
      place: person.place ?? 'office',
      skills: person.skills.map(([skillId, level]) => ({ skillId, level })),
      capacity: 100,
      disabled: false,
      state: person.state,
      stateSince: since,
      ...(person.breakReason === undefined ? {} : { breakReason: person.breakReason, breakUntil: since + 30 * MINUTE }),
      connected,
      ...(connected ? { connectedSince: since } : { droppedAt: since }),
      missedOffers: 0,
      load: person.load,
      openItems: Math.round(person.load / 10),
      ...(person.id === 'agent-lk' ? { sendingPossibleUntil: now + 3 * MINUTE, outbox: { waiting: 2, unclear: 0, asOf: since } } : {}),
    };
  });
}

export function centerRows(now: number): RowPatch[] {
  return [
    ...SKILLS.map((skill) => patch('skill', skill.id, skill, 1)),
    patch('team', 'north', { id: 'north', name: 'Nord' }, 1),
    ...QUEUES.map((one) => patch('queue', one.id, one, 1)),
    ...ACCOUNTS.map((account) => patch('account', account.id, account, 1)),
    ...peopleAt(now).map((agent) => patch('agent', agent.id, agent, 1)),
  ];
}
