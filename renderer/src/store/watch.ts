import { create } from 'zustand';
import type { FeedView } from '../../../shared/domain/feed-view.ts';
import { searchTermsListSchema, termsDiff, type SearchTerms } from '../../../shared/domain/search-terms.ts';
import type { RatingCount, TermCount } from '../../../shared/domain/term-report.ts';
import { call } from '../bridge/index.ts';
import { askCommand } from './commands.ts';
import { currentTexts, showFailure } from './errors.ts';
import { useCenter } from './rows.ts';
import { announce, showToast } from './ui.ts';

export interface TermsDraft {
  readonly terms: readonly SearchTerms[];
  /** The version the changes start from. */
  readonly baseVersion: number;
}

export interface WatchState {
  /** What a lead changes in a brand's terms, before it holds. */
  readonly drafts: ReadonlyMap<string, TermsDraft>;
  readonly counts: readonly TermCount[];
  readonly ratings: readonly RatingCount[];
  /** Counted from here on, ms; how many days back. */
  readonly days: number;
  readonly feeds: ReadonlyMap<string, FeedView>;
  readonly busy: boolean;
}

const NOTHING: WatchState = { drafts: new Map(), counts: [], ratings: [], days: 30, feeds: new Map(), busy: false };
const DAY_MS = 86_400_000;
export const useWatch = create<WatchState>(() => NOTHING);

const inForce = (brand: string): { terms: readonly SearchTerms[]; version: number } => useCenter.getState().searchBooks.get(brand) ?? { terms: [], version: 0 };

/** A change by the person. What ends up as it was is no change. */
export function changeTerms(brand: string, change: (terms: readonly SearchTerms[]) => readonly SearchTerms[]): void {
  const now = inForce(brand);
  const known = useWatch.getState().drafts.get(brand);
  const terms = change(known?.terms ?? now.terms);
  setDraft(brand, termsDiff(now.terms, terms).length === 0 ? undefined : { terms, baseVersion: known?.baseVersion ?? now.version });
}

export const dropTerms = (brand: string): void => setDraft(brand, undefined);

function setDraft(brand: string, draft: TermsDraft | undefined): void {
  const drafts = new Map(useWatch.getState().drafts);
  if (draft === undefined) drafts.delete(brand);
  else drafts.set(brand, draft);
  useWatch.setState({ drafts });
}

/** Looked for from now on; refused when somebody else was quicker or a platform has no room for it. */
export async function applyTerms(brand: string): Promise<void> {
  const draft = useWatch.getState().drafts.get(brand);
  const terms = searchTermsListSchema.safeParse(draft?.terms);
  if (draft === undefined || !terms.success) return showToast({ tone: 'error', text: currentTexts().t('terms.unfit') });
  useWatch.setState({ busy: true });
  const { status } = await askCommand({ type: 'terms.change', data: { brand, terms: terms.data, baseVersion: draft.baseVersion } });
  useWatch.setState({ busy: false });
  if (status === 'accepted') {
    dropTerms(brand);
    announce(currentTexts().t('terms.applied', brand));
  }
}

export async function undoTerms(brand: string, version: number): Promise<void> {
  useWatch.setState({ busy: true });
  await askCommand({ type: 'terms.undo', data: { brand, version } });
  useWatch.setState({ busy: false });
}

export async function loadWatch(days = useWatch.getState().days): Promise<void> {
  useWatch.setState({ days });
  const from = Math.max(0, Date.now() - days * DAY_MS);
  try {
    const [terms, ratings] = await Promise.all([call('report.load', { kind: 'terms', from }), call('report.load', { kind: 'ratings', from })]);
    useWatch.setState({ counts: terms.kind === 'terms' ? terms.terms : [], ratings: ratings.kind === 'ratings' ? ratings.ratings : [] });
  } catch (error) {
    showFailure(error);
  }
}

/** How feeds do; one that has fallen silent is said once. */
export function putFeeds(views: readonly FeedView[], reset = false): void {
  const before = useWatch.getState().feeds;
  const feeds = new Map(reset ? [] : before);
  for (const view of views) {
    feeds.set(view.accountId, view);
    if (view.silentSince === undefined || before.get(view.accountId)?.silentSince !== undefined) continue;
    const { t } = currentTexts();
    const text = t('feed.silent', useCenter.getState().accounts.get(view.accountId)?.name ?? view.accountId);
    showToast({ tone: 'error', text });
    announce(text);
  }
  useWatch.setState({ feeds });
}

export function forgetWatch(): void {
  useWatch.setState(NOTHING);
}
