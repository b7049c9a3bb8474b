// Which case of the shared suite runs on which channel, and why not where it does not. The suite holds what it ran against this, and docs/channels-contract.md is made of it.
import { CHANNELS, type ChannelDescriptor } from '../../shared/channels/index.ts';
import type { Visibility } from '../../shared/domain/channel.ts';

export type ChannelFault = 'answerLost' | 'requestLost' | 'rateLimited' | 'credentialExpired';

/** What the platform of a suite can do besides what its descriptor says. */
export interface PlatformFacts {
  readonly against: string;
  /** Under which customers write to the brand, the usual one first. */
  readonly hears: readonly Visibility[];
  readonly edits: readonly Visibility[];
  readonly deletions: readonly Visibility[];
  readonly faults: readonly ChannelFault[];
  /** A post shows the key it was made with, though a repeat is a second one: nothing else can be taken for it. */
  readonly showsKey?: true;
}

const ALL: readonly ChannelFault[] = ['answerLost', 'requestLost', 'rateLimited', 'credentialExpired'];
const BOTH: readonly Visibility[] = ['public', 'private'];
const PUBLIC: readonly Visibility[] = ['public'];
const PRIVATE: readonly Visibility[] = ['private'];

export const PLATFORM_FACTS: Readonly<Record<string, PlatformFacts>> = {
  sandbox: { against: 'the Probeplattform itself', hears: BOTH, edits: BOTH, deletions: BOTH, faults: ALL },
  'sandbox-chat': { against: 'the Probeplattform itself', hears: PRIVATE, edits: PRIVATE, deletions: PRIVATE, faults: ALL, showsKey: true },
  chat: { against: 'our own server, real sockets', hears: PRIVATE, edits: [], deletions: [], faults: ['answerLost', 'requestLost'] },
  mail: { against: 'real Postfix and Dovecot', hears: PRIVATE, edits: [], deletions: [], faults: ALL },
  x: { against: 'a peer of its documents', hears: BOTH, edits: PUBLIC, deletions: PUBLIC, faults: ALL },
  facebook: { against: 'a peer of its documents', hears: PUBLIC, edits: PUBLIC, deletions: PUBLIC, faults: ALL },
  messenger: { against: 'a peer of its documents', hears: PRIVATE, edits: PRIVATE, deletions: PRIVATE, faults: ALL },
  instagram: { against: 'a peer of its documents', hears: BOTH, edits: PRIVATE, deletions: PRIVATE, faults: ALL },
  bluesky: { against: 'the real server; messages: a peer behind it', hears: BOTH, edits: PUBLIC, deletions: BOTH, faults: ALL },
  mastodon: { against: 'a peer of its documents', hears: BOTH, edits: PUBLIC, deletions: BOTH, faults: ALL },
};

interface Axis {
  readonly id: string;
  readonly title: string;
  /** Under which visibilities it runs; a text: why it does not. */
  readonly on: (channel: ChannelDescriptor, facts: PlatformFacts) => readonly Visibility[] | string;
}

const hears: Axis['on'] = (_channel, facts) => facts.hears;
const SENT_STAYS = 'what is sent stays';

export const AXES: readonly Axis[] = [
  { id: 'receive', title: 'receive', on: hears },
  { id: 'thread', title: 'thread', on: (_channel, { hears: [usual] }) => (usual === undefined ? [] : [usual]) },
  { id: 'many', title: 'thread of several people', on: (channel, { hears: [usual] }) => (channel.threadsOfMany && usual !== undefined ? [usual] : 'talks of two') },
  { id: 'duplicate', title: 'duplicate delivery', on: hears },
  { id: 'edit', title: 'edit', on: (_channel, { edits }) => (edits.length > 0 ? edits : 'nobody tells of them') },
  { id: 'deletion', title: 'deletion', on: (_channel, { deletions }) => (deletions.length > 0 ? deletions : 'nobody tells of them') },
  { id: 'reply', title: 'reply', on: hears },
  { id: 'privateReply', title: 'private reply to a public post', on: ({ visibilities }) => (visibilities.length === 2 ? PRIVATE : `${visibilities[0] ?? ''} only`) },
  { id: 'once', title: 'once only', on: ({ oneShotPrivateReply }) => (oneShotPrivateReply === undefined ? 'as often as wanted' : PRIVATE) },
  { id: 'unknown', title: 'unknown outcome', on: hears },
  { id: 'reconcile', title: 'reconcile', on: hears },
  { id: 'requestLost', title: 'lost request', on: hears },
  { id: 'rateLimit', title: 'rate limit', on: (_channel, facts) => (facts.faults.includes('rateLimited') ? facts.hears : 'none of the platform’s') },
  { id: 'expiry', title: 'expired credential', on: ({ credential }, facts) => (credential.kind === 'none' ? 'none besides the desk’s own' : facts.hears) },
  {
    id: 'files',
    title: 'files, lost upload',
    on: ({ media, credential }, facts) => {
      const taking = facts.hears.filter((visibility) => media?.[visibility] !== undefined);
      return credential.kind === 'none' ? 'kept before leave is given (FILE-5)' : taking.length > 0 ? taking : 'words alone';
    },
  },
  { id: 'correct', title: 'correct our own', on: ({ canEdit }, { hears: [usual] }) => (canEdit && usual !== undefined ? [usual] : SENT_STAYS) },
  { id: 'remove', title: 'delete our own', on: ({ canDelete }, { hears: [usual] }) => (canDelete && usual !== undefined ? [usual] : SENT_STAYS) },
];

/** Every case with its visibilities that has to run on this channel, as "axis visibility". */
export function expectedCases(channel: ChannelDescriptor): string[] {
  const facts = PLATFORM_FACTS[channel.name];
  if (facts === undefined) throw new Error(`no platform stands for ${channel.name}`);
  return AXES.flatMap(({ id, on }) => {
    const where = on(channel, facts);
    return typeof where === 'string' ? [] : where.map((visibility) => `${id} ${visibility}`);
  }).sort();
}

/** The page of docs. */
export function contractPage(): string {
  const channels = [...CHANNELS.values()];
  const notes: string[] = [];
  const cell = (axis: Axis, channel: ChannelDescriptor): string => {
    const facts = PLATFORM_FACTS[channel.name];
    const where = facts === undefined ? 'no platform' : axis.on(channel, facts);
    if (typeof where !== 'string') return where.join(', ');
    if (!notes.includes(where)) notes.push(where);
    return `– (${notes.indexOf(where) + 1})`;
  };
  const rows = channels.map((channel) => `| ${channel.label.en} | ${PLATFORM_FACTS[channel.name]?.against ?? ''} | ${AXES.map((axis) => cell(axis, channel)).join(' | ')} |`);
  return [
    '# Which case of the shared suite runs where',
    '',
    '<!-- Made of tests/support/channel-axes.ts: LEITSTAND_UPDATE_AXES=1 npx vitest run tests/contract/channel-axes.test.ts -->',
    '',
    'Every channel runs `tests/contract/channel.suite.ts` against a platform. A cell names under which visibilities the case runs; where it does not, the platform has no such thing, and the note says so. At its end the suite',
    'compares what really ran with this table (CHAN-16): a case that is left out, or runs without standing here, fails.',
    '',
    `| channel | against | ${AXES.map(({ title }) => title).join(' | ')} |`,
    `|---|---|${AXES.map(() => '---').join('|')}|`,
    ...rows,
    '',
    ...notes.map((note, i) => `${i + 1}. ${note}`),
    '',
    'Call-backs by telephone are spoken by a person: nothing is sent, and there is no platform to hold them to. What is particular to a channel beyond this is held by its own files (`channel-*.test.ts`, `tests/integration/*-connector.test.ts`).',
    '',
  ].join('\n');
}
