// First come, first served with the longest idle on any graph of skills, exactly: the product form of Adan and Weiss.

export interface SkillGraph {
  /** Per type of work. */
  readonly lambda: readonly number[];
  readonly mu: number;
  /** Per person, the types they can do. */
  readonly people: readonly (readonly number[])[];
}

export interface TypeFigures {
  readonly meanWait: number;
  readonly delayed: number;
}

/** Is there enough capacity for every subset of types? */
export function isStable(graph: SkillGraph): boolean {
  const types = graph.lambda.length;
  for (let set = 1; set < 1 << types; set += 1) {
    let load = 0;
    for (let t = 0; t < types; t += 1) if ((set >> t) & 1) load += graph.lambda[t] ?? 0;
    const able = graph.people.filter((skills) => skills.some((t) => (set >> t) & 1)).length;
    if (load >= able * graph.mu) return false;
  }
  return true;
}

/**
 * Mean wait and share delayed of each type. Goes through every order of busy people and idle people (J! · (J + 1) of them), so for up to eight.
 * In the state "S₁ … Sᵢ busy in this order of their jobs, the rest idle", the jobs between Sⱼ and Sⱼ₊₁ wait only for S₁ … Sⱼ: their number is
 * geometric with ratio λ(U(S₁..Sⱼ)) / (j·μ), and each is of a type only these can do.
 */
export function productForm(graph: SkillGraph): TypeFigures[] {
  const { lambda, mu, people } = graph;
  const masks = people.map((skills) => skills.reduce((mask, t) => mask | (1 << t), 0));
  const count = people.length;
  const sumOf = (mask: number): number => lambda.reduce((sum, rate, t) => sum + ((mask >> t) & 1 ? rate : 0), 0);
  const all = (1 << lambda.length) - 1;
  const maskOf = (set: number): number => masks.reduce((mask, m, i) => ((set >> i) & 1 ? mask | m : mask), 0);
  /** λ of what only these can do: no one outside has a skill for it. */
  const onlyMask = new Map<number, number>();
  for (let set = 0; set < 1 << count; set += 1) onlyMask.set(set, all & ~maskOf(((1 << count) - 1) & ~set));

  let total = 0;
  const queued = lambda.map(() => 0);
  const blockedFor = lambda.map(() => 0);
  const everyone = (1 << count) - 1;

  // Idle orders: the weight of all orders of a set at once, ∏ over the tail sets of 1 / λ(C(tail)).
  const idleWeight = new Map<number, number>([[0, 1]]);
  for (let set = 1; set <= everyone; set += 1) {
    let weight = 0;
    for (let i = 0; i < count; i += 1) if ((set >> i) & 1) weight += idleWeight.get(set & ~(1 << i)) ?? 0;
    idleWeight.set(set, weight / sumOf(maskOf(set)));
  }

  const visit = (busy: number, order: number, weight: number, terms: readonly { readonly only: number; readonly rate: number }[]): void => {
    const idle = everyone & ~busy;
    const state = weight * (idleWeight.get(idle) ?? 0);
    total += state;
    const canTake = maskOf(idle);
    for (let t = 0; t < lambda.length; t += 1) if (((canTake >> t) & 1) === 0) blockedFor[t] = (blockedFor[t] ?? 0) + state;
    for (const { only, rate } of terms) {
      const load = sumOf(only);
      if (load === 0) continue;
      // Mean of the geometric number waiting there, split by type.
      const waiting = load / (rate - load);
      for (let t = 0; t < lambda.length; t += 1)
        if ((only >> t) & 1) queued[t] = (queued[t] ?? 0) + (state * waiting * (lambda[t] ?? 0)) / load;
    }
    for (let i = 0; i < count; i += 1) {
      if ((busy >> i) & 1) continue;
      const next = busy | (1 << i);
      const only = onlyMask.get(next) ?? 0;
      const rate = (order + 1) * mu;
      visit(next, order + 1, weight / (rate - sumOf(only)), [...terms, { only, rate }]);
    }
  };
  visit(0, 0, 1, []);
  return lambda.map((rate, t) => ({ meanWait: (queued[t] ?? 0) / total / rate, delayed: (blockedFor[t] ?? 0) / total }));
}
