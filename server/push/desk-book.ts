import type { DeskSession } from './desk-session.ts';

const NONE: ReadonlySet<DeskSession> = new Set();

function put(map: Map<string, Set<DeskSession>>, key: string, desk: DeskSession): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([desk]));
  else set.add(desk);
}

function drop(map: Map<string, Set<DeskSession>>, key: string, desk: DeskSession): void {
  const set = map.get(key);
  if (set?.delete(desk) === true && set.size === 0) map.delete(key);
}

/** The desks, found by person and by what they hold, so that an event costs what it concerns and not what is connected. */
export class DeskBook {
  readonly live = new Set<DeskSession>();
  /** Desks something of their own waits for. */
  readonly pending = new Set<DeskSession>();
  readonly #byAgent = new Map<string, Set<DeskSession>>();
  readonly #byConversation = new Map<string, Set<DeskSession>>();

  enter(desk: DeskSession): void {
    desk.phase = 'live';
    this.live.add(desk);
    put(this.#byAgent, desk.viewer.agentId, desk);
  }

  leave(desk: DeskSession): void {
    this.live.delete(desk);
    this.pending.delete(desk);
    drop(this.#byAgent, desk.viewer.agentId, desk);
    for (const id of desk.held) drop(this.#byConversation, id, desk);
  }

  /** Live desks of a person. */
  of(agentId: string | undefined): ReadonlySet<DeskSession> {
    return agentId === undefined ? NONE : (this.#byAgent.get(agentId) ?? NONE);
  }

  /** Desks that hold the conversation, those still starting included. */
  holding(conversationId: string): ReadonlySet<DeskSession> {
    return this.#byConversation.get(conversationId) ?? NONE;
  }

  hold(desk: DeskSession, id: string, fetched: boolean): void {
    desk.held.add(id);
    if (fetched) desk.fetched.add(id);
    put(this.#byConversation, id, desk);
  }

  grant(desk: DeskSession, id: string): void {
    desk.purges.delete(id);
    if (desk.held.has(id)) return;
    this.hold(desk, id, desk.fetched.has(id));
    desk.grants.add(id);
    this.pending.add(desk);
  }

  revoke(desk: DeskSession, id: string): void {
    if (!desk.held.delete(id)) return;
    desk.fetched.delete(id);
    desk.grants.delete(id);
    drop(this.#byConversation, id, desk);
    desk.purges.add(id);
    this.pending.add(desk);
  }
}
