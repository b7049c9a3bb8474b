import { seededRng } from '../../shared/util/seeded-rng.ts';
import { isStable, type SkillGraph } from './product-form.ts';
import { scenarioSchema, type Scenario } from './schema.ts';

/** Random people and types with enough capacity everywhere: up to seven people, up to four types, busy about two thirds. */
export function randomGraph(seed: number): SkillGraph {
  const rng = seededRng(seed * 7919 + 13);
  for (;;) {
    const types = 2 + rng.int(3);
    const people = Array.from({ length: types + 1 + rng.int(3) }, () => {
      const skills = Array.from({ length: types }, (_, t) => t).filter(() => rng.chance(0.5));
      return skills.length === 0 ? [rng.int(types)] : skills;
    });
    const shares = Array.from({ length: types }, () => 0.5 + rng.next());
    const scale = (0.66 * people.length) / shares.reduce((a, b) => a + b, 0);
    const graph = { lambda: shares.map((s) => Math.round(s * scale * 1000) / 1000), mu: 1, people };
    // Not at the very edge, where an interval would need a year.
    if (isStable({ ...graph, lambda: graph.lambda.map((l) => l * 1.25) })) return graph;
  }
}

const NEVER_LATE = 1_000_000;

export function graphScenario(name: string, graph: SkillGraph, minutes: number, runs: number): Scenario {
  return scenarioSchema.parse({
    name,
    about: 'A skill graph for the exact product form: first come, longest idle.',
    minutes,
    warmup: 200,
    runs,
    cutAtEnd: true,
    routing: { order: 'arrival', who: 'longestIdle', lateEvery: 0, headStartMs: 0 },
    channels: graph.lambda.map((_, t) => ({ id: `type${t}`, target: NEVER_LATE })),
    flows: graph.lambda.map((perMinute, t) => ({
      id: `type${t}`,
      channel: `type${t}`,
      needs: { [`s${t}`]: 1 },
      arrivals: [{ kind: 'poisson', perMinute }],
      service: { kind: 'exp', mean: 1 / graph.mu },
    })),
    agents: graph.people.map((skills) => ({ count: 1, skills: Object.fromEntries(skills.map((t) => [`s${t}`, 3])) })),
  });
}
