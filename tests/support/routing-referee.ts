import type { NewEvent } from '../../shared/events/index.ts';
import { getChannel } from '../../shared/channels/index.ts';
import type { RoutingWorld } from './routing-world.ts';

/** Judges decisions by the plain state, slowly and without any index. Throws what is wrong, with the rule's id. */
export function judge(w: RoutingWorld, events: readonly NewEvent[]): void {
  const s = w.snapshot();
  const agents = new Map(s.agents.map((a) => [a.id, { ...a }]));
  const items = new Map(s.items.map((i) => [i.id, i]));
  const queues = new Map(s.queues.map((q) => [q.id, q]));
  const kinds = new Map(s.skills.map((k) => [k.id, k.kind]));
  const conversations = new Map(s.conversations);
  const touched = new Set<string>();
  const wrong = (rule: string, what: string): never => {
    throw new Error(`${rule}: ${what}`);
  };

  // R2, kept for every person at all times: what is counted is what they hold.
  for (const agent of s.agents) {
    const held = s.items.filter((i) => i.ownerAgentId === agent.id && i.state === 'assigned').reduce((sum, i) => sum + i.cost, 0);
    const offered = s.reservations.filter((r) => r.agentId === agent.id).reduce((sum, r) => sum + r.cost, 0);
    if (held + offered !== agent.used) wrong('R2', `${agent.id} counts ${agent.used}, holds ${held}, is offered ${offered}`);
    if (s.reservations.filter((r) => r.agentId === agent.id).length > 1) wrong('R3', `${agent.id} has two offers`);
  }

  // By kind: async, live, call, danger.
  const offered = (item: { readonly queueId: string; readonly channel: string; readonly priority: number }): boolean => {
    const rule = queues.get(item.queueId)?.distribution;
    return item.priority < 9 && (rule === 'offer' || (rule === 'channel' && getChannel(item.channel)?.distribution === 'offer'));
  };
  const kindIn = (item: (typeof s.items)[number]): 0 | 1 | 2 | 3 => ({ async: 0, live: 1, call: 2, danger: 3 })[item.kind] as 0 | 1 | 2 | 3;
  const held = new Map<string, number[]>();
  const given = new Map<string, number>();
  for (const item of s.items) {
    if (item.priority === 9 && item.kind !== 'danger' && item.state !== 'closed') wrong('R11', `${item.id} is not taken for danger`);
    const holder = item.state === 'assigned' ? item.ownerAgentId : item.state === 'offered' ? s.reservations.find((r) => r.workItemId === item.id)?.agentId : undefined;
    if (holder === undefined) continue;
    const holds = held.get(holder) ?? [0, 0, 0, 0];
    holds[kindIn(item)] = (holds[kindIn(item)] ?? 0) + item.cost;
    held.set(holder, holds);
  }

  for (const event of events) {
    if (event.type === 'workItem.returned') {
      const { workItemId, fromAgentId, epoch } = event.data;
      const item = items.get(workItemId);
      const owner = agents.get(fromAgentId);
      const conversation = conversations.get(event.data.conversationId);
      if (item?.state !== 'assigned' || item.ownerAgentId !== fromAgentId || owner === undefined)
        return wrong('R7', 'returned from who does not hold it');
      if (item.waitingFor !== 'us') wrong('R7', 'returned although it waits for the customer');
      if (item.asleepUntil !== undefined) wrong('R2', 'returned in its sleep');
      if (conversation?.lock !== undefined) wrong('R7', 'returned with an answer out');
      if (epoch !== (conversation?.epoch ?? 0) + 1) wrong('epoch', `${workItemId}: ${epoch}`);
      if (!owner.connected && owner.droppedAt !== undefined && w.now < owner.droppedAt + 135_000)
        wrong('R7', 'returned before the lease was over');
      const { reason } = event.data;
      const config = w.engine.config;
      if (reason === 'overflow') {
        if (owner.used * 100 <= owner.capacity * config.overflowPercent && item.overflowAt === undefined) wrong('R2', 'overflowed below the cap');
        if (item.priority === 9) wrong('R11', 'danger overflowed');
      } else if (reason === 'untouched') {
        if (w.now < item.queuedAt + ((item.dueAt - item.queuedAt) * config.untouchedPercent) / 100 - 1) wrong('R7', 'taken before its share of the deadline');
        if (w.now < item.heldAt + config.untouchedMinMs) wrong('R7', 'taken before it was held long enough');
        if (w.now > item.dueAt) wrong('R7', 'taken when nobody could make it any more');
      } else if (owner.connected && !owner.disabled && (owner.state === 'available' || owner.state === 'runOut')) wrong('R7', 'taken from someone at work');
      continue;
    }
    if (event.type !== 'workItem.assigned' && event.type !== 'reservation.offered') continue;
    const { workItemId, agentId } = event.data;
    const item = items.get(workItemId);
    const agent = agents.get(agentId);
    if (item === undefined || agent === undefined) return wrong('R1', 'unknown item or person');
    const queue = queues.get(item.queueId);
    const conversation = conversations.get(item.conversationId);
    if (touched.has(workItemId)) wrong('R1', `${workItemId} given twice`);
    touched.add(workItemId);
    if (item.state !== 'queued' || item.ownerAgentId !== undefined || item.waitingFor !== 'us' || item.asleepUntil !== undefined) wrong('R1', `${workItemId} is not waiting`);
    if (agent.state !== 'available' || !agent.connected || agent.disabled) wrong('R1', `${agentId} is not there`);
    if (queue !== undefined && queue.teamIds.length > 0 && !queue.teamIds.some((t) => agent.teamIds.includes(t))) wrong('R1', 'wrong team');
    const ring = (w.config.rings?.[item.queueId] ?? []).find((r) => w.now >= item.queuedAt + r.afterMs);
    for (const need of item.needs) {
      const topic = kinds.get(need.skillId) === 'topic';
      const dropped = topic && ring?.drop.includes(need.skillId) === true;
      const lower = topic ? ring?.lower.find((l) => l.skillId === need.skillId)?.minLevel : undefined;
      const minLevel = dropped ? 0 : Math.min(need.minLevel, lower ?? need.minLevel);
      if ((agent.skills.find((k) => k.skillId === need.skillId)?.level ?? 0) < minLevel) wrong('R1/R4', `${agentId} lacks ${need.skillId}`);
    }
    const kind = kindIn(item);
    const holds = held.get(agentId) ?? [0, 0, 0, 0];
    const counts = AGAINST[kind].reduce((sum: number, k) => sum + (holds[k] ?? 0), 0);
    if (counts + item.cost > agent.capacity) wrong('R2', `${agentId} would exceed ${agent.capacity}`);
    if (kind !== 3 && (holds[2] ?? 0) > 0) wrong('R9', `${agentId} is in a call and gets ${workItemId}`);
    if (kind === 3 && (holds[2] ?? 0) > 0) wrong('R9', `${agentId} is in a call and gets danger`);
    if (kind !== 3) {
      judgeGate(w, agent, given.get(agentId) ?? 0, wrong);
      given.set(agentId, (given.get(agentId) ?? 0) + 1);
    }
    holds[kind] = (holds[kind] ?? 0) + item.cost;
    held.set(agentId, holds);
    agent.used += item.cost;
    if (conversation?.lock?.state === 'permitted') wrong('R7', 'given while an answer may be out');
    const offers = offered(item);
    if (offers !== (event.type === 'reservation.offered')) wrong('R3', `${workItemId}: offered or assigned`);
    if (event.type === 'reservation.offered') {
      if (agent.reservationId !== undefined) wrong('R3', `${agentId} has a second offer`);
      agent.reservationId = event.data.reservationId;
      if (event.data.expiresAt <= w.now) wrong('R3', 'an offer without time');
    } else if (event.data.epoch !== (conversation?.epoch ?? 0) + 1) wrong('epoch', `${workItemId}: ${event.data.epoch}`);
    if (item.declinedBy.includes(agentId)) {
      const others = w.engine
        .why(workItemId, w.now)
        ?.candidates.filter((c) => c.excluded.every((e) => e.rule !== 'R1' && e.because !== 'declined'));
      if (others !== undefined && others.length > 0) wrong('R3', `${agentId} is asked again before ${others[0]?.agentId}`);
      if (w.now < item.lastDeclineAt + 30_000) wrong('R3', `${agentId} is asked again at once`);
    }
  }
}

/** What counts against a capacity when something of this kind comes (R9, standard matrix): calls put posts aside, danger puts all aside but calls. */
const AGAINST = { 0: [0, 1, 2, 3], 1: [0, 1, 2, 3], 2: [1, 2, 3], 3: [2, 3] } as const;

type Snapshot = ReturnType<RoutingWorld['snapshot']>;

/** R8, counted from the log itself: so many at once, an hour's share later, none at the end of a planned shift. `more`: given in this turn. */
function judgeGate(w: RoutingWorld, agent: Snapshot['agents'][number], more: number, wrong: (rule: string, what: string) => never): void {
  const { startMs, perHour, atOnce, runOutMs } = w.engine.config.shift;
  const { shift } = agent;
  if (shift !== undefined && w.now >= Math.max(shift.startAt, shift.endAt - runOutMs) && !(shift.nextStartAt !== undefined && w.now >= shift.nextStartAt)) wrong('R8', `${agent.id} is running out`);
  let since: number | undefined;
  let state = 'offDuty';
  let got = 0;
  for (const event of w.log) {
    if (event.type === 'agent.stateChanged' && event.data.agentId === agent.id) {
      if (state === 'offDuty' && event.data.state !== 'offDuty') {
        since = event.data.at;
        got = 0;
      }
      state = event.data.state;
    }
    const mine = (event.type === 'workItem.assigned' && event.data.reason.by === 'router' && event.data.reason.pick !== 'danger') || event.type === 'reservation.offered';
    if (mine && event.data.agentId === agent.id) got += 1;
  }
  if (since === undefined || w.now >= since + startMs || (perHour === 0 && atOnce === 0)) return;
  const allowed = Math.max(atOnce, Math.floor((perHour * (w.now - since)) / 3_600_000));
  if (got + more >= allowed) wrong('R8', `${agent.id} gets ${got + more + 1} of ${allowed} at the start of the shift`);
}

/** After the router has come to rest: nothing waits that somebody could have now. */
export function judgeRest(w: RoutingWorld): void {
  const s = w.snapshot();
  for (const item of s.items) {
    if (item.state !== 'queued' || item.waitingFor !== 'us') continue;
    const why = w.engine.why(item.id, w.now);
    if (why === undefined) throw new Error(`${item.id}: no explanation`);
    const first = why.candidates[0];
    if (why.blockedBy === undefined && first?.excluded.length === 0)
      throw new Error(`${item.id} waits although ${first.agentId} could have it`);
  }
}
