// S3: the figures counted step by step from the log, beside a slow oracle, over random histories with restarts in between.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FigureLog } from '../../server/reports/figure-log.ts';
import { FigureStore } from '../../server/reports/figure-store.ts';
import { serviceReport, type ReportSurroundings } from '../../server/reports/service-report.ts';
import { HELP_BY, REPORT_BY, type Figures, type HelpFigures, type ServiceReportRequest } from '../../shared/domain/service-report.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { reportHistory, START } from '../support/report-history.ts';
import { ReportOracle } from '../support/report-oracle.ts';

const SEED = Number(process.env['LEITSTAND_SEED'] ?? Math.floor(Math.random() * 1e9));
const RUNS = Number(process.env['LEITSTAND_RUNS'] ?? 4);
const STEPS = 260;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = 'Europe/Berlin';

const dir = mkdtempSync(join(tmpdir(), 'leitstand-figures-'));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test(`REP-1 REP-2 REP-3 REP-4 REP-5 REP-7 REP-13 REP-14 REP-15 figures of ${RUNS} random histories are those of the oracle, whenever they are asked for and wherever the server ended (seed ${SEED})`, async () => {
  const met = new Set<string>();
  const missing = (): string[] => TO_MEET.filter((what) => !met.has(what));
  // What is rare may need a few more histories.
  for (let run = 0; run < RUNS || (run < 10 * RUNS && missing().length > 0); run += 1) {
    const seed = SEED + run;
    const rng = seededRng(seed);
    const center = reportHistory(seed, STEPS);
    const oracle = new ReportOracle();
    const path = join(dir, `${run}.db`);
    let head = 0;
    const open = (): { log: FigureLog; store: FigureStore } => {
      const store = new FigureStore(path);
      return { store, log: new FigureLog({ log: { read: async (after, limit) => center.log.slice(after, Math.min(head, after + limit)).map((event) => structuredClone(event)) }, store, timers: { after: () => () => undefined }, head: () => head, onProblem: (error) => { throw error; } }) };
    };
    let figures = open();
    while (head < center.log.length) {
      let to = Math.min(center.log.length, head + 1 + rng.int(400));
      // A message and the item it raises are one write: nobody asks between them.
      while (center.log[to]?.type === 'workItem.queued') to += 1;
      for (const event of center.log.slice(head, to)) oracle.apply(event);
      head = to;
      if (rng.chance(0.4)) {
        await figures.log.stop();
        figures = open();
      }
      await figures.log.caughtUp();
      const now = (center.log[head - 1]?.at ?? START) + rng.int(3) * 4 * DAY;
      const from = START + rng.int(10) * DAY - rng.int(24) * HOUR;
      const request: ServiceReportRequest = {
        kind: 'service',
        of: rng.chance(0.25) ? 'own' : 'center',
        from,
        to: from + (1 + rng.int(12)) * DAY,
        compareFrom: from - DAY,
        compareTo: from - 3 * HOUR,
        clock: rng.chance(0.6) ? 'business' : 'wall',
        only: rng.pick([{}, {}, {}, { channel: 'sandbox' }, { teamId: 'north' }, { queueId: 'mobile' }, { caseType: 'fault' }, { brand: 'Musterkom' }, { clusterId: 'q0' }, { tag: 'VIP' }] as const),
      };
      const clusters = [...oracle.state.all('cluster').values()].filter(({ state }) => state === 'confirmed');
      const around: ReportSurroundings = { now, timeZone: ZONE, perPerson: true, agentId: 'ann', queue: (id) => oracle.state.get('queue', id), account: (id) => oracle.state.get('account', id), clusterOf: (id) => clusters.find(({ conversationIds }) => conversationIds.includes(id)) as { id: string; label: string } | undefined, tagsOf: (id) => oracle.state.get('conversation', id)?.tags ?? [] };
      const report = await serviceReport(figures.store, request, around);
      const all = oracle.figures(request, 'all', now, ZONE, 'ann')['all'];
      expect({ seed, head, request, all: report.now }).toEqual({ seed, head, request, all: all ?? EMPTY });
      expect({ seed, head, request, before: report.before }).toEqual({ seed, head, request, before: oracle.figures({ ...request, from: request.compareFrom, to: request.compareTo }, 'all', now, ZONE, 'ann')['all'] ?? EMPTY });
      for (const { by, rows } of report.tables) {
        const lines = Object.fromEntries(rows.flatMap(({ key, now: line }) => (isEmpty(line) ? [] : [[key, line]])));
        expect({ seed, head, request, by, lines }).toEqual({ seed, head, request, by, lines: oracle.figures(request, by, now, ZONE, 'ann') });
        if (rows.length > 1) met.add(by);
      }
      const asked = (which: ServiceReportRequest, by: string): Record<string, unknown> => oracle.help(which, by, now, ZONE, 'ann');
      expect({ seed, head, request, help: report.help.now }).toEqual({ seed, head, request, help: asked(request, 'all')['all'] ?? NO_HELP });
      expect({ seed, head, request, help: report.help.before }).toEqual({ seed, head, request, help: asked({ ...request, from: request.compareFrom, to: request.compareTo }, 'all')['all'] ?? NO_HELP });
      for (const { by, rows } of report.help.tables) {
        const lines = Object.fromEntries(rows.flatMap(({ key, now: line }) => (line.raised === 0 ? [] : [[key, line]])));
        expect({ seed, head, request, by, lines }).toEqual({ seed, head, request, by, lines: asked(request, by) });
        if (rows.length > 1) met.add(`help ${by}`);
      }
      for (const [name, count] of Object.entries({ ...report.help.now.served, open: report.help.now.open })) if ((typeof count === 'number' ? count : count.count) > 0) met.add(`help ${name}`);
      for (const [name, count] of Object.entries({ ...report.now.served, thanks: report.now.thanks, waiting: report.now.waiting, setAside: report.now.setAside })) if ((typeof count === 'number' ? count : count.count) > 0) met.add(name);
    }
    await figures.log.stop();
  }
  // Histories in which nothing happens would prove nothing.
  expect(missing(), 'never met').toEqual([]);
});

/** Lists with more than one line, and figures above nothing. */
const TO_MEET: readonly string[] = [...REPORT_BY.filter((by) => by !== 'brand'), 'firstResponse', 'nextResponse', 'chased', 'timed', 'inTime', 'kept', 'due', 'pending', 'noAnswer', 'handedOver', 'elsewhere', 'resolution', 'thanks', 'waiting', 'setAside', ...HELP_BY.map((by) => `help ${by}`), ...['taken', 'answered', 'givenBack', 'withdrawn', 'timed', 'late', 'byStandIn', 'response', 'open'].map((name) => `help ${name}`)];
const NO_HELP: HelpFigures = { raised: 0, open: 0, served: { taken: 0, answered: 0, givenBack: 0, withdrawn: 0, timed: 0, late: 0, byStandIn: 0, response: { count: 0 } } };
const EMPTY: Figures = { messages: 0, requests: 0, waiting: 0, setAside: 0, thanks: 0, served: { firstResponse: { count: 0 }, nextResponse: { count: 0 }, turns: 0, chased: 0, timed: 0, inTime: 0, closed: 0, handedOver: 0, elsewhere: 0, noAnswer: 0, noAnswerBack: 0, due: 0, kept: 0, pending: 0, resolution: { count: 0 } } };
const isEmpty = (figures: Figures): boolean => JSON.stringify(figures) === JSON.stringify(EMPTY);
