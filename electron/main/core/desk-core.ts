import type { IpcPush, IpcTopic } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { search } from '../sync/search.ts';
import { AccountCalls } from './account-calls.ts';
import { AttentionCount } from './attention.ts';
import { BrowserSignIn } from './browser-sign-in.ts';
import { bulkReaders, confirmBulk, endBulk, handOutBulk } from './bulk-calls.ts';
import { Credentials } from './credentials.ts';
import { timelineOf } from './timeline.ts';
import { askServer } from './ask-server.ts';
import type { DeskCoreDeps } from './desk-deps.ts';
import { DeskLock } from './desk-lock.ts';
import { DeskSession } from './desk-session.ts';
import { desktopHandlers, guarded } from './desktop-calls.ts';
import { FilePieces } from './file-pieces.ts';
import type { DeskCore, DeskHandlers } from './port.ts';
import { ProfileFile } from './profile-file.ts';
import { putRight } from './put-right.ts';
import { retryReply, sendReply, setExecutor, settleReply, undoReply } from './reply-calls.ts';
import { makeInvitation } from './invitation.ts';
import { runCommand } from './run-command.ts';
import { WallFigures } from './wall-figures.ts';
import { settleOther } from './settle-other.ts';

type Listener = <T extends IpcTopic>(topic: T, payload: IpcPush<T>) => void;

/**
 * The desktop core: all a screen can ask for, over the local copy, the server and the platforms. Resolves as soon as the local copy can be
 * shown; the network is not waited for. Never rejects for a copy that cannot be opened: `session.get` then says why.
 */
export async function createDeskCore(deps: DeskCoreDeps): Promise<DeskCore> {
  const listeners = new Set<Listener>();
  const tell: Listener = (topic, payload) => {
    for (const listener of listeners) {
      try {
        listener(topic, payload);
      } catch (error) {
        deps.log.error({ topic, error: error instanceof Error ? error.message : String(error) }, 'a listener failed');
      }
    }
  };
  const profile = new ProfileFile(deps.dataDir, deps.defaultSettings);
  const emit: Listener = (topic, payload) => {
    attention.heard(topic, payload);
    wall.heard(topic, payload);
    if (!lock.holdsBack(topic)) tell(topic, payload);
  };
  const session = new DeskSession(deps, profile, emit);
  const lock = new DeskLock({ deps, file: profile, desk: () => session.desk, emit: tell });
  const attention = new AttentionCount({
    timers: deps.timers,
    desk: () => session.desk,
    me: () => {
      const view = session.view();
      return view.kind === 'signedIn' ? view.agentId : undefined;
    },
    hasCopy: () => profile.get().profileId !== undefined,
    tell: (numbers) => tell('attention', numbers),
  });
  deps.desktop?.onWord(tell);
  const wall = new WallFigures({
    clock: deps.clock,
    desk: () => session.desk,
    isLead: () => {
      const view = session.view();
      return view.kind === 'signedIn' && view.role !== 'agent';
    },
  });
  const credentials = new Credentials(deps, session);
  await session.resume();
  return {
    handlers: guarded(handlersOf(deps, { profile, session, credentials, lock, attention, wall, accounts: new AccountCalls(deps, session, emit, (credentialId, as) => credentials.checked(credentialId, as)), emit }), lock),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      lock.close();
      attention.close();
      return session.close();
    },
  };
}

interface Parts {
  readonly profile: ProfileFile;
  readonly session: DeskSession;
  readonly credentials: Credentials;
  readonly accounts: AccountCalls;
  readonly lock: DeskLock;
  readonly attention: AttentionCount;
  readonly wall: WallFigures;
  readonly emit: Listener;
}

function handlersOf(deps: DeskCoreDeps, { profile, session, credentials, accounts, lock, attention, wall, emit }: Parts): DeskHandlers {
  const pieces = new FilePieces();
  const browser = new BrowserSignIn(deps, (given, prove) => session.signIn(given, prove));
  const sync = (): ReturnType<DeskSession['mustDesk']>['sync'] => session.mustDesk().sync;
  return {
    'session.get': async () => session.view(),
    'session.signIn': async (given) => {
      const view = await session.signIn(given, (auth) => auth.signIn(given), () => given.name);
      if (view.kind !== 'signedIn') return view;
      await lock.learn(given.password);
      lock.open();
      return view;
    },
    'session.redeem': async (given) => {
      const view = await session.signIn(given, (auth) => auth.redeem(given), ({ identity }) => identity.name);
      if (view.kind !== 'signedIn') return view;
      await lock.learn(given.password);
      lock.open();
      return view;
    },
    'invitation.make': (request) => makeInvitation(sync(), request),
    'session.methods': (request) => browser.methods(request),
    'session.beginBrowser': (request) => browser.begin(request),
    'session.finishBrowser': async (request) => {
      const view = await browser.finish(request);
      if (view.kind === 'signedIn') lock.open();
      return view;
    },
    'session.cancelBrowser': async ({ attemptId }) => {
      browser.cancel(attemptId);
      return {};
    },
    'session.signOut': (request) => session.signOut(request),
    'session.unsent': async () => session.unsent(),
    'storage.get': async () => ({ storage: session.storage.look() ?? null }),
    'storage.unlock': async ({ passphrase }) => {
      const view = await session.storage.unlock(passphrase);
      if (view.kind === 'signedIn') lock.open();
      return view;
    },
    'storage.setPassphrase': ({ passphrase }) => session.storage.setPassphrase(passphrase),
    'storage.retry': () => session.storage.retry(),
    'storage.discard': () => session.storage.discard(),
    'connection.get': async () =>
      session.desk?.sync.connection() ?? { kind: 'offline', since: deps.clock.now(), reason: 'signed out', code: 'SIGNED_OUT' },
    'settings.get': async () => profile.settings(),
    'settings.set': async (change) => {
      profile.change({ settings: { ...profile.get().settings, ...change } });
      emit('settings', profile.settings());
      if (change.keepDays !== undefined || change.keepMegabytes !== undefined) session.desk?.sync.retention.prune();
      return profile.settings();
    },
    'rows.load': async () => ({ rows: session.desk?.sync.rows() ?? [] }),
    'conversation.open': ({ conversationId }) => sync().conversations.open(conversationId),
    'conversation.close': async ({ conversationId }) => {
      session.desk?.sync.conversations.close(conversationId);
      return {};
    },
    'conversation.presence': async (presence) => {
      if (session.desk?.sync.online === true) void sync().link.up('presence', presence);
      return {};
    },
    'contact.history': async ({ conversationId }) => {
      const desk = sync();
      const answer = desk.online ? await desk.link.up('contactHistory', { conversationId }) : { kind: 'cut' as const };
      return answer.kind === 'ok'
        ? { items: answer.value.items, partial: false }
        : { items: desk.view.knownHistory(conversationId), partial: true };
    },
    'contact.timeline': (request) => timelineOf(sync(), request),
    'contact.likelySame': (request) => askServer(sync(), 'likelySame', request),
    'workItem.why': ({ workItemId }) => askServer(sync(), 'why', { workItemId }),
    'strategy.dryRun': ({ rules }) => askServer(sync(), 'dryRunStrategy', { rules }),
    'command.run': ({ command }) => runCommand(sync(), command),
    'reply.send': async (request) =>
      sendReply({ sync: sync(), durable: session.mustDesk().durable, undoMs: () => profile.settings().undoMs }, request),
    'reply.undo': async ({ replyId }) => undoReply(sync(), replyId),
    'reply.setExecutor': async (request) => setExecutor(sync(), request),
    'reply.settle': async (request) => (sync().book.get(request.replyId) === undefined ? settleOther(sync(), request) : settleReply(sync(), request)),
    'reply.retry': async ({ replyId }) => retryReply(sync(), replyId),
    'message.putRight': (request) => putRight(sync(), request),
    'outbox.load': async () => ({ entries: session.desk?.sync.screen.entries() ?? [] }),
    'bulk.members': async ({ bulkId }) => bulkReaders(sync(), bulkId),
    'bulk.confirm': (request) => confirmBulk(sync(), request),
    'bulk.handOut': (request) => handOutBulk(sync(), request),
    'bulk.end': (request) => endBulk(sync(), request),
    'draft.save': async ({ conversationId, draft }) => {
      sync().drafts.save(conversationId, draft);
      return {};
    },
    'draft.addFile': async (piece) => pieces.take(sync(), piece),
    'guards.memory': async ({ contactId }) => ({ closed: sync().guards.closedFor(contactId) }),
    'guards.close': async ({ contactId, guard, closed }) => ({ closed: sync().guards.close(contactId, guard, closed) }),
    'guards.alike': async ({ conversationId, text }) => ({ conversations: sync().guards.alike(conversationId, text) }),
    'search.run': async (request) => search(sync().base, sync().view, request),
    'away.summary': async () => ({ summary: session.desk?.sync.away.summary() ?? null }),
    'away.seen': async () => {
      session.desk?.sync.away.seen();
      return {};
    },
    'notices.load': async () => ({ notices: session.desk?.sync.notices.unseen() ?? [] }),
    'notices.seen': async ({ ids }) => {
      session.desk?.sync.notices.seen(ids);
      return {};
    },
    'credentials.list': async () => ({ credentials: await credentials.list() }),
    'credentials.set': ({ credentialId, value }) => credentials.set(credentialId, value),
    'credentials.delete': async ({ credentialId }) => {
      await credentials.delete(credentialId);
      return {};
    },
    'account.connect': (request) => accounts.connect(request),
    'account.cancelConnect': async ({ attemptId }) => {
      accounts.cancel(attemptId);
      return {};
    },
    'account.test': ({ accountId }) => accounts.test(accountId),
    'custody.get': () => accounts.custody(),
    'custody.handOver': (request) => accounts.handOver(request),
    'custody.accept': ({ credentialId }) => accounts.accept(credentialId),
    'custody.revoke': (request) => accounts.revoke(request),
    'budget.load': async () => ({ accounts: session.desk?.words.budgets() ?? [] }),
    'feeds.load': async () => ({ feeds: session.desk?.words.feeds() ?? [] }),
    'report.load': (request) => askServer(sync(), 'leadReport', request),
    'message.content': (request) => session.content(request),
    'wall.get': () => wall.view(),
    ...desktopHandlers(lock, attention, deps.desktop),
    'link.open': async ({ url }) => ({ opened: (await deps.openLink?.(checkedLink(url))) ?? false }),
  };
}

/** https and mailto only, in the form the browser will see. Throws INPUT_INVALID. */
function checkedLink(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'mailto:') || url.username !== '' || url.password !== '')
    throw new CodedError('INPUT_INVALID', { field: 'url', detail: 'Only https and mailto addresses are opened.' });
  return url.href;
}
