import { join } from 'node:path';
import { FIGURE_RULES_ID } from '../shared/domain/figure-rules.ts';
import type { LeadReport, LeadReportRequest } from '../shared/domain/lead-report.ts';
import { REPORT_SPAN_MAX_MS, THANKS_MAX, type ServiceReport, type ServiceReportRequest } from '../shared/domain/service-report.ts';
import { tagNow, tagsByName } from '../shared/domain/tag.ts';
import { CodedError } from '../shared/util/errors.ts';
import type { Timers } from '../shared/util/ports.ts';
import type { Center } from './center/center.ts';
import type { EventLog } from './log/port.ts';
import { FigureLog } from './reports/figure-log.ts';
import { FigureStore } from './reports/figure-store.ts';
import { serviceReport } from './reports/service-report.ts';
import { termReport } from './reports/terms.ts';

export interface ReportParts {
  readonly dataDir: string;
  readonly center: Center;
  readonly log: EventLog;
  readonly timers: Timers;
  ratings(from: number): Extract<LeadReport, { kind: 'ratings' }>['ratings'];
  readonly problem: (error: unknown, where: string) => void;
}

export interface Reports {
  report(request: LeadReportRequest, agentId: string): LeadReport | Promise<LeadReport>;
  stop(): Promise<void>;
}

const FALLBACK_ZONE = 'Europe/Berlin';

/** Counts what the reports are made of beside the log, and answers what leads and agents ask. */
export function startReports({ dataDir, center, log, timers, ratings, problem }: ReportParts): Reports {
  const store = new FigureStore(join(dataDir, 'figures.db'));
  const figures = new FigureLog({ log, store, timers, head: () => center.seq, onProblem: (error) => problem(error, 'figures') });
  figures.start();
  const service = async (request: ServiceReportRequest, agentId: string): Promise<ServiceReport> => {
    const { compareFrom, compareTo, from, to } = request;
    if (compareFrom > compareTo || from >= to || compareTo - compareFrom > REPORT_SPAN_MAX_MS || to - from > REPORT_SPAN_MAX_MS) throw new CodedError('INPUT_INVALID', { field: 'from' });
    await figures.caughtUp();
    const clusters = new Map<string, { id: string; label: string }>();
    for (const { id, kind, label, conversationIds } of center.committed.all('cluster').values()) if (kind === 'question' && label !== undefined) for (const conversationId of conversationIds) clusters.set(conversationId, { id, label });
    const byName = tagsByName(center.committed.all('tag').values());
    const queues = [...center.committed.all('queue').values()].toSorted((a, b) => a.order - b.order);
    return serviceReport(store, request, {
      now: center.now(),
      timeZone: queues[0]?.hours.timeZone ?? FALLBACK_ZONE,
      perPerson: center.committed.get('figureRules', FIGURE_RULES_ID)?.perPerson ?? false,
      agentId,
      queue: (id) => center.committed.get('queue', id),
      account: (id) => center.committed.get('account', id),
      clusterOf: (conversationId) => clusters.get(conversationId),
      tagsOf: (conversationId) => (center.committed.get('conversation', conversationId)?.tags ?? []).map((tag) => tagNow(byName, tag)),
    });
  };
  const thanks = async (from: number, agentId: string): Promise<LeadReport> => {
    await figures.caughtUp();
    return { kind: 'thanks', thanks: store.thanksOf(agentId, from, THANKS_MAX) };
  };
  return {
    report: (request, agentId) => {
      if (request.kind === 'service') return service(request, agentId);
      if (request.kind === 'thanks') return thanks(request.from, agentId);
      if (request.kind === 'ratings') return { kind: 'ratings', ratings: ratings(request.from) };
      return { kind: 'terms', terms: termReport(center.committed.all('conversation').values(), (id) => center.committed.get('account', id)?.brand, request.from).slice(0, 5_000) };
    },
    stop: () => figures.stop(),
  };
}
