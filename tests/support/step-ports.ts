// The ports of a real desk with a word said at every step of an answer's way; whoever listens may end the process there.
import type { OutboundConnector } from '../../electron/main/channels/ports.ts';
import type { OpenedReplica } from '../../electron/main/storage/care.ts';
import type { SecretStore } from '../../electron/main/secrets/secret-store-port.ts';

export type SayStep = (step: string) => void;

/** Steps met inside the desk, in the order an answer comes by them. `before`: in the transaction; `after`: it is on disk. */
export const DESK_STEPS = [
  'accept.before',
  'accept.after',
  'ask.before',
  'ask.after',
  'permit.before',
  'permit.after',
  'attempt.before',
  'attempt.after',
  'response.read',
  'outcome.before',
  'outcome.after',
  'report.before',
  'report.after',
  'unknown.before',
  'unknown.after',
  'look.start',
  'look.answered',
  'found.before',
  'found.after',
  'startup.before',
  'startup.after',
  'token.before',
  'token.after',
] as const;

/** The stores of a local copy; each transaction is named by what is written in it. */
export function withStoreSteps(opened: OpenedReplica, say: SayStep): OpenedReplica {
  const { stores } = opened;
  let depth = 0;
  let met = new Set<string>();
  const named = <T>(work: () => T): T => {
    if (depth > 0) return work();
    met = new Set();
    depth += 1;
    let result: T;
    try {
      result = stores.transaction(() => {
        const done = work();
        for (const name of met) say(`${name}.before`);
        return done;
      });
    } finally {
      depth -= 1;
    }
    for (const name of met) say(`${name}.after`);
    return result;
  };
  const outbox = over(stores.outbox, {
    enqueue: (...args: Parameters<typeof stores.outbox.enqueue>) => named(() => (met.add('accept'), stores.outbox.enqueue(...args))),
    update: (...args: Parameters<typeof stores.outbox.update>) =>
      named(() => {
        const name = nameOf(args[1].stateValue, stores.outbox.get(args[0])?.state);
        if (name !== undefined) met.add(name);
        return stores.outbox.update(...args);
      }),
  });
  const attempts = over(stores.attempts, {
    start: (...[attempt, at, also]: Parameters<typeof stores.attempts.start>) => {
      stores.attempts.start(attempt, at, () => {
        also?.();
        say('attempt.before');
      });
      say('attempt.after');
    },
  });
  const commands = over(stores.commands, {
    answer: (...args: Parameters<typeof stores.commands.answer>) =>
      named(() => {
        const type = (stores.commands.get(args[0])?.value as { type?: string } | undefined)?.type;
        if (type === 'reply.report') met.add('report');
        return stores.commands.answer(...args);
      }),
  });
  return { ...opened, stores: over(stores, { transaction: named, outbox, attempts, commands }) };
}

/** The step that a new state of a reply is, seen from the state before it. */
function nameOf(value: unknown, before: string | undefined): string | undefined {
  const state = value as { kind?: string; by?: string; detail?: string } | undefined;
  if (state?.kind === 'asking') return 'ask';
  if (state?.kind === 'permitted' && before === 'asking') return 'permit';
  if (state?.kind === 'delivered') return state.by === 'reconcile' ? 'found' : before === 'attempting' ? 'outcome' : undefined;
  if (state?.kind === 'unknown' && before === 'attempting') return state.detail === 'the desk ended before the answer' ? 'startup' : 'unknown';
  return undefined;
}

export function withConnectorSteps(inner: OutboundConnector, say: SayStep): OutboundConnector {
  return {
    channel: inner.channel,
    safeToRepeat: (attempt) => inner.safeToRepeat(attempt),
    check: (target) => inner.check(target),
    send: async (request) => {
      const outcome = await inner.send(request);
      if (outcome.kind === 'delivered') say('response.read');
      return outcome;
    },
    reconcile: async (request) => {
      say('look.start');
      const outcome = await inner.reconcile(request);
      if (outcome.kind === 'found') say('look.answered');
      return outcome;
    },
  };
}

/** A new refresh token is at the door of the keychain, and in it. */
export function withSecretSteps(inner: SecretStore, say: SayStep): SecretStore {
  return over(inner, {
    set: async (name: string, value: string) => {
      if (name.endsWith('refresh-token')) say('token.before');
      await inner.set(name, value);
      if (name.endsWith('refresh-token')) say('token.after');
    },
  });
}

/** `inner` with some members replaced; methods keep the object they belong to. */
function over<T extends object>(inner: T, members: Partial<{ [K in keyof T]: unknown }>): T {
  return new Proxy(inner, {
    get(target, key) {
      if (Object.hasOwn(members, key)) return members[key as keyof T];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
