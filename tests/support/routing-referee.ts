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

  for (const event of events) {
    if (event.type === 'workItem.returned') {
      const { workItemId, fromAgentId, epoch } = event.data;
      const item = items.get(workItemId);
      const owner = agents.get(fromAgentId);
      const conversation = conversations.get(event.data.conversationId);
      if (item?.state !== 'assigned' || item.ownerAgentId !== fromAgentId || owner === undefined)
        return wrong('R7', 'returned from who does not hold it');
      if (item.waitingFor !== 'us') wrong('R7', 'returned although it waits for the customer');
      if (conversation?.lock !== undefined) wrong('R7', 'returned with an answer out');
      if (epoch !== (conversation?.epoch ?? 0) + 1) wrong('epoch', `${workItemId}: ${epoch}`);
      if (!owner.connected && owner.droppedAt !== undefined && w.now < owner.droppedAt + 135_000)
        wrong('R7', 'returned before the lease was over');
      if (owner.connected && !owner.disabled && (owner.state === 'available' || owner.state === 'runOut'))
        wrong('R7', 'taken from someone at work');
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
    if (item.state !== 'queued' || item.ownerAgentId !== undefined || item.waitingFor !== 'us') wrong('R1', `${workItemId} is not waiting`);
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
    if (agent.used + item.cost > agent.capacity) wrong('R2', `${agentId} would exceed ${agent.capacity}`);
    agent.used += item.cost;
    if (conversation?.lock?.state === 'permitted') wrong('R7', 'given while an answer may be out');
    const offers =
      item.priority < 9 &&
      (queue?.distribution === 'offer' || (queue?.distribution === 'channel' && getChannel(item.channel)?.distribution === 'offer'));
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
