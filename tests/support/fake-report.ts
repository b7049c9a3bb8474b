import type { LeadReport, LeadReportRequest } from '../../shared/domain/lead-report.ts';
import type { Figures, HelpFigures, HelpRow, ReportRow, ServiceReport, ServiceReportRequest, Spans } from '../../shared/domain/service-report.ts';

const MINUTE = 60_000;
const spans = (count: number, minutes: number): Spans => (count === 0 ? { count } : { count, averageMs: minutes * MINUTE, p90Ms: Math.round(minutes * 1.9) * MINUTE, worstMs: minutes * 6 * MINUTE });

function figures(requests: number, minutes: number, isWithheld = false): Figures {
  const volume = { messages: Math.round(requests * 1.6), requests, waiting: Math.round(requests / 12), setAside: Math.round(requests / 20), thanks: isWithheld ? 0 : Math.round(requests / 15) };
  if (isWithheld) return volume;
  const closed = Math.round(requests * 0.8);
  const due = Math.round(closed * 0.6);
  return { ...volume, ...(volume.waiting === 0 ? {} : { longestWaitMs: minutes * 9 * MINUTE }), served: { firstResponse: spans(Math.round(requests * 0.85), minutes), nextResponse: spans(Math.round(requests * 0.4), Math.round(minutes * 1.3)), turns: Math.round(requests * 1.3), chased: Math.round(requests * 0.12), timed: Math.round(requests * 1.2), inTime: Math.round(requests * 1.06), closed, handedOver: Math.round(closed * 0.1), elsewhere: Math.round(closed * 0.05), noAnswer: Math.round(requests * 0.15), noAnswerBack: Math.round(requests * 0.01), due, kept: Math.round(due * 0.91), pending: closed - due, resolution: spans(closed, minutes * 11) } };
}

const row = (key: string, requests: number, minutes: number, label?: string, isWithheld = false): ReportRow => ({ key, ...(label === undefined ? {} : { label }), now: figures(requests, minutes, isWithheld), before: figures(Math.round(requests * 0.88), minutes + 3, isWithheld) });

function helped(raised: number, minutes: number, isWithheld = false): HelpFigures {
  const open = Math.round(raised / 15);
  const volume = { raised, open, ...(open === 0 ? {} : { longestOpenMs: 14 * MINUTE }) };
  const withdrawn = Math.round(raised * 0.1);
  const reacted = raised - open - withdrawn;
  const taken = Math.round(reacted * 0.3);
  const givenBack = Math.round(reacted * 0.25);
  return isWithheld ? volume : { ...volume, served: { taken, answered: reacted - taken - givenBack, givenBack, withdrawn, timed: reacted + open, late: Math.round(reacted * 0.15), byStandIn: Math.round(reacted * 0.2), response: spans(reacted, minutes) } };
}
const helpRow = (key: string, raised: number, minutes: number, isWithheld = false): HelpRow => ({ key, now: helped(raised, minutes, isWithheld), before: helped(Math.round(raised * 1.1), minutes + 1, isWithheld) });

/** A week of a middling desk, as the server would tell it. */
export function fakeReport({ of }: Pick<ServiceReportRequest, 'of'>, now: number): ServiceReport {
  const days = Array.from({ length: 7 }, (_, place) => new Date(now - (6 - place) * 86_400_000).toISOString().slice(0, 10));
  const isOwn = of === 'own';
  const scale = isOwn ? 0.1 : 1;
  const size = (count: number): number => Math.round(count * scale);
  return {
    kind: 'service',
    asOf: now,
    timeZone: 'Europe/Berlin',
    perPerson: false,
    now: figures(size(1_240), 17),
    before: figures(size(1_090), 21),
    tables: [
      ...(isOwn
        ? []
        : [
            { by: 'hour' as const, rows: Array.from({ length: 15 }, (_, place) => row(String(place + 7).padStart(2, '0'), [18, 42, 88, 120, 131, 112, 84, 96, 118, 124, 110, 92, 64, 30, 11][place] ?? 0, [9, 11, 16, 21, 24, 19, 15, 16, 20, 22, 18, 14, 12, 9, 8][place] ?? 0)), left: 0 },
          ]),
      { by: 'day', rows: days.map((day, place) => row(day, size([212, 198, 187, 240, 226, 96, 81][place] ?? 0), [19, 17, 15, 22, 18, 9, 8][place] ?? 0)), left: 0 },
      { by: 'channel', rows: [row('sandbox', size(980), 16), row('sandbox-chat', size(260), 6)], left: 0 },
      ...(isOwn
        ? []
        : [
            { by: 'brand' as const, rows: [row('Musterkom', 1_240, 17)], left: 0 },
            { by: 'team' as const, rows: [row('north', 840, 18), row('south', 260, 14, undefined, true), row('', 140, 33)], left: 0 },
            { by: 'tag' as const, rows: [row('', 700, 17), row('Umzug', 410, 15), row('VIP', 130, 9)], left: 0 },
            { by: 'cluster' as const, rows: [row('q1', 310, 12, 'Kein Netz in Kiel'), row('q2', 96, 19, 'Rechnung doppelt')], left: 0 },
          ]),
      { by: 'caseType', rows: [row('fault', size(520), 18), row('request', size(390), 14), row('complaint', size(210), 24), row('praise', size(80), 11), row('other', size(40), 30)], left: 0 },
    ],
    help: {
      now: helped(size(62), 6),
      before: helped(size(70), 8),
      tables: [
        { by: 'day', rows: days.map((day, place) => helpRow(day, size([12, 9, 8, 14, 11, 5, 3][place] ?? 0), 6)), left: 0 },
        { by: 'channel', rows: [helpRow('sandbox', size(48), 7), helpRow('sandbox-chat', size(14), 3)], left: 0 },
        ...(isOwn ? [] : [{ by: 'tag' as const, rows: [helpRow('Umzug', 21, 6), helpRow('VIP', 9, 4, true), helpRow('', 34, 7)], left: 0 }]),
      ],
    },
    thanks: [],
  };
}

/** What a lead, or whoever asks of themselves, is told. */
export function fakeLeadReport(request: LeadReportRequest): LeadReport {
  const now = Date.now();
  if (request.kind === 'service') return fakeReport(request, now);
  if (request.kind === 'thanks') return { kind: 'thanks', thanks: [1, 5, 26].map((hours) => ({ agentId: 'agent-on', conversationId: 'conv-1', messageId: `thanks-${hours}`, at: now - hours * 3_600_000 })) };
  return request.kind === 'ratings' ? { kind: 'ratings', ratings: [] } : { kind: 'terms', terms: [] };
}
