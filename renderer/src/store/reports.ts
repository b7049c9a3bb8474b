import { create } from 'zustand';
import type { ReportOnly, ServiceReport, Thanks } from '../../../shared/domain/service-report.ts';
import { instantOf, localDay } from '../../../shared/domain/zone-time.ts';
import { call } from '../bridge/index.ts';
import { currentTexts, showFailure } from './errors.ts';
import { announce, showToast, useUi } from './ui.ts';

export const PERIODS = ['today', '7', '28', '90', 'own'] as const;
export type Period = (typeof PERIODS)[number];

export interface ReportsState {
  readonly of: 'center' | 'own';
  readonly period: Period;
  /** Days as 2026-11-22, both counted in; of the period `own`. */
  readonly fromDay: string;
  readonly toDay: string;
  readonly clock: 'business' | 'wall';
  readonly only: ReportOnly;
  readonly report: ServiceReport | undefined;
  readonly busy: boolean;
  /** For answers of whoever is signed in, newest first; of the last days. */
  readonly thanks: readonly Thanks[];
  /** Up to here they were looked at. */
  readonly thanksSeenAt: number;
}

const ZONE = 'Europe/Berlin';
const DAY_MS = 86_400_000;
const THANKS_FROM_MS = 14 * DAY_MS;
const NOTHING: ReportsState = { of: 'center', period: '7', fromDay: '', toDay: '', clock: 'business', only: {}, report: undefined, busy: false, thanks: [], thanksSeenAt: 0 };
export const useReports = create<ReportsState>(() => NOTHING);

const midnight = (day: number): number => instantOf(ZONE, day, 0, 'first');
const dayOf = (text: string): number | undefined => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.floor(at / DAY_MS);
};
export const dayText = (at: number): string => new Date(localDay(ZONE, at) * DAY_MS).toISOString().slice(0, 10);

/** The period in question and the one before, both as far gone: half a day is compared with half a day. Undefined: the days make none. */
export function spanOf({ period, fromDay, toDay }: Pick<ReportsState, 'period' | 'fromDay' | 'toDay'>, now: number): { from: number; to: number; compareFrom: number; compareTo: number } | undefined {
  const today = localDay(ZONE, now);
  const [first, last] = period === 'own' ? [dayOf(fromDay), dayOf(toDay)] : [today - (period === 'today' ? 0 : Number(period) - 1), today];
  if (first === undefined || last === undefined || first > last || first > today || last - first >= 400) return undefined;
  const days = last - first + 1;
  const [from, end] = [midnight(first), midnight(last + 1)];
  const to = Math.min(end, Math.max(from + 1, now));
  const compareFrom = midnight(first - days);
  return { from, to, compareFrom, compareTo: to === end ? from : Math.min(from, compareFrom + (to - from)) };
}

let asked = 0;

export async function loadReport(change: Partial<Pick<ReportsState, 'of' | 'period' | 'fromDay' | 'toDay' | 'clock' | 'only'>> = {}): Promise<void> {
  useReports.setState(change);
  const state = useReports.getState();
  const span = spanOf(state, Date.now());
  if (span === undefined) return;
  const mine = (asked += 1);
  useReports.setState({ busy: true });
  try {
    const report = await call('report.load', { kind: 'service', of: state.of, clock: state.clock, only: state.of === 'own' ? {} : state.only, ...span });
    // Only the last that was asked for is shown.
    if (mine !== asked || report.kind !== 'service') return;
    useReports.setState({ report });
    announce(currentTexts().t('reports.loaded'));
  } catch (error) {
    if (mine === asked) showFailure(error);
  } finally {
    if (mine === asked) useReports.setState({ busy: false });
  }
}

/** L4: thanks reach whoever wrote the answer. What came since the last look is said once. */
export async function loadThanks(): Promise<void> {
  const before = useReports.getState();
  try {
    const answer = await call('report.load', { kind: 'thanks', from: Math.max(0, Date.now() - THANKS_FROM_MS) });
    if (answer.kind !== 'thanks') return;
    const known = new Set(before.thanks.map(({ messageId }) => messageId));
    const isFirstLook = before.thanksSeenAt === 0;
    useReports.setState({ thanks: answer.thanks, thanksSeenAt: isFirstLook ? Math.max(1, Date.now() - DAY_MS) : before.thanksSeenAt });
    const fresh = answer.thanks.filter(({ messageId }) => !known.has(messageId));
    if (isFirstLook || fresh.length === 0) return;
    const text = currentTexts().t('reports.thanked', fresh.length);
    showToast({ tone: 'info', text });
    announce(text);
  } catch {
    // Asked again in a while.
  }
}

export const newThanks = ({ thanks, thanksSeenAt }: ReportsState): number => thanks.filter(({ at }) => at > thanksSeenAt).length;

export function seeThanks(): void {
  const { thanks } = useReports.getState();
  useReports.setState({ thanksSeenAt: Math.max(useReports.getState().thanksSeenAt, ...thanks.map(({ at }) => at)) });
}

const THANKS_EVERY_MS = 5 * 60_000;

/** Asks for thanks while somebody is signed in and online. Gives back how to stop. */
export function followThanks(): () => void {
  void loadThanks();
  const timer = setInterval(() => void loadThanks(), THANKS_EVERY_MS);
  return () => clearInterval(timer);
}

export function showOwnFigures(): void {
  useUi.setState({ screen: 'reports' });
  void loadReport({ of: 'own' });
}

export function forgetReports(): void {
  asked += 1;
  useReports.setState(NOTHING);
}
