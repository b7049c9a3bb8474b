import type { RoutingConfig } from '../../server/routing/core/config.ts';
import { EngineDispatcher } from './engine-dispatcher.ts';
import { PLAIN_RULES, PlainDispatcher } from './plain-dispatcher.ts';
import type { MakeDispatcher } from './simulate.ts';

/** The engine as it ships, then with parts of it set otherwise, then rules of thumb that share no code with it. */
const ENGINES: Readonly<Record<string, Partial<RoutingConfig>>> = {
  engine: {},
  'engine-fcfs': { order: 'arrival', who: 'longestIdle', lateEvery: 0 },
};

export const POLICIES: readonly string[] = [...Object.keys(ENGINES), ...Object.keys(PLAIN_RULES)];

export function policyOf(name: string): MakeDispatcher | undefined {
  const engine = ENGINES[name];
  if (engine !== undefined)
    return (scenario, _people, _rng, startAt) =>
      new EngineDispatcher(scenario.channels, definedOf({ ...scenario.routing, ...engine }), startAt);
  const rule = Object.hasOwn(PLAIN_RULES, name) ? PLAIN_RULES[name] : undefined;
  return rule === undefined ? undefined : (_scenario, _people, rng) => new PlainDispatcher(rule, rng);
}

export function engineWith(config: Partial<RoutingConfig>): MakeDispatcher {
  return (scenario, _people, _rng, startAt) =>
    new EngineDispatcher(scenario.channels, definedOf({ ...scenario.routing, ...config }), startAt);
}

function definedOf(config: { readonly [K in keyof RoutingConfig]?: RoutingConfig[K] | undefined }): Partial<RoutingConfig> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}
