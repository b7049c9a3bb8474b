import { call, CallError, connectDesk, hearAll, linkStatus, noMoreEarly, on, onLinkStatus } from '../bridge/index.ts';
import { forgetAccounts, loadAccounts, putBudgets, putEnded } from '../store/accounts.ts';
import { forgetArticleDraft } from '../store/article-draft.ts';
import { forgetInserted } from '../store/articles.ts';
import { flushAllDrafts, forgetCompositions } from '../store/composer.ts';
import { useConversation } from '../store/conversation.ts';
import { forgetGuardMemory } from '../store/guard-memory.ts';
import { putConnection, putNotices, putOutbox, useDesk } from '../store/desk.ts';
import { closeConversation, openConversation, reloadConversation, takePresence, takePush } from '../store/navigation.ts';
import { settleUnsure } from '../store/replies.ts';
import { applyBulkRows, forgetBulks } from '../store/bulk.ts';
import { applyRows, items } from '../store/rows.ts';
import { forgetVisitors, takeVisitor } from '../store/visitors.ts';
import { forgetSpeakers } from '../store/speaker.ts';
import { startNotifying } from '../store/notify.ts';
import { openPlace, openWaitingPlace, readPlaceInAddress } from '../store/places.ts';
import { joinWindows } from '../store/pop-out.ts';
import { isWallWindow, popOutId } from '../store/window-role.ts';
import { watchActivity } from '../store/lock.ts';
import { followThanks, forgetReports } from '../store/reports.ts';
import { forgetWatch, putFeeds } from '../store/watch.ts';
import { useUi } from '../store/ui.ts';
import { noteQueueShown } from '../screens/desk/after-queue.ts';
import { loadRestSoon } from './use-rest.ts';
import type { RowPatch } from '../../../shared/domain/rows.ts';
import type { LockView, SessionView } from '../../../shared/ipc/index.ts';

/** Joins the stores to the desk program: listens first, then loads, so that nothing falls between. */
export function boot(): void {
  readPlaceInAddress();
  window.addEventListener('hashchange', readPlaceInAddress);
  noMoreEarly();
  connectDesk();
  if (isWallWindow) return bootWall();
  joinWindows();
  startNotifying();
  on('session', takeSession);
  on('connection', putConnection);
  on('away', ({ summary }) => useDesk.setState({ away: summary }));
  on('settings', (settings) => useDesk.setState({ settings }));
  on('rows', ({ rows, reset }) => takeRows(rows, reset));
  on('conversation', takePush);
  on('outbox', ({ entries, removed }) => putOutbox(entries, removed));
  on('presence', takePresence);
  on('visitor', takeVisitor);
  on('accounts', () => (useUi.getState().screen === 'accounts' ? void loadAccounts() : undefined));
  on('budget', ({ accounts }) => putBudgets(accounts));
  on('feeds', ({ feeds }) => putFeeds(feeds));
  on('connect', ({ attemptId, result }) => putEnded(attemptId, result));
  on('notice', (notice) => putNotices([notice]));
  on('lock', takeLock);
  on('attention', (attention) => useDesk.setState({ attention }));
  on('place', ({ place }) => (popOutId === undefined ? openPlace(place) : undefined));
  on('update', (update) => useDesk.setState({ update }));
  loadWhenUp(loadAll);
}

/** The wall's own window hears who is signed in and how things look, and nothing of customers. */
function bootWall(): void {
  on('session', (session) => useDesk.setState({ session }));
  on('connection', putConnection);
  on('settings', (settings) => useDesk.setState({ settings }));
  loadWhenUp(async () => {
    try {
      const [settings, connection, session] = await Promise.all([call('settings.get', {}), call('connection.get', {}), call('session.get', {})]);
      useDesk.setState({ settings, session });
      putConnection(connection);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
    }
  });
}

function loadWhenUp(load: () => Promise<void>): void {
  // The bridge may have said "connecting" before anyone listened.
  useDesk.setState({ link: linkStatus() });
  let up = false;
  onLinkStatus((link) => {
    useDesk.setState({ link });
    if (link.kind === 'up' && !up) void load();
    up = link.kind === 'up';
  });
  if (useDesk.getState().link.kind === 'up') {
    up = true;
    void load();
  }
}

function takeRows(rows: readonly RowPatch[], reset: boolean): void {
  applyRows(rows, reset);
  applyBulkRows(rows, reset);
}

async function loadAll(): Promise<void> {
  try {
    const [settings, connection, session, lock, attention, update] = await Promise.all([
      call('settings.get', {}),
      call('connection.get', {}),
      call('session.get', {}),
      call('lock.get', {}),
      call('attention.get', {}),
      call('update.get', {}),
    ]);
    useDesk.setState({ settings, lock, attention, update });
    putConnection(connection);
    takeSession(session);
    if (session.kind === 'signedIn' && !lock.locked) await loadDesk();
    watchActivity();
  } catch (error) {
    // A link lost meanwhile is shown and brings us here again; anything else leaves the start page with its own words.
    if (!(error instanceof CallError)) throw error;
  } finally {
    hearAll();
  }
}

let stopThanks = (): void => undefined;

/** Everything a signed-in desk shows first. */
async function loadDesk(): Promise<void> {
  const [{ rows }, { entries }, { notices }, { summary }] = await Promise.all([
    call('rows.load', {}),
    call('outbox.load', {}),
    call('notices.load', {}),
    call('away.summary', {}),
  ]);
  takeRows(rows, true);
  putOutbox(entries, [], true);
  putNotices(notices);
  useDesk.setState({ loaded: true, away: summary });
  hearAll();
  noteQueueShown();
  loadRestSoon();
  putBudgets((await call('budget.load', {})).accounts, true);
  putFeeds((await call('feeds.load', {})).feeds, true);
  stopThanks();
  stopThanks = followThanks();
  settleUnsure();
  if (popOutId !== undefined) await openConversation(popOutId);
  await reloadConversation();
  await openWaitingPlace();
}

function takeSession(session: SessionView): void {
  const before = useDesk.getState().session;
  useDesk.setState({ session });
  if (session.kind === 'signedIn') {
    items.setMe(session.agentId);
    useDesk.setState({ lost: undefined });
    // A copy opened anew may still be locked: then nothing is loaded before it is not.
    if (before?.kind === 'signedOut') void call('lock.get', {}).then(takeLock).then(() => (useDesk.getState().lock.locked ? undefined : loadDesk())).catch(() => undefined);
    return;
  }
  if (before?.kind !== 'signedIn') return;
  if (popOutId !== undefined) window.close();
  // Signing out leaves nothing behind on the screen either; whoever comes next begins at the desk.
  useUi.setState({ screen: 'desk' });
  forgetCompositions();
  clearScreen();
}

/** The conversation that was open when the screen locked: its id alone. */
let lockedAt: string | undefined;

/** Locked: what was typed last is handed in, then nothing of customers stays in this page. Own unsent words stay, unseen. Open again: all is loaded anew. */
function takeLock(lock: LockView): void {
  const { lock: before, session } = useDesk.getState();
  useDesk.setState({ lock });
  if (before.locked === lock.locked || session?.kind !== 'signedIn') return;
  if (lock.locked) {
    lockedAt = useConversation.getState().openId;
    void flushAllDrafts();
    clearScreen();
    return;
  }
  const wanted = lockedAt;
  lockedAt = undefined;
  void loadDesk()
    .then(() => (wanted === undefined ? undefined : openConversation(wanted)))
    .catch(() => undefined);
}

function clearScreen(): void {
  useUi.setState({ dialog: undefined, cursorId: undefined, toasts: [], announcement: '' });
  closeConversation();
  forgetGuardMemory();
  forgetInserted();
  forgetArticleDraft();
  forgetAccounts();
  forgetVisitors();
  takeRows([], true);
  forgetBulks();
  forgetWatch();
  stopThanks();
  forgetReports();
  forgetSpeakers();
  putOutbox([], [], true);
  useDesk.setState({ notices: [], away: null, loaded: false });
}
