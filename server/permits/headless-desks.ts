/** Desks without a screen on office machines, by person: they send what is scheduled there. In memory: a desk says it at each connection. */
export class HeadlessDesks {
  readonly #byAgent = new Map<string, Set<string>>();

  connected(agentId: string, connectionId: string): void {
    this.#byAgent.set(agentId, (this.#byAgent.get(agentId) ?? new Set()).add(connectionId));
  }

  gone(agentId: string, connectionId: string): void {
    const connections = this.#byAgent.get(agentId);
    connections?.delete(connectionId);
    if (connections?.size === 0) this.#byAgent.delete(agentId);
  }

  has(agentId: string): boolean {
    return this.#byAgent.has(agentId);
  }
}
