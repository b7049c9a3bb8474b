import type { RoutingConfig } from '../../server/routing/core/config.ts';
import { RoutingEngine } from '../../server/routing/core/engine.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { CenterEvent, NewEvent } from '../../shared/events/index.ts';
import type { Decision, Dispatcher, PersonState, SimItem, SimPerson } from './dispatcher.ts';
import type { ChannelRule } from './schema.ts';

/** The product's own engine: it is fed the events the server would log, and what it decides is folded back before it counts. */
export class EngineDispatcher implements Dispatcher {
  readonly engine: RoutingEngine;
  readonly #epochs = new Map<string, number>();
  #seq = 0;

  constructor(channels: readonly ChannelRule[], config: Partial<RoutingConfig>, now: number) {
    this.engine = new RoutingEngine({ config });
    for (const [order, channel] of channels.entries()) {
      const targets = { firstResponseMs: Math.round(channel.target * 60_000), nextResponseMs: Math.round(channel.target * 60_000) };
      this.#log(now, {
        type: 'queue.defined',
        data: {
          id: channel.id,
          name: { de: channel.id, en: channel.id },
          teamIds: [],
          needs: [],
          match: { accountIds: [], terms: [] },
          order,
          priority: channel.priority,
          targets,
          hours: channel.hours ?? ALWAYS_OPEN,
          distribution: channel.distribution,
          offerMs: Math.round(channel.offerSeconds * 1000),
        },
      });
    }
  }

  person(person: SimPerson, now: number): void {
    const { id, skills, capacity, no } = person;
    const who = { id, name: id, initials: `${no}`, role: 'agent', place: 'office' } as const;
    this.#log(now, { type: 'agent.registered', data: { ...who, teamIds: [], skills: [...skills], capacity, disabled: false } });
  }

  state(agentId: string, state: PersonState, now: number): void {
    this.#log(now, { type: 'agent.stateChanged', data: { agentId, state, at: now } });
  }

  link(agentId: string, up: boolean, now: number): void {
    this.#log(now, { type: up ? 'agent.connected' : 'agent.dropped', data: { agentId, at: now } });
  }

  queue(item: SimItem, now: number): void {
    this.#log(now, {
      type: 'workItem.queued',
      data: {
        id: item.id,
        conversationId: item.id,
        contactId: item.contactId,
        accountId: 'account',
        channel: item.channel.id,
        queueId: item.channel.id,
        needs: [...item.needs],
        priority: item.channel.priority,
        cost: item.channel.cost,
        createdAt: item.arrivedAt,
        queuedAt: item.arrivedAt,
        dueAt: item.dueAt,
      },
    });
  }

  accept(itemId: string, offerId: string, now: number): void {
    const agentId = offerId.slice(0, offerId.indexOf('|'));
    const ref = { workItemId: itemId, conversationId: itemId, agentId, at: now };
    this.#log(now, { type: 'reservation.accepted', data: { reservationId: offerId.slice(agentId.length + 1), ...ref } });
    const epoch = (this.#epochs.get(itemId) ?? 0) + 1;
    this.#epochs.set(itemId, epoch);
    this.#log(now, { type: 'workItem.assigned', data: { ...ref, epoch, reason: { by: 'offer' } } });
  }

  begin(itemId: string, agentId: string, now: number): void {
    this.#log(now, { type: 'draft.saved', data: { conversationId: itemId, agentId, bodyRef: 'body', savedAt: now } });
  }

  close(itemId: string, now: number): void {
    this.#epochs.delete(itemId);
    this.#log(now, {
      type: 'workItem.closed',
      data: { workItemId: itemId, conversationId: itemId, disposition: { kind: 'resolved' }, at: now },
    });
  }

  settle(now: number): readonly Decision[] {
    const all: Decision[] = [];
    for (let turn = 0; ; turn += 1) {
      const decided = this.engine.decide(now);
      if (decided.length === 0) return all;
      if (turn > 100_000) throw new Error('the engine does not come to rest');
      for (const event of decided) {
        this.#log(now, event);
        const decision = this.#decisionOf(event);
        if (decision !== undefined) all.push(decision);
      }
    }
  }

  wakeAt(now: number): number | undefined {
    return this.engine.nextWakeAt(now);
  }

  #decisionOf(event: NewEvent): Decision | undefined {
    switch (event.type) {
      case 'workItem.assigned':
        this.#epochs.set(event.data.workItemId, event.data.epoch);
        return { kind: 'assign', item: event.data.workItemId, person: event.data.agentId };
      case 'workItem.returned':
        this.#epochs.set(event.data.workItemId, event.data.epoch);
        return { kind: 'return', item: event.data.workItemId, person: event.data.fromAgentId };
      case 'reservation.offered':
      case 'reservation.expired':
      case 'reservation.rescinded': {
        const { workItemId: item, agentId: person, reservationId } = event.data;
        return { kind: event.type === 'reservation.offered' ? 'offer' : 'offerEnded', item, person, offer: `${person}|${reservationId}` };
      }
      case 'agent.stateChanged':
        return { kind: 'absent', person: event.data.agentId };
      default:
        return undefined;
    }
  }

  #log(at: number, event: NewEvent): void {
    this.#seq += 1;
    this.engine.apply({ ...event, seq: this.#seq, at, v: 1, actor: 'route-sim' } as CenterEvent);
  }
}
