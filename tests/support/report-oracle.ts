// The figures of S3 once more, slowly and from the other end: every event is folded by the center's own reducers, and what the reports should say is read from
// how the open turns change. Shares no line with server/reports.
import type { BusinessHours } from '../../shared/domain/hours.ts';
import type { ServiceReportRequest } from '../../shared/domain/service-report.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { applyEvent } from '../../shared/reducers/index.ts';

export type CaseLabel = 'fault' | 'complaint' | 'request' | 'praise' | 'other';
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const WEEK = 7 * DAY;

interface Said {
  readonly id: string;
  readonly conversationId: string;
  readonly at: number;
  deleted: boolean;
  /** What ended it: place in the log, and how. */
  end?: { seq: number; at: number; how: string; agentId: string | undefined; teamIds: readonly string[]; queueId: string; hours: BusinessHours } | undefined;
}
/** Waited for us, by the hours its queue had then. */
interface Wait {
  readonly from: number;
  readonly to: number;
  readonly hours: BusinessHours;
}
interface Closed {
  readonly seq: number;
  readonly conversationId: string;
  readonly at: number;
  readonly kind: string;
  readonly reason: string | undefined;
  readonly agentId: string | undefined;
  readonly teamIds: readonly string[];
  readonly queueId: string;
  readonly firstMessageId: string | undefined;
  /** Spans in which it waited for us. */
  readonly waits: readonly Wait[];
}
/** Help somebody asked for, as the conversation showed it. */
interface Asked {
  readonly conversationId: string;
  readonly id: string;
  readonly agentId: string;
  readonly at: number;
  readonly dueAt: number;
  readonly standInId: string | undefined;
  readonly teamIds: readonly string[];
  readonly queueId: string;
  readonly firstMessageId: string | undefined;
  end?: { at: number; how: string; by: string | undefined; hours: BusinessHours } | undefined;
}
interface Turn {
  readonly first: Said;
  readonly said: readonly Said[];
  readonly isFirst: boolean;
  readonly end: Said['end'];
}

const opens = new Map<BusinessHours, Map<number, boolean>>();
const formats = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What the clocks show there. */
function local(timeZone: string, at: number): { date: string; hour: string; minute: number; weekday: number } {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', weekday: 'short', hourCycle: 'h23' });
  formats.set(timeZone, format);
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { date: `${part['year']}-${part['month']}-${part['day']}`, hour: part['hour'] ?? '', minute: Number(part['hour']) * 60 + Number(part['minute']), weekday: WEEKDAYS.indexOf(part['weekday'] ?? '') };
}

function isOpenMinute(hours: BusinessHours, at: number): boolean {
  const known = opens.get(hours) ?? new Map<number, boolean>();
  opens.set(hours, known);
  let open = known.get(at);
  if (open === undefined) {
    const { date, minute, weekday } = local(hours.timeZone, at);
    open = !hours.holidays.includes(date) && (hours.week[weekday] ?? []).some(({ fromMinute, toMinute }) => fromMinute <= minute && minute < toMinute);
    known.set(at, open);
  }
  return open;
}

function span(hours: BusinessHours, from: number, to: number, clock: 'business' | 'wall'): number {
  if (clock === 'wall') return to - from;
  let sum = 0;
  for (let at = from; at < to; at += MINUTE) if (isOpenMinute(hours, at)) sum += MINUTE;
  return sum;
}

export class ReportOracle {
  readonly state = new EntityMaps();
  readonly #said = new Map<string, Said>();
  readonly #closes: Closed[] = [];
  readonly #queued = new Map<string, number[]>();
  readonly #back = new Map<string, { seq: number; at: number }[]>();
  readonly #spans = new Map<string, { first: string | undefined; waits: Wait[]; since: number | undefined }>();
  readonly #help: Asked[] = [];
  readonly #replies = new Map<string, string>();
  readonly #lastAnswer = new Map<string, { agentId: string; at: number }>();
  /** What deleted messages were read as before that. */
  readonly #kept = new Map<string, CaseLabel>();
  readonly #thanks = new Map<string, { agentId: string; at: number; byClose: boolean }>();

  apply(event: CenterEvent): void {
    const caseType = event.type === 'message.deleted' ? this.#caseType(event.data.messageId) : 'other';
    const conversationId = 'conversationId' in event.data ? event.data.conversationId : event.type === 'message.deleted' ? this.state.get('message', event.data.messageId)?.conversationId : undefined;
    const before = conversationId === undefined ? undefined : this.state.get('conversation', conversationId);
    applyEvent(this.state, event, this.state.all('agent').keys());
    const after = conversationId === undefined ? undefined : this.state.get('conversation', conversationId);
    if (conversationId === undefined || after === undefined) return;
    const ids = (turn: typeof after.openTurn): string[] => (turn ?? []).map((m) => m.messageId);
    const gone = [...ids(before?.openTurn), ...ids(before?.dismissedTurn)].filter((id) => !ids(after.openTurn).includes(id) && !ids(after.dismissedTurn).includes(id));
    const item = this.state.get('workItem', after.workItemId ?? '');
    const queue = this.state.get('queue', item?.queueId ?? '');
    const end = (how: string, at: number, agentId?: string): NonNullable<Said['end']> => ({ seq: event.seq, at, how, agentId, teamIds: agentId === undefined ? (queue?.teamIds ?? []) : (this.state.get('agent', agentId)?.teamIds ?? []), queueId: item?.queueId ?? '', hours: queue?.hours as BusinessHours });
    const states = (of: typeof after | undefined) => new Map((of?.escalations ?? []).map((one) => [one.id, one] as const));
    for (const [id, one] of states(after)) {
      const was = states(before).get(id);
      if (was === undefined) this.#help.push({ conversationId, id, agentId: one.agentId, at: one.askedAt, dueAt: one.dueAt, standInId: one.standInId, teamIds: this.state.get('agent', one.agentId)?.teamIds ?? [], queueId: item?.queueId ?? '', firstMessageId: this.#spans.get(item?.id ?? '')?.first });
      else if (was.state === 'open' && one.state !== 'open') {
        const known = this.#help.findLast((help) => help.conversationId === conversationId && help.id === id);
        if (known !== undefined) known.end = { at: one.endedAt ?? 0, how: one.state, by: one.byAgentId, hours: queue?.hours as BusinessHours };
      }
    }
    switch (event.type) {
      case 'message.received':
        if (event.data.direction === 'in') this.#said.set(event.data.id, { id: event.data.id, conversationId, at: event.data.receivedAt, deleted: false });
        return;
      case 'message.deleted': {
        const said = this.#said.get(event.data.messageId);
        if (said !== undefined && gone.includes(said.id)) said.deleted = true;
        this.#kept.set(event.data.messageId, said?.deleted === true ? 'other' : caseType);
        this.#thanks.delete(event.data.messageId);
        return;
      }
      case 'message.read':
      case 'message.readingCorrected': {
        const { messageId } = event.data;
        const isPraise = this.#caseType(messageId) === 'praise';
        const known = this.#thanks.get(messageId);
        const last = this.#lastAnswer.get(conversationId);
        if (!isPraise && known?.byClose === false) this.#thanks.delete(messageId);
        if (isPraise && known === undefined && last !== undefined && event.at - last.at <= 2 * WEEK) this.#thanks.set(messageId, { agentId: last.agentId, at: event.at, byClose: false });
        return;
      }
      case 'reply.permitted':
        this.#replies.set(event.data.id, event.data.agentId);
        return;
      case 'reply.delivered':
      case 'conversation.answeredElsewhere': {
        const agentId = event.type === 'reply.delivered' ? this.#replies.get(event.data.replyId) : undefined;
        for (const id of gone) this.#must(id).end = end(event.type === 'reply.delivered' ? 'answered' : 'elsewhere', event.data.at, agentId);
        if (agentId !== undefined) this.#lastAnswer.set(conversationId, { agentId, at: event.data.at });
        return;
      }
      case 'workItem.queued':
        push(this.#queued, conversationId, event.seq);
        push(this.#back, conversationId, { seq: event.seq, at: event.data.createdAt });
        this.#spans.set(event.data.id, { first: ids(after.openTurn)[0], waits: [], since: after.openTurn?.[0]?.at ?? event.data.createdAt });
        return;
      case 'workItem.reopened': {
        push(this.#back, conversationId, { seq: event.seq, at: event.data.at });
        for (const id of ids(after.openTurn)) {
          this.#must(id).end = undefined;
          if (this.#thanks.get(id)?.byClose === true && ids(before?.dismissedTurn).includes(id)) this.#thanks.delete(id);
        }
        this.#spans.set(event.data.workItemId, { first: this.#spans.get(event.data.workItemId)?.first ?? ids(after.openTurn)[0], waits: [], since: event.data.at });
        return;
      }
      case 'workItem.parked':
      case 'workItem.closed': {
        const spans = this.#spans.get(event.data.workItemId);
        if (spans?.since !== undefined) spans.waits.push({ from: spans.since, to: event.data.at, hours: end('', 0).hours });
        if (spans !== undefined) spans.since = undefined;
        if (event.type !== 'workItem.closed') return;
        const { disposition, agentId, at } = event.data;
        const reason = disposition.kind === 'noAnswerNeeded' ? disposition.reason : undefined;
        const { teamIds, queueId } = end('', at, agentId);
        this.#closes.push({ seq: event.seq, conversationId, at, kind: disposition.kind, reason, agentId, teamIds, queueId, firstMessageId: spans?.first, waits: [...(spans?.waits ?? [])] });
        const last = this.#lastAnswer.get(conversationId);
        const spoken = ids(before?.openTurn).at(-1);
        if (reason === 'thanks' && spoken !== undefined && last !== undefined && at - last.at <= 2 * WEEK && !this.#thanks.has(spoken)) this.#thanks.set(spoken, { agentId: last.agentId, at, byClose: true });
        for (const id of ids(after.dismissedTurn)) if (!ids(before?.dismissedTurn).includes(id)) this.#must(id).end = end(disposition.kind === 'spam' || disposition.kind === 'merged' ? disposition.kind : disposition.kind === 'deletedAtSource' ? 'deleted' : 'dismissed', at, agentId);
        return;
      }
      case 'workItem.resumed': {
        const spans = this.#spans.get(event.data.workItemId);
        if (spans !== undefined) spans.since ??= event.data.at;
        return;
      }
      default:
    }
  }

  #must(id: string): Said {
    const said = this.#said.get(id);
    if (said === undefined) throw new Error(`nobody said ${id}`);
    return said;
  }

  #caseType(messageId: string | undefined): CaseLabel {
    const kept = this.#kept.get(messageId ?? '');
    if (kept !== undefined) return kept;
    const reading = messageId === undefined ? undefined : this.state.get('message', messageId)?.reading;
    return (reading?.corrections?.caseType?.label ?? reading?.caseType.label ?? 'other') as CaseLabel;
  }

  /** What was said together and ended together. */
  #turns(): Turn[] {
    const groups = Map.groupBy([...this.#said.values()].filter((said) => !said.deleted), (said) => `${said.conversationId} ${said.end?.seq ?? 'open'}`);
    const begun = new Set<string>();
    // In the order in which they were said: the first of each request.
    return [...groups.values()].map((said): Turn => {
      const first = said[0] as Said;
      const { conversationId, end } = first;
      // The item it belongs to was queued before it, or because of it.
      const request = `${conversationId} ${(this.#queued.get(conversationId) ?? []).findLast((seq) => seq < (end?.seq ?? Infinity)) ?? 0}`;
      const isFirst = !begun.has(request);
      begun.add(request);
      return { first, said, isFirst, end };
    });
  }

  /** The lines of one list (or the whole, for `all`), as plain figures. */
  figures(request: ServiceReportRequest, by: string, now: number, timeZone: string, me: string): Record<string, unknown> {
    const { from, to, only, clock, of } = request;
    const cells = new Map<string, { messages: number; thanks: number; turns: Turn[]; closes: Closed[] }>();
    const cellOf = (key: string) => cells.get(key) ?? cells.set(key, { messages: 0, thanks: 0, turns: [], closes: [] }).get(key) as { messages: number; thanks: number; turns: Turn[]; closes: Closed[] };
    const brand = (conversationId: string): string => this.state.get('account', this.state.get('conversation', conversationId)?.accountId ?? '')?.brand ?? '';
    const clustersOf = (conversationId: string): string[] => [...this.state.all('cluster').values()].filter((cluster) => cluster.state === 'confirmed' && cluster.conversationIds.includes(conversationId)).map((cluster) => cluster.id);
    const tagsOf = (conversationId: string): readonly string[] => [...new Set(this.state.get('conversation', conversationId)?.tags ?? [])];
    const cluster = (conversationId: string): string | undefined => clustersOf(conversationId)[0];
    const keys = (fact: { conversationId: string; at: number; caseType: string; agentId: string | undefined; teamIds: readonly string[]; queueId: string }): string[] => {
      const channel = this.state.get('conversation', fact.conversationId)?.channel ?? '';
      const wanted = (of !== 'own' || fact.agentId === me) && (only.channel ?? channel) === channel && (only.queueId ?? fact.queueId) === fact.queueId && (only.teamId === undefined || fact.teamIds.includes(only.teamId)) && (only.caseType ?? fact.caseType) === fact.caseType && (only.brand ?? brand(fact.conversationId)) === brand(fact.conversationId) && (only.tag === undefined || tagsOf(fact.conversationId).includes(only.tag)) && (only.clusterId === undefined || cluster(fact.conversationId) === only.clusterId);
      if (!wanted || fact.at < from || fact.at >= to) return [];
      const own = cluster(fact.conversationId);
      const table: Record<string, readonly string[]> = { all: ['all'], hour: [local(timeZone, fact.at).hour], day: [local(timeZone, fact.at).date], channel: [channel], brand: [brand(fact.conversationId)], team: fact.teamIds.length === 0 ? [''] : fact.teamIds, queue: [fact.queueId], caseType: [fact.caseType], tag: tagsOf(fact.conversationId).length === 0 ? [''] : tagsOf(fact.conversationId), agent: fact.agentId === undefined ? [] : [fact.agentId], cluster: own === undefined ? [] : [own] };
      return [...(table[by] ?? [])];
    };
    const place = (turn: Turn) => {
      const item = this.state.get('workItem', this.state.get('conversation', turn.first.conversationId)?.workItemId ?? '');
      const teamIds = turn.end?.teamIds ?? this.state.get('queue', item?.queueId ?? '')?.teamIds ?? [];
      return { conversationId: turn.first.conversationId, teamIds, queueId: turn.end?.queueId ?? item?.queueId ?? '', agentId: turn.end?.how === 'answered' ? turn.end.agentId : undefined };
    };
    const turns = this.#turns();
    const turnOf = new Map(turns.flatMap((turn) => turn.said.map((said) => [said.id, turn] as const)));
    for (const turn of turns) {
      for (const said of turn.said) for (const key of keys({ ...place(turn), at: said.at, caseType: this.#caseType(said.id) })) cellOf(key).messages += 1;
      for (const key of keys({ ...place(turn), at: turn.first.at, caseType: this.#caseType(turn.first.id) })) cellOf(key).turns.push(turn);
    }
    for (const close of this.#closes.filter(({ kind }) => kind !== 'merged')) for (const key of keys({ ...close, caseType: this.#caseType(close.firstMessageId) })) cellOf(key).closes.push(close);
    for (const [messageId, { agentId, at }] of this.#thanks) {
      const turn = turnOf.get(messageId);
      if (turn !== undefined) for (const key of keys({ ...place(turn), at, agentId, caseType: this.#caseType(turn.first.id) })) cellOf(key).thanks += 1;
    }
    return Object.fromEntries([...cells].map(([key, cell]) => [key, this.#summed(cell, now, clock)]));
  }

  /** What was asked of leads: the lines of one list (or the whole, for `all`). */
  help(request: ServiceReportRequest, by: string, now: number, timeZone: string, me: string): Record<string, unknown> {
    const { from, to, only, clock, of } = request;
    const lines = new Map<string, Asked[]>();
    for (const asked of this.#help) {
      const conversation = this.state.get('conversation', asked.conversationId);
      const channel = conversation?.channel ?? '';
      const tags = [...new Set(conversation?.tags ?? [])];
      const caseType = this.#caseType(asked.firstMessageId);
      const brand = this.state.get('account', conversation?.accountId ?? '')?.brand;
      const clusterId = [...this.state.all('cluster').values()].find((cluster) => cluster.state === 'confirmed' && cluster.conversationIds.includes(asked.conversationId))?.id;
      const wanted = asked.at >= from && asked.at < to && (of === 'center' || asked.agentId === me) && (only.channel ?? channel) === channel && (only.queueId ?? asked.queueId) === asked.queueId && (only.teamId === undefined || asked.teamIds.includes(only.teamId)) && (only.caseType ?? caseType) === caseType && (only.brand ?? brand) === brand && (only.tag === undefined || tags.includes(only.tag)) && (only.clusterId === undefined || only.clusterId === clusterId);
      if (!wanted) continue;
      const keys: Record<string, readonly string[]> = { all: ['all'], day: [local(timeZone, asked.at).date], channel: [channel], team: asked.teamIds.length === 0 ? [''] : asked.teamIds, queue: [asked.queueId], caseType: [caseType], agent: [asked.agentId], tag: tags.length === 0 ? [''] : tags };
      for (const key of keys[by] ?? []) push(lines, key, asked);
    }
    return Object.fromEntries(
      [...lines].map(([key, all]) => {
        const open = all.filter(({ end }) => end === undefined);
        const reacted = all.filter(({ end }) => end !== undefined && end.how !== 'withdrawn');
        const how = (state: string): number => all.filter(({ end }) => end?.how === state).length;
        const overdue = open.filter(({ dueAt }) => now > dueAt).length;
        return [
          key,
          {
            raised: all.length,
            open: open.length,
            ...(open.length === 0 ? {} : { longestOpenMs: Math.max(...open.map(({ at }) => now - at)) }),
            served: {
              taken: how('taken'),
              answered: how('answered'),
              givenBack: how('givenBack'),
              withdrawn: how('withdrawn'),
              timed: reacted.length + overdue,
              late: overdue + reacted.filter(({ end, dueAt }) => (end?.at ?? 0) > dueAt).length,
              byStandIn: reacted.filter(({ end, standInId }) => standInId !== undefined && end?.by === standInId).length,
              response: spread(reacted.map(({ at, end }) => (end === undefined ? 0 : span(end.hours, at, end.at, clock)))),
            },
          },
        ];
      }),
    );
  }

  #cameBack(close: Closed): number | undefined {
    const backs = (this.#back.get(close.conversationId) ?? []).filter(({ seq }) => seq > close.seq);
    for (const back of backs) {
      const ended = this.#closes.find((one) => one.conversationId === close.conversationId && one.seq > back.seq);
      const isNone = ended !== undefined && (ended.reason === 'thanks' || ['spam', 'automatic', 'deletedAtSource', 'merged'].includes(ended.kind));
      if (!isNone) return back.at;
    }
    return undefined;
  }

  /** Held against what its queue promises now. */
  #timed(turns: readonly Turn[], now: number): { timed: number; inTime: number } {
    let [timed, inTime] = [0, 0];
    for (const turn of turns) {
      const conversation = this.state.get('conversation', turn.first.conversationId);
      const queue = this.state.get('queue', turn.end?.queueId ?? this.state.get('workItem', conversation?.workItemId ?? '')?.queueId ?? '');
      if (queue === undefined) continue;
      const channel = conversation?.channel ?? '';
      const promised = (queue.targetRows ?? []).filter((row) => (row.channel ?? channel) === channel && (row.caseType ?? this.#caseType(turn.first.id)) === this.#caseType(turn.first.id)).toSorted((a, b) => (b.caseType === undefined ? 0 : 2) + (b.channel === undefined ? 0 : 1) - (a.caseType === undefined ? 0 : 2) - (a.channel === undefined ? 0 : 1))[0];
      const targets = promised?.channel !== undefined ? promised.targets : (queue.channelTargets?.[channel] ?? promised?.targets ?? queue.targets);
      const target = turn.isFirst ? targets.firstResponseMs : targets.nextResponseMs;
      if (turn.end === undefined) timed += span(queue.hours, turn.first.at, now, 'business') > target ? 1 : 0;
      if (turn.end?.how !== 'answered' && turn.end?.how !== 'elsewhere') continue;
      timed += 1;
      if (span(turn.end.hours, turn.first.at, turn.end.at, 'business') <= target) inTime += 1;
    }
    return { timed, inTime };
  }

  #summed({ messages, thanks, turns: all, closes }: { messages: number; thanks: number; turns: readonly Turn[]; closes: readonly Closed[] }, now: number, clock: 'business' | 'wall'): unknown {
    const turns = all.filter(({ end }) => end?.how !== 'spam' && end?.how !== 'deleted' && end?.how !== 'merged');
    const answered = (isFirst: boolean): number[] => turns.flatMap((turn) => (turn.isFirst === isFirst && (turn.end?.how === 'answered' || turn.end?.how === 'elsewhere') ? [span(turn.end.hours, turn.first.at, turn.end.at, clock)] : []));
    const open = turns.filter(({ end }) => end === undefined);
    const told = (kind: string): Closed[] => closes.filter((close) => close.kind === kind);
    const ended = closes.filter(({ kind }) => ['resolved', 'handedOver', 'answeredElsewhere'].includes(kind));
    const isBack = (close: Closed): boolean => ((back) => back !== undefined && back - close.at < WEEK)(this.#cameBack(close));
    const due = ended.filter((close) => now - close.at >= WEEK);
    return {
      messages,
      thanks,
      requests: turns.filter(({ isFirst }) => isFirst).length,
      waiting: open.length,
      ...(open.length === 0 ? {} : { longestWaitMs: Math.max(...open.map(({ first }) => now - first.at)) }),
      setAside: closes.length - ended.length - told('noAnswerNeeded').length,
      served: {
        firstResponse: spread(answered(true)),
        nextResponse: spread(answered(false)),
        turns: turns.length,
        chased: turns.filter(({ said }) => said.some((one, i) => i > 0 && one.at - (said[i - 1] as Said).at >= 10 * MINUTE)).length,
        ...this.#timed(turns, now),
        closed: ended.length,
        handedOver: told('handedOver').length,
        elsewhere: told('answeredElsewhere').length,
        noAnswer: told('noAnswerNeeded').length,
        noAnswerBack: told('noAnswerNeeded').filter(isBack).length,
        due: due.length,
        kept: due.filter((close) => !isBack(close)).length,
        pending: ended.length - due.length,
        resolution: spread(ended.map(({ waits }) => waits.reduce((sum, { hours, from, to }) => sum + span(hours, from, to, clock), 0))),
      },
    };
  }
}

function spread(spans: readonly number[]): unknown {
  if (spans.length === 0) return { count: 0 };
  // The smallest that leaves no more than a tenth above it.
  const p90Ms = Math.min(...spans.filter((one) => spans.filter((other) => other > one).length <= spans.length / 10));
  return { count: spans.length, averageMs: Math.round(spans.reduce((sum, one) => sum + one, 0) / spans.length), p90Ms, worstMs: Math.max(...spans) };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
