import type { FeedView } from '../../shared/domain/feed-view.ts';
import type { BudgetView } from '../../shared/domain/budget-view.ts';
import { DEFAULT_STRATEGY } from '../../shared/domain/strategy.ts';
import type {
  Attention,
  AwaySummary,
  BulkReader,
  ConnectionView,
  DeskSettings,
  IpcName,
  IpcPush,
  IpcRequest,
  IpcResponse,
  IpcTopic,
  Notice,
  OutboxEntry,
  SessionView,
  Unsent,
} from '../../shared/ipc/index.ts';

const AT = 1_790_000_000_000;
const entry: OutboxEntry = {
  replyId: 'r-1',
  conversationId: 'c-1',
  accountId: 'a-1',
  agentId: 'anna',
  parts: ['Guten Tag'],
  visibility: 'public',
  createdAt: AT,
  state: { kind: 'delivered', at: AT },
};
const settings: DeskSettings = { language: 'de', theme: 'system', undoMs: 8_000, place: 'office' };
const signedIn: SessionView = {
  kind: 'signedIn',
  agentId: 'anna',
  name: 'Anna Berg',
  initials: 'AB',
  role: 'agent',
  centerName: 'Linie 7',
  serverUrl: 'http://127.0.0.1:1',
  limitations: [],
};
const attention: Attention = { mine: 2, offers: 1, failed: 0, unclear: 0, unsent: 1, onShift: true, closedCopy: false };
const notice: Notice = { id: 'n-1', at: AT, kind: 'replySent', conversationId: 'c-1' };
const away: AwaySummary = {
  since: AT,
  until: AT + 600_000,
  absences: 1,
  counts: { newItems: 1, newMessages: 0, takenAway: 0, answeredByOthers: 0, deleted: 0, repliesSent: 0, repliesBecameDraft: 0, repliesUnclear: 0 },
  items: [{ kind: 'newItem', conversationId: 'c-1', contactName: 'Jo Zander', at: AT, count: 1 }],
};
const unsent: Unsent = {
  replies: [{ ...entry, contactName: 'Jo Zander' }],
  drafts: [{ conversationId: 'c-1', contactName: 'Jo Zander', text: 'Guten', savedAt: AT }],
  commands: [{ type: 'note.add', conversationId: 'c-1', contactName: 'Jo Zander', at: AT }],
};
const DESK = '0123456789abcdef0123456789abcdef';
const NUMBER = '12345 23456 34567 45678 56789 67890';
const feed: FeedView = { accountId: 'a-1', state: 'waiting', since: AT, lastSuccessAt: AT, lastMessageAt: AT, lagMs: 1_200, code: 'PLATFORM_UNREACHABLE', detail: 'no line', nextTryAt: AT, silentSince: AT };
const budget: BudgetView = { accountId: 'a-1', lines: [{ action: 'post', left: 0, max: 100, windowMs: 900_000, nextAt: AT, waiting: 2, people: 1, fromPlatform: false }] };
const reader: BulkReader = {
  member: { conversationId: 'c-1', bulkId: 'b-1', agentId: 'anna', workItemId: 'w-1', state: 'proposed', at: AT },
  accountId: 'a-1',
  channel: 'sandbox',
  visibility: 'public',
  name: 'Jo Zander',
  handle: 'jo',
  addressForm: 'du',
  text: 'Wann geht das Internet wieder?',
  throughMessageId: 'm-1',
  lastInboundAt: AT,
  flags: ['outage'],
  sentiment: 'negative',
  draft: { text: 'Hallo', isOwn: true },
};
const online: ConnectionView = { kind: 'online', latencyMs: 4, since: AT };

/** A request that fits and an answer that fits, for every call of the contract. */
export const SAMPLES: { readonly [N in IpcName]: { readonly request: IpcRequest<N>; readonly response: IpcResponse<N> } } = {
  'bulk.members': { request: { bulkId: 'b-1' }, response: { readers: [reader], sendsHere: true } },
  'bulk.confirm': { request: { bulkId: 'b-1', variants: [{ conversationId: 'c-1', text: 'Hallo Jo!', throughMessageId: 'm-1', edited: false }] }, response: { status: 'accepted', result: { confirmed: 1 } } },
  'bulk.handOut': { request: { bulkId: 'b-1', variants: [{ conversationId: 'c-1', text: 'Hallo Jo!' }] }, response: { status: 'accepted' } },
  'bulk.end': { request: { bulkId: 'b-1', conversationIds: ['c-1'] }, response: { status: 'accepted' } },
  'session.get': { request: {}, response: signedIn },
  'session.signIn': { request: { serverUrl: 'http://127.0.0.1:1', name: 'anna', password: 'a long password' }, response: signedIn },
  'session.signOut': { request: { discardUnsent: false }, response: { signedOut: true, unsent } },
  'session.unsent': { request: {}, response: unsent },
  'storage.get': { request: {}, response: { storage: { keptBy: 'passphrase', durable: true, bytes: 2_400_000, conversations: 40, closed: 31 } } },
  'storage.unlock': { request: { passphrase: 'ten or more letters' }, response: signedIn },
  'storage.setPassphrase': { request: { passphrase: 'ten or more letters' }, response: signedIn },
  'storage.retry': { request: {}, response: signedIn },
  'storage.discard': { request: {}, response: { kind: 'signedOut', serverUrl: 'http://127.0.0.1:1', limitations: [], door: 'keychain' } },
  'connection.get': { request: {}, response: online },
  'settings.get': { request: {}, response: settings },
  'settings.set': { request: { theme: 'dark' }, response: settings },
  'rows.load': { request: {}, response: { rows: [{ kind: 'skill', id: 'gone', seq: 2, value: null }] } },
  'conversation.open': {
    request: { conversationId: 'c-1' },
    response: { conversationId: 'c-1', held: 'held', entities: [], bodies: { b1: 'Hallo' }, outbox: [entry], draft: null },
  },
  'conversation.close': { request: { conversationId: 'c-1' }, response: {} },
  'conversation.presence': { request: { conversationId: 'c-1', typing: true }, response: {} },
  'workItem.why': {
    request: { workItemId: 'w-1' },
    response: {
      workItemId: 'w-1',
      asOf: AT,
      state: 'assigned',
      distribution: 'assign',
      kind: 'async',
      queueId: 'mobile',
      priority: 0,
      cost: 10,
      needs: [{ skillId: 'tv', minLevel: 2 }],
      rings: { open: 0, of: 1, nextAt: AT + 60_000 },
      dueAt: AT + 600_000,
      late: false,
      waitedMs: 1_000,
      owner: { agentId: 'anna', since: AT, reason: { by: 'router', pick: 'deadline', waitedMs: 900 } },
      people: 2,
      able: 1,
      excluded: [{ rule: 'R1', because: 'skill', people: 1 }],
      scope: 'own',
      candidates: [
        {
          agentId: 'anna',
          excluded: [],
          scores: { lastAgent: false, loadStep: 1, used: 10, capacity: 100, proficiency: 3, fit: 3, otherSkills: 1, restingSince: AT },
        },
      ],
      strategyVersion: 0,
    },
  },
  'strategy.dryRun': {
    request: { rules: DEFAULT_STRATEGY },
    response: {
      asOf: AT,
      baseVersion: 0,
      diff: [{ path: 'shift.perHour', from: '40', to: '25' }],
      waiting: 1,
      changed: [
        {
          workItemId: 'w-1',
          conversationId: 'c-1',
          queueId: 'mobile',
          priority: 0,
          dueAt: AT,
          before: { kind: 'assigned', agentId: 'anna', reason: { by: 'router' } },
          after: { kind: 'waits', excluded: [{ rule: 'R8', because: 'shiftStart', people: 1 }] },
        },
      ],
      changedCount: 1,
      returned: { before: 0, after: 0 },
      people: [{ agentId: 'anna', before: 1, after: 0 }],
      placed: { before: 1, after: 0 },
    },
  },
  'contact.history': { request: { conversationId: 'c-1' }, response: { items: [], partial: false } },
  'command.run': { request: { command: { type: 'workItem.take', v: 1, data: { workItemId: 'w-1' } } }, response: { status: 'accepted' } },
  'contact.timeline': {
    request: { conversationId: 'c-1', before: { at: AT, id: 'm-2' } },
    response: {
      parts: [{ contactId: 'p-1', displayName: 'Jo', identities: [{ channel: 'sandbox', remoteId: '7', handle: 'jo', displayName: 'Jo' }], conversations: 2 }],
      entries: [{ kind: 'said', id: 'm-1', at: AT, conversationId: 'c-1', contactId: 'p-1', channel: 'sandbox', direction: 'in', visibility: 'public', text: 'Hallo', isCut: false }],
      next: { at: AT, id: 'm-1' },
      unseen: 1,
      partial: false,
    },
  },
  'contact.likelySame': {
    request: { conversationId: 'c-1', called: 'Jo Roth' },
    response: { people: [{ contactId: 'p-2', displayName: 'Jo Roth', identities: [], conversations: 1, because: ['asked'], consent: 'given' }], tooMany: false },
  },
  'reply.send': {
    request: { conversationId: 'c-1', text: 'Guten Tag', visibility: 'public', followUp: false, then: { kind: 'wait' } },
    response: { status: 'queued', entry },
  },
  'reply.undo': { request: { replyId: 'r-1' }, response: { undone: true } },
  'reply.setExecutor': { request: { replyId: 'r-1', executor: 'headless' }, response: { entry: { ...entry, schedule: { sendAt: AT, executor: 'headless' } } } },
  'reply.settle': { request: { replyId: 'r-1', decision: 'found' }, response: { entry } },
  'reply.retry': { request: { replyId: 'r-1' }, response: { entry: null } },
  'outbox.load': { request: {}, response: { entries: [entry] } },
  'draft.addFile': {
    request: { conversationId: 'c-1', visibility: 'private', uploadId: 'upload-1', name: 'a.txt', mediaType: 'text/plain', bytes: 3, offset: 0, base64: 'YWJj' },
    response: { file: { digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', name: 'a.txt', mediaType: 'text/plain', bytes: 3 } },
  },
  'draft.save': { request: { conversationId: 'c-1', draft: { text: 'Guten', visibility: 'public' } }, response: {} },
  'search.run': { request: { text: 'Karte', limit: 20 }, response: { hits: [] } },
  'away.summary': { request: {}, response: { summary: away } },
  'away.seen': { request: {}, response: {} },
  'guards.memory': { request: { contactId: 'c-1' }, response: { closed: ['stock'] } },
  'guards.close': { request: { contactId: 'c-1', guard: 'language', closed: true }, response: { closed: ['language'] } },
  'guards.alike': { request: { conversationId: 'c-1', text: 'Guten Tag' }, response: { conversations: 2 } },
  'notices.load': { request: {}, response: { notices: [notice] } },
  'notices.seen': { request: { ids: ['n-1'] }, response: {} },
  'credentials.list': {
    request: {},
    response: { credentials: [{ credentialId: 'cr-1', channels: [], accounts: [], present: true, storedIn: 'keychain', status: 'ok' }] },
  },
  'credentials.set': { request: { credentialId: 'cr-1', value: 'secret' }, response: { ok: true, detail: '' } },
  'credentials.delete': { request: { credentialId: 'cr-1' }, response: {} },
  'account.connect': { request: { accountId: 'a-1', values: { url: 'https://platform.example' } }, response: { status: 'signIn', attemptId: 't-1', url: 'https://platform.example/authorize?state=1', opened: true } },
  'account.cancelConnect': { request: { attemptId: 't-1' }, response: {} },
  'account.test': { request: { accountId: 'a-1' }, response: { ok: true, detail: 'brand' } },
  'custody.get': {
    request: {},
    response: {
      number: NUMBER,
      credentials: [{ credentialId: 'cr-1', mayHandOver: true, expiresAt: AT, unshared: false, ended: false, rotateSince: AT, desks: [{ deskId: DESK, agentId: 'ben', name: 'Ben', number: NUMBER, trust: 'unknown', hasLatest: false, seenAt: AT }], revoked: ['cem'], waitsFrom: { name: 'Ada', number: NUMBER, changed: false } }],
    },
  },
  'custody.handOver': { request: { credentialId: 'cr-1', deskId: DESK }, response: {} },
  'custody.accept': { request: { credentialId: 'cr-1' }, response: {} },
  'custody.revoke': { request: { credentialId: 'cr-1', agentId: 'ben', revoked: true }, response: {} },
  'budget.load': { request: {}, response: { accounts: [budget] } },
  'feeds.load': { request: {}, response: { feeds: [feed] } },
  'report.load': { request: { kind: 'terms', from: 0 }, response: { kind: 'terms', terms: [{ brand: 'Musterkom', group: 'netz', term: 'kein Netz', hits: 12, triaged: 10, noise: 8, relevant: 2, approached: 1, answered: 1, resolved: 1, leftAlone: 0, isNoisy: true }] } },
  'message.putRight': { request: { messageId: 'm1', reason: 'mistake', to: { kind: 'correct', text: 'Um 14 Uhr.' } }, response: { outcome: 'done' } },
  'message.content': { request: { messageId: 'm1', ref: 'r1', as: 'html' }, response: { kind: 'html', html: '<p>x</p>' } },
  'link.open': { request: { url: 'https://example.org/' }, response: { opened: true } },
  'lock.get': { request: {}, response: { locked: false, ways: [] } },
  'lock.now': { request: { because: 'person' }, response: { locked: true, because: 'person', sinceAt: AT, ways: ['password'] } },
  'lock.active': { request: { idleMs: 0 }, response: {} },
  'lock.unlock': { request: { by: 'password', secret: 'probe' }, response: { locked: false, ways: [] } },
  'attention.get': { request: {}, response: attention },
  'window.open': { request: { kind: 'conversation', conversationId: 'c-1' }, response: { opened: true } },
  'place.take': { request: {}, response: { place: { kind: 'screen', screen: 'desk' } } },
  'update.get': { request: {}, response: { kind: 'none' } },
  'update.install': { request: {}, response: { kind: 'ready', version: '1.2.3', waitsFor: ['unclear'] } },
};

/** A push that fits, for every topic. */
export const PUSHES: { readonly [T in IpcTopic]: IpcPush<T> } = {
  session: signedIn,
  connection: online,
  settings,
  rows: { reset: false, rows: [{ kind: 'skill', id: 'gone', seq: 2, value: null }] },
  conversation: { conversationId: 'c-1', held: 'held', reset: false, entities: [], bodies: { b1: 'Hallo' }, forget: ['b0'] },
  outbox: { entries: [entry], removed: [] },
  presence: { conversationId: 'c-1', agentId: 'ben', typing: true, here: true },
  visitor: { conversationId: 'c-1', here: true, typing: true, seenSeq: 12, over: false, page: 'https://www.example.org/hilfe', lang: 'de' },
  notice,
  accounts: {},
  budget: { accounts: [budget] },
  feeds: { feeds: [feed] },
  connect: { attemptId: 't-1', result: { status: 'connected', as: 'brand' } },
  away: { summary: away },
  lock: { locked: true, because: 'idle', sinceAt: AT, ways: ['password'], waitUntilAt: AT },
  attention,
  place: { place: { kind: 'conversation', conversationId: 'c-1' } },
  update: { kind: 'ready', version: '1.2.3', waitsFor: ['shift'] },
};
