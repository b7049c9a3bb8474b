import type { Account } from '../../shared/domain/account.ts';
import { businessTimeBetween } from '../../shared/domain/business-time.ts';
import { targetsOf } from '../../shared/domain/deadlines.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import { caseTypeSchema } from '../../shared/domain/reading.ts';
import { HELP_BY, THANKS_MAX, type Figures, type HelpBy, type HelpFigures, type HelpTable, type ReportBy, type ReportTable, type ServiceReport, type ServiceReportRequest } from '../../shared/domain/service-report.ts';
import { zoneOffset } from '../../shared/domain/zone-time.ts';
import { Cell, type Reckoning } from './figures.ts';
import type { FigureStore } from './figure-store.ts';
import { HelpCell } from './help-figures.ts';
import { Table } from './report-table.ts';

/** What a report asks of the center beside what was counted. */
export interface ReportSurroundings {
  readonly now: number;
  readonly timeZone: string;
  /** S3: whether figures of single people are shown to leads. */
  readonly perPerson: boolean;
  /** Who asks. */
  readonly agentId: string;
  account(id: string): Pick<Account, 'brand'> | undefined;
  queue(id: string): Queue | undefined;
  /** The confirmed question a conversation belongs to. */
  clusterOf(conversationId: string): { readonly id: string; readonly label: string } | undefined;
  /** REP-14: as it is tagged now, each word by what it is called now. */
  tagsOf(conversationId: string): readonly string[];
}

/** Of a turn or a close: what it is looked at by. */
interface Sorted {
  readonly conversationId: string;
  readonly accountId: string;
  readonly channel: string;
  readonly queueId: string | undefined;
  readonly teamIds: readonly string[];
  readonly agentId: string | undefined;
  readonly caseType: string | undefined;
}

const weight = ({ requests, messages }: Figures): readonly number[] => [requests, messages];
const LEAD_TABLES: readonly ReportBy[] = ['hour', 'day', 'channel', 'brand', 'team', 'queue', 'caseType', 'tag', 'cluster'];
const OWN_TABLES: readonly ReportBy[] = ['day', 'channel', 'caseType'];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SLICE_MS = 6 * HOUR_MS;
const HOURS: readonly (readonly string[])[] = Array.from({ length: 24 }, (_, hour) => [String(hour).padStart(2, '0')]);

/** S3: adds up what was counted. Periods are read in slices, so that others have their turn between them. */
export async function serviceReport(store: Pick<FigureStore, 'messagesIn' | 'turnsIn' | 'closesIn' | 'thanksIn' | 'helpIn'>, request: ServiceReportRequest, around: ReportSurroundings): Promise<ServiceReport> {
  const { from, to, compareFrom, compareTo, only, of } = request;
  const isOwn = of === 'own';
  const reckoning: Reckoning = {
    now: around.now,
    clock: request.clock,
    targetMs: ({ queueId, channel, caseType, isFirst }) => {
      const queue = around.queue(queueId ?? '');
      if (queue === undefined) return undefined;
      const targets = targetsOf(queue, channel, caseTypeSchema.safeParse(caseType).data);
      return isFirst ? targets.firstResponseMs : targets.nextResponseMs;
    },
    waitedMs: ({ queueId, startedAt }) => {
      const hours = around.queue(queueId ?? '')?.hours;
      return hours === undefined ? 0 : businessTimeBetween(startedAt, Math.max(startedAt, around.now), hours);
    },
  };
  const tables = (isOwn ? OWN_TABLES : around.perPerson ? [...LEAD_TABLES, 'agent' as const] : LEAD_TABLES).map((by) => new Table<ReportBy, Figures, Cell>(by, () => new Cell(), weight));
  const helpTables = HELP_BY.filter((by) => (isOwn ? by === 'day' || OWN_TABLES.includes(by) : by !== 'agent' || around.perPerson)).map((by) => new Table<HelpBy, HelpFigures, HelpCell>(by, () => new HelpCell(), ({ raised }) => [raised]));
  const help = { now: new HelpCell(), before: new HelpCell() };
  const whole = { now: new Cell(), before: new Cell() };
  const thanks: ServiceReport['thanks'][number][] = [];
  const local = (at: number): number => at + zoneOffset(around.timeZone, at);

  const days = new Map<number, readonly string[]>();
  const dayKey = (day: number): readonly string[] => {
    const known = days.get(day) ?? [new Date(day * DAY_MS).toISOString().slice(0, 10)];
    days.set(day, known);
    return known;
  };

  const isWanted = (fact: Sorted): boolean =>
    (!isOwn || fact.agentId === around.agentId) &&
    (only.channel === undefined || fact.channel === only.channel) &&
    (only.queueId === undefined || fact.queueId === only.queueId) &&
    (only.teamId === undefined || fact.teamIds.includes(only.teamId)) &&
    (only.caseType === undefined || (fact.caseType ?? 'other') === only.caseType) &&
    (only.tag === undefined || around.tagsOf(fact.conversationId).includes(only.tag)) &&
    (only.brand === undefined || around.account(fact.accountId)?.brand === only.brand) &&
    (only.clusterId === undefined || around.clusterOf(fact.conversationId)?.id === only.clusterId);

  const keysOf = (table: { readonly by: ReportBy; readonly labels: Map<string, string> }, fact: Sorted, at: number): readonly string[] => {
    switch (table.by) {
      case 'hour':
        return HOURS[Math.floor((local(at) % DAY_MS) / HOUR_MS)] ?? [];
      case 'day':
        return dayKey(Math.floor(local(at) / DAY_MS));
      case 'channel':
        return [fact.channel];
      case 'brand':
        return [around.account(fact.accountId)?.brand ?? ''];
      case 'team':
        return fact.teamIds.length === 0 ? [''] : fact.teamIds;
      case 'queue':
        return [fact.queueId ?? ''];
      case 'caseType':
        return [fact.caseType ?? 'other'];
      case 'tag': {
        const tags = around.tagsOf(fact.conversationId);
        return tags.length === 0 ? [''] : [...new Set(tags)];
      }
      case 'agent':
        return fact.agentId === undefined ? [] : [fact.agentId];
      case 'cluster': {
        const cluster = around.clusterOf(fact.conversationId);
        if (cluster === undefined) return [];
        table.labels.set(cluster.id, cluster.label.slice(0, 160));
        return [cluster.id];
      }
    }
  };
  const each = (which: 'now' | 'before', fact: Sorted, at: number, add: (cell: Cell) => void): void => {
    add(whole[which]);
    for (const table of tables) for (const cell of table.cells(which, keysOf(table, fact, at))) add(cell);
  };
  const read = (which: 'now' | 'before', start: number, end: number): void => {
    for (const message of store.messagesIn(start, end)) {
      const fact = { ...message, caseType: message.messageCaseType };
      if (isWanted(fact)) each(which, fact, message.messageAt, (cell) => cell.message());
    }
    for (const turn of store.turnsIn(start, end)) if (isWanted(turn)) each(which, turn, turn.startedAt, (cell) => cell.turn(turn, reckoning));
    for (const close of store.closesIn(start, end)) if (isWanted(close)) each(which, close, close.at, (cell) => cell.close(close, reckoning));
    for (const asked of store.helpIn(start, end)) {
      if (!isWanted(asked)) continue;
      help[which].add(asked, reckoning);
      for (const table of helpTables) for (const cell of table.cells(which, keysOf(table, asked, asked.at))) cell.add(asked, reckoning);
    }
    for (const { messageId, conversationId, agentId, at, turn } of store.thanksIn(start, end)) {
      if (turn === undefined) continue;
      const fact = { ...turn, agentId };
      if (!isWanted(fact)) continue;
      each(which, fact, at, (cell) => cell.thanked(agentId));
      if (isOwn && which === 'now') thanks.push({ messageId, conversationId, agentId, at });
    }
  };
  for (const [which, start, end] of [['before', compareFrom, compareTo], ['now', from, to]] as const) {
    for (let at = start; at < end; at += SLICE_MS) {
      read(which, at, Math.min(end, at + SLICE_MS));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const isGuarded = !isOwn && !around.perPerson;
  return {
    kind: 'service',
    asOf: around.now,
    timeZone: around.timeZone,
    perPerson: around.perPerson,
    now: whole.now.figures(isGuarded && whole.now.tellsOfFew),
    before: whole.before.figures(isGuarded && whole.before.tellsOfFew),
    tables: tables.map((table): ReportTable => table.table(isGuarded)),
    help: { now: help.now.figures(isGuarded && help.now.tellsOfFew), before: help.before.figures(isGuarded && help.before.tellsOfFew), tables: helpTables.map((table): HelpTable => table.table(isGuarded)) },
    thanks: thanks.toSorted((a, b) => b.at - a.at).slice(0, THANKS_MAX),
  };
}
