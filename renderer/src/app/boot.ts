import { call, CallError, connectDesk, linkStatus, on, onLinkStatus } from '../bridge/index.ts';
import { forgetAccounts, loadAccounts, putBudgets, putEnded } from '../store/accounts.ts';
import { forgetArticleDraft } from '../store/article-draft.ts';
import { forgetInserted } from '../store/articles.ts';
import { forgetCompositions } from '../store/composer.ts';
import { forgetGuardMemory } from '../store/guard-memory.ts';
import { putConnection, putNotices, putOutbox, useDesk } from '../store/desk.ts';
import { closeConversation, reloadConversation, takePresence, takePush } from '../store/navigation.ts';
import { settleUnsure } from '../store/replies.ts';
import { applyBulkRows, forgetBulks } from '../store/bulk.ts';
import { applyRows, items } from '../store/rows.ts';
import { forgetVisitors, takeVisitor } from '../store/visitors.ts';
import { forgetSpeakers } from '../store/speaker.ts';
import { forgetWatch, putFeeds } from '../store/watch.ts';
import { useUi } from '../store/ui.ts';
import type { RowPatch } from '../../../shared/domain/rows.ts';
import type { SessionView } from '../../../shared/ipc/index.ts';

/** Joins the stores to the desk program: listens first, then loads, so that nothing falls between. */
export function boot(): void {
  connectDesk();
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
  // The bridge may have said "connecting" before anyone listened.
  useDesk.setState({ link: linkStatus() });
  let up = false;
  onLinkStatus((link) => {
    useDesk.setState({ link });
    if (link.kind === 'up' && !up) void loadAll();
    up = link.kind === 'up';
  });
  if (useDesk.getState().link.kind === 'up') {
    up = true;
    void loadAll();
  }
}

function takeRows(rows: readonly RowPatch[], reset: boolean): void {
  applyRows(rows, reset);
  applyBulkRows(rows, reset);
}

async function loadAll(): Promise<void> {
  try {
    const [settings, connection, session] = await Promise.all([
      call('settings.get', {}),
      call('connection.get', {}),
      call('session.get', {}),
    ]);
    useDesk.setState({ settings });
    putConnection(connection);
    takeSession(session);
    if (session.kind === 'signedIn') await loadDesk();
  } catch (error) {
    // A link lost meanwhile is shown and brings us here again; anything else leaves the start page with its own words.
    if (!(error instanceof CallError)) throw error;
  }
}

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
  putBudgets((await call('budget.load', {})).accounts, true);
  putFeeds((await call('feeds.load', {})).feeds, true);
  settleUnsure();
  await reloadConversation();
}

function takeSession(session: SessionView): void {
  const before = useDesk.getState().session;
  useDesk.setState({ session });
  if (session.kind === 'signedIn') {
    items.setMe(session.agentId);
    useDesk.setState({ lost: undefined });
    if (before?.kind === 'signedOut') void loadDesk().catch(() => undefined);
    return;
  }
  if (before?.kind !== 'signedIn') return;
  // Signing out leaves nothing behind on the screen either; whoever comes next begins at the desk.
  useUi.setState({ screen: 'desk', dialog: undefined, cursorId: undefined });
  closeConversation();
  forgetCompositions();
  forgetGuardMemory();
  forgetInserted();
  forgetArticleDraft();
  forgetAccounts();
  forgetVisitors();
  takeRows([], true);
  forgetBulks();
  forgetWatch();
  forgetSpeakers();
  putOutbox([], [], true);
  useDesk.setState({ notices: [], away: null, loaded: false });
}
