// The seeded center of the demo: the social service desk of Musterkom, a telephone company that does not exist. Only words and settings; who may
// sign in with which password is decided when a center is made.
import { envelopeOf, type Command, type CommandEnvelope, type CommandOf } from '../../shared/commands/index.ts';
import { OWN_SESSION_CREDENTIAL } from '../../shared/domain/own-credential.ts';
import type { BusinessHours } from '../../shared/domain/hours.ts';
import { strategyRulesSchema } from '../../shared/domain/strategy.ts';
import { KNOWLEDGE_SKILL_ID } from '../../shared/domain/article.ts';
import type { SkillLevel, SkillNeed } from '../../shared/domain/skill.ts';
import { SAMPLE_ARTICLES } from './articles.ts';

type Team = CommandOf<'team.define'>['data'];
type Skill = CommandOf<'skill.define'>['data'];
type Queue = CommandOf<'queue.define'>['data'];
type Account = CommandOf<'account.register'>['data'];
type RegisteredAgent = CommandOf<'agent.register'>['data'];

/** A person of the center and the name they sign in with. */
export interface SamplePersonnel {
  readonly signInName: string;
  readonly agent: RegisteredAgent;
}

const MINUTE_MS = 60_000;
const CREDENTIAL_ID = 'sandbox';

// The social desk answers round the clock, so that the demo's clocks run at any hour; contracts are looked at by day.
const ROUND_THE_CLOCK: BusinessHours = {
  timeZone: 'Europe/Berlin',
  week: Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }]),
  holidays: [],
};

const BY_DAY: BusinessHours = { ...ROUND_THE_CLOCK, week: Array.from({ length: 7 }, () => [{ fromMinute: 8 * 60, toMinute: 22 * 60 }]) };

const TEAMS: readonly Team[] = [
  { id: 'team-nord', name: 'Nord' },
  { id: 'team-sued', name: 'Süd / Home' },
];
const ALL_TEAMS = TEAMS.map((team) => team.id);

const SKILLS: readonly Skill[] = [
  { id: 'mobilfunk', name: { de: 'Mobilfunk', en: 'Mobile' }, kind: 'topic' },
  { id: 'festnetz', name: { de: 'Festnetz und DSL', en: 'Landline and DSL' }, kind: 'topic' },
  { id: 'tv', name: { de: 'TV', en: 'TV' }, kind: 'topic' },
  { id: 'vertrag', name: { de: 'Rechnung und Vertrag', en: 'Billing and contracts' }, kind: 'topic' },
  { id: 'technik', name: { de: 'Technik', en: 'Engineering' }, kind: 'topic' },
  { id: 'deutsch', name: { de: 'Deutsch', en: 'German' }, kind: 'language' },
  { id: 'englisch', name: { de: 'Englisch', en: 'English' }, kind: 'language' },
  { id: 'krise', name: { de: 'Krisengespräch', en: 'Crisis talk' }, kind: 'care' },
  { id: KNOWLEDGE_SKILL_ID, name: { de: 'Wissen pflegen', en: 'Keeping knowledge' }, kind: 'care' },
];

/** Who may help somebody in danger; all else as a center begins. */
const RULES = strategyRulesSchema.parse({ danger: { needs: [{ skillId: 'krise', minLevel: 2 }] } });

const BUDGET = { capacity: 600, refillPerMinute: 600 };

/** Handles on the Probeplattform, without the @. */
export const HANDLES = { german: 'musterkom_hilft', english: 'musterkom_help', tv: 'musterkom_tv', chat: 'musterkom_chat' } as const;

/** The web chat on the brand's own pages; unknown to the Probeplattform. */
export const WEB_CHAT_HANDLE = 'musterkom_web';

function account(id: string, handle: string, name: string, channel = 'sandbox'): Account {
  return { id, channel, handle, name, brand: 'Musterkom', credentialId: CREDENTIAL_ID, teamIds: ALL_TEAMS, budget: BUDGET };
}

const ACCOUNTS: readonly Account[] = [
  account('account-hilft', HANDLES.german, 'Musterkom hilft'),
  account('account-help', HANDLES.english, 'Musterkom Help'),
  account('account-tv', HANDLES.tv, 'Musterkom TV'),
  account('account-chat', HANDLES.chat, 'Musterkom Chat', 'sandbox-chat'),
  // Pages of this machine only: a demo is shown to whoever sits in front of it.
  { ...account('account-web', WEB_CHAT_HANDLE, 'Musterkom Web-Chat', 'chat'), credentialId: OWN_SESSION_CREDENTIAL, settings: { origins: ['http://127.0.0.1:*', 'http://localhost:*'] } },
];

interface QueueSketch {
  readonly id: string;
  readonly de: string;
  readonly en: string;
  readonly order: number;
  readonly needs: readonly [skillId: string, minLevel: number][];
  readonly accountIds?: readonly string[];
  readonly terms?: readonly string[];
  readonly firstMinutes?: number;
  readonly nextMinutes?: number;
  readonly solvedMinutes?: number;
  readonly hours?: BusinessHours;
}

function queue({
  id,
  de,
  en,
  order,
  needs,
  accountIds = [],
  terms = [],
  firstMinutes = 20,
  nextMinutes = 40,
  solvedMinutes = 8 * 60,
  hours = ROUND_THE_CLOCK,
}: QueueSketch): Queue {
  return {
    id,
    name: { de, en },
    teamIds: ALL_TEAMS,
    needs: needs.map(([skillId, minLevel]): SkillNeed => ({ skillId, minLevel })),
    match: { accountIds: [...accountIds], terms: [...terms] },
    order,
    priority: 0,
    targets: { firstResponseMs: firstMinutes * MINUTE_MS, nextResponseMs: nextMinutes * MINUTE_MS, resolutionMs: solvedMinutes * MINUTE_MS },
    hours,
    distribution: 'channel',
    offerMs: id === 'queue-chat' ? 30_000 : 120_000,
  };
}

// A term counts from the beginning of a word: "rechnung" also finds "Rechnungen".
const TV_TERMS = [
  'musterkom_tv',
  'tv',
  'fernseh',
  'sender',
  'programm',
  'mustertv',
  'mediathek',
  'aufnahme',
  'untertitel',
  'fernbedienung',
  'bild und ton',
  'ton und bild',
  '4k',
  'kindersicherung',
  'hd',
  'werbespot',
  'film',
];
const BILLING_TERMS = [
  'rechnung',
  'vertrag',
  'verträge',
  'kündig',
  'gekündigt',
  'sonderkündigung',
  'abbuch',
  'abgebucht',
  'mahnung',
  'lastschrift',
  'rücklastschrift',
  'gutschrift',
  'gutschein',
  'widerruf',
  'widersprech',
  'preis',
  'neukundenpreis',
  'bankverbindung',
  'iban',
  'ratenzahlung',
  'rabatt',
  'gebühr',
  'anschlussgebühr',
  'auslandsgebühren',
  'tarifwechsel',
  'ablöse',
  'entgelt',
  'auftragsbestätigung',
  'storniert',
  'storno',
];
const MOBILE_TERMS = [
  'mobil',
  'handy',
  'sim',
  'esim',
  'sms',
  'lte',
  '5g',
  'edge',
  'roaming',
  'ausland',
  'hotspot',
  'mailbox',
  'datenvolumen',
  'rufnummer',
  'puk',
  'pin',
  'funkloch',
  'empfang',
  'multicard',
  'wlan-telefonie',
  'kein netz',
];
const FIXED_TERMS = [
  'internet',
  'dsl',
  'wlan',
  'router',
  'musterbox',
  'musterdsl',
  'glasfaser',
  'festnetz',
  'leitung',
  'anschluss',
  'techniker',
  'technikertermin',
  'upload',
  'download',
  'mbit',
  'ping',
  'störung',
  'ausfall',
  'totalausfall',
  'großstörung',
  'offline',
  'ip-adresse',
  'verstärker',
  'faxgerät',
  'box',
  'umzug',
  'ziehen',
  'portfreigabe',
  'netzteil',
];

/** In the order in which they are asked; the last takes what no other wants. */
const QUEUES: readonly Queue[] = [
  queue({
    id: 'queue-chat',
    de: 'Chat',
    en: 'Chat',
    order: 5,
    needs: [['deutsch', 3]],
    accountIds: ['account-chat', 'account-web'],
    firstMinutes: 2,
    nextMinutes: 3,
  }),
  queue({ id: 'queue-english', de: 'English Desk', en: 'English desk', order: 10, needs: [['englisch', 3]], accountIds: ['account-help'] }),
  queue({
    id: 'queue-tv',
    de: 'TV',
    en: 'TV',
    order: 20,
    needs: [
      ['tv', 2],
      ['deutsch', 3],
    ],
    terms: TV_TERMS,
    firstMinutes: 40,
    nextMinutes: 60,
  }),
  queue({
    id: 'queue-vertrag',
    hours: BY_DAY,
    de: 'Rechnung & Vertrag',
    en: 'Billing & contracts',
    order: 30,
    needs: [
      ['vertrag', 3],
      ['deutsch', 3],
    ],
    terms: BILLING_TERMS,
    firstMinutes: 40,
    nextMinutes: 60,
  }),
  queue({
    id: 'queue-mobilfunk',
    de: 'Mobilfunk',
    en: 'Mobile',
    order: 40,
    needs: [
      ['mobilfunk', 2],
      ['deutsch', 3],
    ],
    terms: MOBILE_TERMS,
  }),
  queue({
    id: 'queue-festnetz',
    de: 'Festnetz & DSL',
    en: 'Landline & DSL',
    order: 50,
    needs: [
      ['festnetz', 2],
      ['deutsch', 3],
    ],
    terms: FIXED_TERMS,
  }),
  queue({ id: 'queue-allgemein', de: 'Allgemein', en: 'General', order: 90, needs: [['deutsch', 2]] }),
];

type Levels = Readonly<Record<string, number>>;
const skillLevels = (levels: Levels): SkillLevel[] => Object.entries(levels).map(([skillId, level]) => ({ skillId, level }));

function person(
  signInName: string,
  name: string,
  initials: string,
  teamId: string,
  place: 'office' | 'home',
  levels: Levels,
  role: RegisteredAgent['role'] = 'agent',
): SamplePersonnel {
  return {
    signInName,
    agent: {
      id: `agent-${signInName}`,
      name,
      initials,
      role,
      teamIds: [teamId],
      place,
      skills: skillLevels(levels),
      capacity: 100,
      disabled: false,
    },
  };
}

const PERSONNEL: readonly SamplePersonnel[] = [
  person('mira', 'Mira Albers', 'MA', 'team-nord', 'office', { mobilfunk: 5, festnetz: 3, tv: 2, vertrag: 3, deutsch: 5, englisch: 4, krise: 3 }),
  person('tjark', 'Tjark Köpke', 'TK', 'team-nord', 'office', { festnetz: 5, technik: 5, tv: 3, deutsch: 5, englisch: 2 }),
  person('yasemin', 'Yasemin Ünal', 'YU', 'team-nord', 'office', { vertrag: 5, mobilfunk: 3, deutsch: 5, englisch: 3, knowledge: 3 }),
  person('jan', 'Jan Reimers', 'JR', 'team-nord', 'office', { tv: 5, festnetz: 3, technik: 3, deutsch: 5 }),
  person('pia', 'Pia Voss', 'PV', 'team-nord', 'home', { mobilfunk: 4, vertrag: 3, deutsch: 5, englisch: 5 }),
  person('bastian', 'Bastian Ehlers', 'BE', 'team-sued', 'home', { festnetz: 4, mobilfunk: 3, technik: 2, deutsch: 5 }),
  person('sina', 'Sina Wolter', 'SW', 'team-sued', 'home', { vertrag: 4, tv: 3, deutsch: 5, englisch: 4 }),
  person('karim', 'Karim Haddad', 'KH', 'team-sued', 'home', { mobilfunk: 4, festnetz: 3, technik: 4, deutsch: 4, englisch: 5, krise: 2 }),
  person('doris', 'Doris Lamprecht', 'DL', 'team-sued', 'office', { tv: 4, vertrag: 3, deutsch: 5 }),
  person('nico', 'Nico Brandt', 'NB', 'team-sued', 'office', { mobilfunk: 2, festnetz: 1, tv: 1, deutsch: 4, englisch: 1 }),
  person(
    'heike',
    'Heike Jansen',
    'HJ',
    'team-nord',
    'office',
    { mobilfunk: 4, festnetz: 4, tv: 4, vertrag: 4, deutsch: 5, englisch: 3, krise: 4 },
    'supervisor',
  ),
  person('ralf', 'Ralf Sommer', 'RS', 'team-sued', 'home', { festnetz: 4, vertrag: 4, deutsch: 5, englisch: 3 }, 'supervisor'),
  person('ops', 'Ole Simonsen', 'OS', 'team-nord', 'office', {}, 'admin'),
];

export const SAMPLE_CENTER = { teams: TEAMS, skills: SKILLS, accounts: ACCOUNTS, queues: QUEUES, people: PERSONNEL } as const;

/** Further agents who can do everything, for load: `desk001` … Give at most 999. */
export function extraPeople(count: number): SamplePersonnel[] {
  return Array.from({ length: Math.min(count, 999) }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    const everything = Object.fromEntries(SKILLS.map((skill) => [skill.id, 3 + (index % 3)]));
    return person(
      `desk${number}`,
      `Desk ${number}`,
      number,
      index % 2 === 0 ? 'team-nord' : 'team-sued',
      index % 2 === 0 ? 'office' : 'home',
      everything,
    );
  });
}

/** What an admin would do by hand, in an order in which each finds what it names. */
export function seedCommands(people: readonly SamplePersonnel[] = PERSONNEL): Command[] {
  return [
    ...TEAMS.map((data): Command => ({ type: 'team.define', data })),
    ...SKILLS.map((data): Command => ({ type: 'skill.define', data })),
    ...ACCOUNTS.map((data): Command => ({ type: 'account.register', data })),
    ...QUEUES.map((data): Command => ({ type: 'queue.define', data })),
    ...people.map(({ agent }): Command => ({ type: 'agent.register', data: agent })),
    { type: 'strategy.apply', data: { rules: RULES, baseVersion: 0 } },
    { type: 'article.import', data: { publish: true, articles: [...SAMPLE_ARTICLES] } },
  ];
}

/** Content of the server's bootstrap file (`--bootstrap-file`); `passwordOf` gives each person's first password; `more`: what was set up since. */
export function seedBootstrap(
  passwordOf: (person: SamplePersonnel) => string,
  people: readonly SamplePersonnel[] = PERSONNEL,
  more: readonly Command[] = [],
): { commands: CommandEnvelope[]; users: { name: string; password: string; role: RegisteredAgent['role']; agentId: string }[] } {
  return {
    commands: [...seedCommands(people), ...more].map(envelopeOf),
    users: people.map((one) => ({ name: one.signInName, password: passwordOf(one), role: one.agent.role, agentId: one.agent.id ?? '' })),
  };
}

/** The brand's accounts as the Probeplattform needs them (`POST /api/v1/accounts`). */
export const PLATFORM_BRANDS: readonly {
  readonly handle: string;
  readonly displayName: string;
  readonly kind: 'brand';
  readonly followers: number;
}[] = [
  { handle: HANDLES.german, displayName: 'Musterkom hilft', kind: 'brand', followers: 48_200 },
  { handle: HANDLES.english, displayName: 'Musterkom Help', kind: 'brand', followers: 6_900 },
  { handle: HANDLES.tv, displayName: 'Musterkom TV', kind: 'brand', followers: 21_400 },
  { handle: HANDLES.chat, displayName: 'Musterkom Chat', kind: 'brand', followers: 1_200 },
];
