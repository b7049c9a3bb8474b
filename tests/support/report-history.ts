import type { CaseLabel } from './report-oracle.ts';
import type { BusinessHours } from '../../shared/domain/hours.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { MINUTE, QUEUE, SharedCenter, START } from './shared-center.ts';
import { storedEvents } from './stored-events.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Monday to Friday with a break at noon, a short Saturday, one holiday. */
export const SHOP_HOURS: BusinessHours = { timeZone: 'Europe/Berlin', week: [[], ...Array.from({ length: 5 }, () => [{ fromMinute: 480, toMinute: 750 }, { fromMinute: 810, toMinute: 1200 }]), [{ fromMinute: 600, toMinute: 840 }]], holidays: ['2027-01-21'] };
export const LATE_HOURS: BusinessHours = { ...SHOP_HOURS, week: [[{ fromMinute: 720, toMinute: 1440 }], ...SHOP_HOURS.week.slice(1)], holidays: [] };

const TYPES: readonly CaseLabel[] = ['fault', 'complaint', 'request', 'praise', 'other'];
const AGENTS = ['ann', 'ben', 'sue'] as const;
const CUSTOMERS = 6;
const READ = storedEvents().find(({ event }) => event.type === 'message.read')?.event as Extract<CenterEvent, { type: 'message.read' }>;
const CORRECTED = storedEvents().find(({ event }) => event.type === 'message.readingCorrected')?.event as Extract<CenterEvent, { type: 'message.readingCorrected' }>;

/** A seeded life of a small center with everything that changes a figure, by the real deciders and reducers. Every instant is a whole minute. */
export function reportHistory(seed: number, steps: number): SharedCenter {
  const rng = seededRng(seed);
  const center = new SharedCenter();
  center.emit({ type: 'queue.defined', data: { ...QUEUE, hours: SHOP_HOURS, teamIds: ['north'] } }, { type: 'queue.defined', data: { ...QUEUE, id: 'tv', order: 0, match: { accountIds: [], terms: ['tv'] } } });
  const replies: { id: string; by: string; conversationId: string }[] = [];
  let count = 0;
  const conversations = (): string[] => [...center.state.all('conversation').keys()];
  const deeds: Record<string, (conversationId: string) => void> = {
    write: () => {
      const who = `kim${rng.int(CUSTOMERS)}`;
      const messageId = center.customerWrites(who, rng.chance(0.2) ? { account: 'chat', thread: `chat-${who}` } : {});
      if (rng.chance(0.8)) read(messageId, rng.pick(TYPES));
    },
    answer: (conversationId) => {
      const conversation = center.conversation(conversationId);
      const by = owner(conversationId);
      const id = `r${++count}`;
      const turn = conversation.openTurn;
      const through = turn?.[rng.chance(0.75) ? turn.length - 1 : rng.int(turn.length)]?.messageId;
      if (center.permit(conversationId, id, { by }, { followUp: turn === undefined, through }).kind === 'accepted') replies.push({ id, by, conversationId });
      if (rng.chance(0.7)) settle();
    },
    settle: () => settle(),
    elsewhere: (conversationId) => {
      const { openTurn, dismissedTurn, workItemId } = center.conversation(conversationId);
      const turn = openTurn ?? (rng.chance(0.3) ? dismissedTurn : undefined);
      const through = turn?.[rng.int(turn.length)]?.messageId;
      if (through === undefined) return;
      center.emit({ type: 'conversation.answeredElsewhere', data: { conversationId, messageId: `out-${++count}`, throughMessageId: through, at: center.now } });
      const item = center.state.get('workItem', workItemId ?? '');
      if (center.conversation(conversationId).openTurn === undefined && item !== undefined && item.state !== 'closed') center.emit({ type: 'workItem.closed', data: { workItemId: item.id, conversationId, disposition: { kind: 'answeredElsewhere' }, at: center.now } });
    },
    close: (conversationId) => {
      const by = owner(conversationId);
      const { workItemId = '', openTurn, lastInboundMessageId } = center.conversation(conversationId);
      const disposition = rng.pick([{ kind: 'resolved' }, { kind: 'resolved' }, { kind: 'handedOver' }, { kind: 'noAnswerNeeded', reason: 'noise' }, { kind: 'noAnswerNeeded', reason: 'thanks' }, { kind: 'noAnswerNeeded', reason: 'thanks' }] as const);
      center.run({ type: 'workItem.close', data: { workItemId, disposition, ...(openTurn === undefined && lastInboundMessageId === undefined ? {} : { seenThroughMessageId: openTurn?.at(-1)?.messageId ?? lastInboundMessageId }) } }, { by });
    },
    spam: (conversationId) => {
      const item = center.state.get('workItem', center.conversation(conversationId).workItemId ?? '');
      if (item !== undefined && item.state !== 'closed' && center.conversation(conversationId).lockedByReplyId === undefined) center.emit({ type: 'workItem.closed', data: { workItemId: item.id, conversationId, disposition: rng.chance(0.6) ? { kind: 'spam' } : { kind: 'merged' }, at: center.now } });
    },
    park: (conversationId) => {
      const by = owner(conversationId);
      const { workItemId = '', lastInboundMessageId } = center.conversation(conversationId);
      center.run({ type: 'workItem.park', data: { workItemId, ...(lastInboundMessageId === undefined ? {} : { seenThroughMessageId: lastInboundMessageId }) } }, { by });
    },
    promise: (conversationId) => {
      const item = center.state.get('workItem', center.conversation(conversationId).workItemId ?? '');
      if (item !== undefined && item.state !== 'closed' && item.waitingFor === 'customer') center.emit({ type: 'workItem.resumed', data: { workItemId: item.id, conversationId, at: center.now, dueAt: center.now + HOUR, cost: 10, because: 'promise' } });
    },
    reopen: (conversationId) => void center.run({ type: 'workItem.reopen', data: { workItemId: center.conversation(conversationId).workItemId ?? '' } }, { by: rng.pick(AGENTS) }),
    move: (conversationId) => {
      const item = center.state.get('workItem', center.conversation(conversationId).workItemId ?? '');
      if (item !== undefined && item.state !== 'closed') center.emit({ type: 'workItem.moved', data: { workItemId: item.id, conversationId, queueId: rng.pick(['mobile', 'tv']), needs: [], at: center.now } });
    },
    delete: (conversationId) => {
      const { openTurn, dismissedTurn } = center.conversation(conversationId);
      const turn = openTurn ?? dismissedTurn ?? [];
      const messageId = turn[rng.int(Math.max(1, turn.length))]?.messageId;
      if (messageId === undefined) return;
      center.emit({ type: 'message.deleted', data: { messageId, deletedAt: center.now } });
      const after = center.conversation(conversationId);
      const item = center.state.get('workItem', after.workItemId ?? '');
      if (after.openTurn === undefined && after.lockedByReplyId === undefined && item !== undefined && item.state !== 'closed') center.emit({ type: 'workItem.closed', data: { workItemId: item.id, conversationId, disposition: { kind: 'deletedAtSource' }, at: center.now } });
    },
    correct: (conversationId) => {
      const messageId = center.conversation(conversationId).lastInboundMessageId;
      const message = messageId === undefined ? undefined : center.state.get('message', messageId);
      if (message?.reading === undefined || message.deletedAt !== undefined) return;
      const caseType = rng.pick(TYPES);
      const conversation = center.conversation(conversationId);
      center.emit({ type: 'message.readingCorrected', data: { ...CORRECTED.data, messageId: message.id, conversationId, threadId: message.threadId, contactId: conversation.contactId, label: caseType, summary: { ...CORRECTED.data.summary, caseType, flags: caseType === 'praise' ? ['praise'] : [] }, at: center.now } });
    },
    tag: (conversationId) => center.emit({ type: 'conversation.tagged', data: { conversationId, tags: rng.pick([[], ['Umzug'], ['Umzug', 'VIP'], ['VIP']]) } }),
    ask: (conversationId) => {
      const by = owner(conversationId);
      const id = `e${++count}`;
      if (rng.chance(0.5)) return void center.run({ type: 'escalation.raise', data: { conversationId, id, reason: 'Weiß nicht weiter' } }, { by });
      // As for a trainee, who has a stand-in beside the one who is asked.
      const { ownerAgentId, escalations } = center.conversation(conversationId);
      if (ownerAgentId === by && escalations?.some(({ state }) => state === 'open') !== true) center.emit({ type: 'escalation.raised', data: { conversationId, id, agentId: by, at: center.now, dueAt: center.now + 10 * MINUTE, approverId: 'lea', standInId: 'ada', reasonRef: `why-${id}` } });
    },
    help: () => {
      const open = [...center.state.all('conversation').values()].flatMap(({ id, escalations }) => (escalations ?? []).filter(({ state }) => state === 'open').map((one) => ({ conversationId: id, id: one.id, by: one.agentId })));
      const one = open[rng.int(Math.max(1, open.length))];
      if (one === undefined) return;
      const ref = { conversationId: one.conversationId, id: one.id };
      const lead = rng.pick(['lea', 'ada']);
      if (rng.chance(0.2)) center.run({ type: 'escalation.withdraw', data: ref }, { by: one.by });
      else if (rng.chance(0.4)) center.run({ type: 'escalation.takeOver', data: ref }, { by: lead });
      else if (rng.chance(0.5)) center.run({ type: 'whisper.send', data: { id: `w${++count}`, conversationId: one.conversationId, text: 'Sag ab' } }, { by: lead });
      else center.run({ type: 'escalation.giveBack', data: { ...ref, word: 'Schaffst du' } }, { by: lead });
    },
    hours: () => center.emit({ type: 'queue.defined', data: { ...center.must('queue', 'mobile'), hours: rng.pick([SHOP_HOURS, LATE_HOURS]) } }),
    teams: () => {
      const agent = center.must('agent', rng.pick(AGENTS));
      center.emit({ type: 'agent.registered', data: { id: agent.id, name: agent.name, initials: agent.initials, role: agent.role, place: agent.place, skills: agent.skills, capacity: agent.capacity, disabled: agent.disabled, teamIds: rng.pick([['north'], ['south'], ['north', 'south'], []]) } });
    },
    cluster: () => center.emit({ type: 'cluster.confirmed', data: { clusterId: `q${rng.int(2)}`, byAgentId: 'lea', at: center.now, label: rng.pick(['Kein Netz', 'Rechnung']), conversationIds: conversations().filter(() => rng.chance(0.4)).slice(0, 3).concat(conversations().slice(0, 1)).filter((id, i, all) => all.indexOf(id) === i), kind: 'question' } }),
  };
  const weights: readonly [string, number][] = [['write', 26], ['answer', 22], ['settle', 8], ['elsewhere', 3], ['close', 16], ['spam', 2], ['park', 8], ['promise', 3], ['reopen', 5], ['move', 3], ['delete', 4], ['correct', 5], ['tag', 4], ['ask', 6], ['help', 5], ['hours', 1], ['teams', 1], ['cluster', 1]];
  const bag = weights.flatMap(([name, n]) => Array.from({ length: n }, () => name));
  function read(messageId: string, caseType: CaseLabel): void {
    const message = center.must('message', messageId);
    const conversation = center.conversation(message.conversationId ?? '');
    const { reading } = READ.data;
    center.emit({ type: 'message.read', data: { ...READ.data, messageId, conversationId: conversation.id, threadId: message.threadId, contactId: conversation.contactId, visibility: message.visibility, at: center.now, reading: { ...reading, caseType: { ...reading.caseType, label: caseType }, signals: caseType === 'praise' ? [{ kind: 'praise', confidence: 0.9, spans: [] }] : [] } } });
  }
  function owner(conversationId: string): string {
    const { ownerAgentId, workItemId = '' } = center.conversation(conversationId);
    if (ownerAgentId !== undefined) return ownerAgentId;
    const by = rng.pick(AGENTS);
    center.run({ type: 'workItem.take', data: { workItemId } }, { by });
    return center.conversation(conversationId).ownerAgentId ?? by;
  }
  function settle(): void {
    const reply = replies.splice(rng.int(Math.max(1, replies.length)), 1)[0];
    if (reply === undefined) return;
    if (rng.chance(0.85)) center.report(reply.id, { by: reply.by });
    else center.reportFailed(reply.id, { by: reply.by });
  }
  for (let step = 0; step < steps; step += 1) {
    center.now += rng.pick([0, 1, 1, 3, 9, 10, 12, 45, 120, 400]) * MINUTE;
    if (rng.chance(0.01)) center.now += DAY * (1 + rng.int(4));
    const name = center.state.all('conversation').size === 0 ? 'write' : rng.pick(bag);
    deeds[name]?.(rng.pick(conversations().length === 0 ? [''] : conversations()));
  }
  return center;
}
export { START };
