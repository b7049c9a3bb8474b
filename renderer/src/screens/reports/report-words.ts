import { getChannel } from '../../../../shared/channels/index.ts';
import { caseTypeSchema } from '../../../../shared/domain/reading.ts';
import type { Figures, HelpFigures, ReportBy, ReportRow } from '../../../../shared/domain/service-report.ts';
import type { CenterState } from '../../store/rows.ts';
import type { TextKey, Texts } from '../../text/index.tsx';
import { agentLong, queueName } from '../names.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span with its remainder, rounded to minutes from one minute on: "45 s", "18 min", "1 h 50 min", "2 T. 3 h". */
export function duration({ f }: Texts, ms: number): string {
  if (ms < MINUTE) return f.span(ms);
  const rounded = Math.round(ms / MINUTE) * MINUTE;
  if (rounded < HOUR) return f.span(rounded);
  if (rounded < 2 * DAY) {
    const rest = rounded % HOUR;
    const whole = f.number(Math.floor(rounded / HOUR));
    return rest === 0 ? `${whole} h` : `${whole} h ${f.number(rest / MINUTE)} min`;
  }
  const hours = Math.floor((rounded % DAY) / HOUR);
  return hours === 0 ? f.span(rounded) : `${f.span(rounded)} ${hours} h`;
}

export type Unit = 'count' | 'span' | 'share';
export interface Measure<F = Figures> {
  readonly id: string;
  readonly title: TextKey;
  readonly unit: Unit;
  /** Undefined: there is nothing to say, or too few people stand behind it. */
  readonly of: (figures: F) => number | undefined;
  /** Less of it is better. */
  readonly lessIsBetter?: true;
}

const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

/** Everything a line of a report says, in the order of its columns. */
export const MEASURES: readonly Measure[] = [
  { id: 'messages', title: 'reports.messages', unit: 'count', of: ({ messages }) => messages },
  { id: 'requests', title: 'reports.requests', unit: 'count', of: ({ requests }) => requests },
  { id: 'waiting', title: 'reports.waiting', unit: 'count', of: ({ waiting }) => waiting, lessIsBetter: true },
  { id: 'longestWait', title: 'reports.longestWait', unit: 'span', of: ({ longestWaitMs }) => longestWaitMs, lessIsBetter: true },
  { id: 'firstCount', title: 'reports.firstCount', unit: 'count', of: ({ served }) => served?.firstResponse.count },
  { id: 'firstAverage', title: 'reports.firstAverage', unit: 'span', of: ({ served }) => served?.firstResponse.averageMs, lessIsBetter: true },
  { id: 'firstP90', title: 'reports.firstP90', unit: 'span', of: ({ served }) => served?.firstResponse.p90Ms, lessIsBetter: true },
  { id: 'firstWorst', title: 'reports.firstWorst', unit: 'span', of: ({ served }) => served?.firstResponse.worstMs, lessIsBetter: true },
  { id: 'nextAverage', title: 'reports.nextAverage', unit: 'span', of: ({ served }) => served?.nextResponse.averageMs, lessIsBetter: true },
  { id: 'nextP90', title: 'reports.nextP90', unit: 'span', of: ({ served }) => served?.nextResponse.p90Ms, lessIsBetter: true },
  { id: 'nextWorst', title: 'reports.nextWorst', unit: 'span', of: ({ served }) => served?.nextResponse.worstMs, lessIsBetter: true },
  { id: 'chaserRate', title: 'reports.chaserRate', unit: 'share', of: ({ served }) => (served === undefined ? undefined : share(served.chased, served.turns)), lessIsBetter: true },
  { id: 'inTimeRate', title: 'reports.inTimeRate', unit: 'share', of: ({ served }) => (served === undefined ? undefined : share(served.inTime, served.timed)) },
  { id: 'closed', title: 'reports.closed', unit: 'count', of: ({ served }) => served?.closed },
  { id: 'handedOver', title: 'reports.handedOver', unit: 'count', of: ({ served }) => served?.handedOver },
  { id: 'elsewhere', title: 'reports.elsewhere', unit: 'count', of: ({ served }) => served?.elsewhere },
  { id: 'resolutionRate', title: 'reports.resolutionRate', unit: 'share', of: ({ served }) => (served === undefined ? undefined : share(served.kept, served.due)) },
  { id: 'pending', title: 'reports.pending', unit: 'count', of: ({ served }) => served?.pending },
  { id: 'resolutionAverage', title: 'reports.resolutionAverage', unit: 'span', of: ({ served }) => served?.resolution.averageMs, lessIsBetter: true },
  { id: 'resolutionP90', title: 'reports.resolutionP90', unit: 'span', of: ({ served }) => served?.resolution.p90Ms, lessIsBetter: true },
  { id: 'resolutionWorst', title: 'reports.resolutionWorst', unit: 'span', of: ({ served }) => served?.resolution.worstMs, lessIsBetter: true },
  { id: 'noAnswer', title: 'reports.noAnswer', unit: 'count', of: ({ served }) => served?.noAnswer },
  { id: 'noAnswerBack', title: 'reports.noAnswerBack', unit: 'count', of: ({ served }) => served?.noAnswerBack, lessIsBetter: true },
  { id: 'setAside', title: 'reports.setAside', unit: 'count', of: ({ setAside }) => setAside },
  { id: 'thanks', title: 'reports.thanks', unit: 'count', of: ({ thanks, served }) => (served === undefined ? undefined : thanks) },
];
/** The same of help that was asked of leads (REP-15). */
export const HELP_MEASURES: readonly Measure<HelpFigures>[] = [
  { id: 'helpRaised', title: 'help.raised', unit: 'count', of: ({ raised }) => raised },
  { id: 'helpOpen', title: 'help.open', unit: 'count', of: ({ open }) => open, lessIsBetter: true },
  { id: 'helpLongest', title: 'help.longest', unit: 'span', of: ({ longestOpenMs }) => longestOpenMs, lessIsBetter: true },
  { id: 'helpAverage', title: 'help.average', unit: 'span', of: ({ served }) => served?.response.averageMs, lessIsBetter: true },
  { id: 'helpP90', title: 'help.p90', unit: 'span', of: ({ served }) => served?.response.p90Ms, lessIsBetter: true },
  { id: 'helpWorst', title: 'help.worst', unit: 'span', of: ({ served }) => served?.response.worstMs, lessIsBetter: true },
  { id: 'helpLate', title: 'help.late', unit: 'share', of: ({ served }) => (served === undefined ? undefined : share(served.late, served.timed)), lessIsBetter: true },
  { id: 'helpByStandIn', title: 'help.byStandIn', unit: 'count', of: ({ served }) => served?.byStandIn },
  { id: 'helpTaken', title: 'help.taken', unit: 'count', of: ({ served }) => served?.taken },
  { id: 'helpAnswered', title: 'help.answered', unit: 'count', of: ({ served }) => served?.answered },
  { id: 'helpGivenBack', title: 'help.givenBack', unit: 'count', of: ({ served }) => served?.givenBack },
  { id: 'helpWithdrawn', title: 'help.withdrawn', unit: 'count', of: ({ served }) => served?.withdrawn },
];
export const measureOf = (id: string): Measure => MEASURES.find((one) => one.id === id) ?? (MEASURES[0] as Measure);

/** REP-16: what stands where there is nothing to draw; undefined: there is. */
export function whyEmpty<F extends { readonly served?: unknown }>(rows: readonly { readonly now: F }[], measures: readonly Measure<F>[]): 'reports.allWithheld' | 'reports.noValues' | undefined {
  if (rows.some(({ now }) => measures.some(({ of }) => (of(now) ?? 0) > 0))) return undefined;
  return rows.some(({ now }) => now.served === undefined && measures.some(({ of }) => of(now) === undefined)) ? 'reports.allWithheld' : 'reports.noValues';
}

export function shown(texts: Texts, unit: Unit, value: number | undefined): string {
  if (value === undefined) return '–';
  if (unit === 'count') return texts.f.number(value);
  return unit === 'span' ? duration(texts, value) : texts.t('reports.percent', texts.f.number(Math.round(value * 1_000) / 10));
}

/** What a line of a list is about, as people call it. */
export function lineName(by: ReportBy, row: { readonly key: string; readonly label?: string | undefined }, center: CenterState, texts: Texts): string {
  const { t, language } = texts;
  const { key } = row;
  switch (by) {
    case 'hour':
      return t('reports.hour', Number(key));
    case 'day':
      return new Date(`${key}T12:00:00Z`).toLocaleDateString(language === 'de' ? 'de-DE' : 'en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
    case 'channel':
      return getChannel(key)?.label[language] ?? key;
    case 'brand':
      return key === '' ? t('reports.none') : key;
    case 'team':
      return key === '' ? t('reports.noTeam') : (center.teams.get(key)?.name ?? key);
    case 'queue':
      return key === '' ? t('reports.none') : queueName(center, texts, key);
    case 'caseType': {
      const read = caseTypeSchema.safeParse(key);
      return read.success ? t(`caseType.${read.data}`) : key;
    }
    case 'tag':
      return key === '' ? t('reports.noTag') : key;
    case 'cluster':
      return row.label ?? key;
    case 'agent':
      return agentLong(center, key);
  }
}

/** Under a column there is room for little: "Mo 16.", among many days "16.11.". */
export function shortDay(key: string, { language }: Texts, isOneOfMany: boolean): string {
  const day = new Date(`${key}T12:00:00Z`);
  if (isOneOfMany) return language === 'de' ? `${day.getUTCDate()}.${day.getUTCMonth() + 1}.` : `${day.getUTCDate()}/${day.getUTCMonth() + 1}`;
  const weekday = day.toLocaleDateString(language === 'de' ? 'de-DE' : 'en-GB', { weekday: 'short', timeZone: 'UTC' }).replace('.', '');
  return `${weekday} ${day.getUTCDate()}${language === 'de' ? '.' : ''}`;
}

/** Hours from the first to the last in which anything was, without gaps; days likewise stand in the report already. */
export function withoutGaps(rows: readonly ReportRow[]): readonly ReportRow[] {
  const hours = rows.map(({ key }) => Number(key));
  if (hours.length === 0) return rows;
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  const nothing: Figures = { messages: 0, requests: 0, waiting: 0, setAside: 0, thanks: 0 };
  return Array.from({ length: last - first + 1 }, (_, place) => {
    const key = String(first + place).padStart(2, '0');
    return rows.find((row) => row.key === key) ?? { key, now: nothing, before: nothing };
  });
}
