import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { placeEvent, readEvent, type CenterEvent, type NewEvent } from '../../shared/events/index.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { applyEvent } from '../../shared/reducers/index.ts';
import { ModelConversation } from '../support/reference-model.ts';
import { SharedCenter, START } from '../support/shared-center.ts';
import { storedEvents } from '../support/stored-events.ts';

// LEITSTAND_SEED repeats a run, LEITSTAND_RUNS makes it longer.
const SEED = Number(process.env['LEITSTAND_SEED'] ?? Math.floor(Math.random() * 1e9));
const RUNS = Number(process.env['LEITSTAND_RUNS'] ?? 300);

const AGENTS = ['ann', 'ben'] as const;
const CONVERSATIONS = 2;

const action = fc.record({
  do: fc.constantFrom('write', 'write', 'delete', 'take', 'transfer', 'return', 'reassign', 'close', 'park', 'reopen', 'permit', 'permit', 'permit', 'deliver', 'deliver', 'fail', 'discard', 'silent', 'wait', 'echo'),
  conversation: fc.nat(CONVERSATIONS - 1),
  agent: fc.constantFrom(...AGENTS),
  other: fc.constantFrom(...AGENTS),
  /** How stale what the desk knows is: an older epoch, message or reply. */
  stale: fc.nat(9),
  flag: fc.boolean(),
  secondDesk: fc.nat(7),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

class Run {
  readonly center = new SharedCenter();
  readonly models = Array.from({ length: CONVERSATIONS }, () => new ModelConversation());
  readonly messages: string[] = [''];
  readonly answered = new Set<string>();
  #replies = 0;
  readonly outcomes = new Map<string, number>();

  constructor() {
    for (let i = 0; i < CONVERSATIONS; i += 1) this.write(i);
  }

  id(conversation: number): string {
    return `conv-kim${conversation}-thread-kim${conversation}`;
  }

  write(conversation: number): void {
    this.messages.push(this.center.customerWrites(`kim${conversation}`));
    this.models[conversation]?.writes(this.messages.length - 1);
  }

  step(a: Action): void {
    const { center } = this;
    const model = this.models[a.conversation] as ModelConversation;
    const conversationId = this.id(a.conversation);
    const real = center.conversation(conversationId);
    const workItemId = real.workItemId ?? '';
    const run = (command: Command, by: string = a.agent): string => code(center.run(command, { by, replicaId: desk(by) }));
    const desk = (by: string): string => (a.secondDesk === 0 ? `second-${by}` : `desk-${by}`);
    const seen = a.stale === 0 ? 1 : model.lastMessage;
    const seenThroughMessageId = this.messages[seen] ?? '';
    const replies = [...model.answers.keys()];
    const replyId = replies.length === 0 ? 'none' : (replies[Math.max(0, replies.length - 1 - (a.stale < 6 ? 0 : a.stale - 5))] as string);
    const agree = (said: string, expected: string): void => {
      this.outcomes.set(`${a.do} ${said}`, (this.outcomes.get(`${a.do} ${said}`) ?? 0) + 1);
      expect(said, `${a.do} by ${a.agent}`).toBe(expected);
    };
    switch (a.do) {
      case 'write':
        return this.write(a.conversation);
      case 'delete': {
        const message = a.flag ? model.open.at(-1) : (model.shelved[0] ?? model.open[0]);
        if (message === undefined) return;
        center.emit({ type: 'message.deleted', data: { messageId: this.messages[message] ?? '', deletedAt: center.now } });
        return model.takenBack(message);
      }
      case 'wait':
        center.now += [1_000, 60_000, 140_000, 700_000][a.stale % 4] as number;
        return;
      case 'take':
        return agree(run({ type: 'workItem.take', data: { workItemId } }), model.take(a.agent));
      case 'transfer':
        return agree(run({ type: 'workItem.transfer', data: { workItemId, to: { kind: 'agent', agentId: a.other } } }), model.transfer(a.agent, a.other, center.now));
      case 'return':
        return agree(run({ type: 'workItem.transfer', data: { workItemId, to: { kind: 'queue' } } }), model.transfer(a.agent, undefined, center.now));
      case 'reassign': {
        const to = a.stale < 3 ? undefined : a.other;
        return agree(run({ type: 'workItem.reassign', data: { workItemIds: [workItemId], to: to === undefined ? { kind: 'queue' } : { kind: 'agent', agentId: to }, force: a.flag } }, 'lea'), model.reassign(to, a.flag, center.now));
      }
      case 'close':
        return agree(run({ type: 'workItem.close', data: { workItemId, disposition: { kind: 'resolved' }, seenThroughMessageId } }), model.close(a.agent, seen));
      case 'park':
        return agree(run({ type: 'workItem.park', data: { workItemId, seenThroughMessageId } }), model.park(a.agent, seen));
      case 'reopen':
        return agree(run({ type: 'workItem.reopen', data: { workItemId } }), model.reopen(a.agent));
      case 'permit':
        return this.#permit(a, model, conversationId, replyId, desk(a.agent), agree);
      case 'deliver':
      case 'echo':
        // Whoever hears of it: the desk, a colleague who looked, the platform's echo.
        agree(run({ type: 'reply.report', data: { replyId, outcome: { kind: 'delivered', by: 'reconcile', remoteIds: [`out-${replyId}`], sentAt: center.now } } }), model.delivered(replyId));
        return;
      case 'fail':
        return agree(run({ type: 'reply.report', data: { replyId, outcome: { kind: 'failed', failure: { code: 'X', detail: '', retryable: false } } } }), model.notSent(replyId, 'failed', a.agent, desk(a.agent), true, center.now));
      case 'discard':
        return agree(run({ type: 'reply.settle', data: { replyId, decision: { kind: 'discard' } } }), model.notSent(replyId, 'discarded', a.agent, desk(a.agent), true, center.now));
      case 'silent':
        if (replies.length > 0) center.unconfirmed(replyId);
        model.silent(replyId);
        return;
    }
  }

  #permit(a: Action, model: ModelConversation, conversationId: string, known: string, desk: string, agree: (said: string, expected: string) => void): void {
    const { center } = this;
    const replyId = a.stale === 1 && known !== 'none' ? known : `r${++this.#replies}`;
    const epoch = Math.max(0, model.epoch - (a.stale === 2 ? 1 : 0));
    const covers = a.stale === 3 ? undefined : a.stale === 4 ? (model.open[0] ?? model.lastMessage) : (model.open.at(-1) ?? model.lastMessage);
    const heldMs = a.stale === 5 ? 700_000 : 0;
    const before = model.answers.has(replyId);
    const said = code(center.permit(conversationId, replyId, { by: a.agent, replicaId: desk }, { epoch, followUp: a.flag, through: covers === undefined ? undefined : this.messages[covers], frozenAt: center.now - heldMs }));
    agree(said, model.permit(replyId, a.agent, desk, { epoch, covers, followUp: a.flag, heldMs }, center.now));
    center.sendingUntil.set(conversationId, model.sendingUntil);
    if (said === 'ok' && !before && !a.flag) expect(this.answered.has(`${a.conversation} ${String(covers)}`), 'an answered turn was permitted again').toBe(false);
  }

  /** What must hold after every step, in the words of the product's own state. */
  check(): void {
    const { center } = this;
    for (const [i, model] of this.models.entries()) {
      const id = this.id(i);
      const conversation = center.conversation(id);
      const items = [...center.state.all('workItem').values()].filter((item) => item.conversationId === id);
      expect(items.filter((item) => item.state !== 'closed').length, 'at most one open item').toBeLessThanOrEqual(1);
      const owners = items.flatMap((item) => item.ownerAgentId ?? []);
      expect(owners, 'item and conversation agree about the owner').toEqual(conversation.ownerAgentId === undefined ? [] : [conversation.ownerAgentId]);
      const outstanding = [...center.state.all('reply').values()].filter((r) => r.conversationId === id && (r.state === 'permitted' || r.state === 'unconfirmed'));
      expect(outstanding.map((r) => r.id), 'the lock is the one answer that is out').toEqual(conversation.lockedByReplyId === undefined ? [] : [conversation.lockedByReplyId]);
      expect(conversation.ownerAgentId, 'owner').toBe(model.owner);
      expect(conversation.epoch, 'epoch').toBe(model.epoch);
      expect((conversation.openTurn ?? []).map((m) => m.messageId), 'open turn').toEqual(model.open.map((m) => this.messages[m]));
      expect(conversation.lockedByReplyId, 'lock').toBe(model.lock);
      for (const [replyId, answer] of model.answers) {
        expect(center.must('reply', replyId).state).toBe(answer.state);
        if (answer.state === 'delivered' && answer.covers !== undefined && !model.gone.has(answer.covers)) this.answered.add(`${i} ${answer.covers}`);
      }
    }
    this.#epochsGrow();
  }

  #last = 0;
  readonly #epochs = new Map<string, number>();
  #epochsGrow(): void {
    for (const event of this.center.log.slice(this.#last)) {
      if (event.type !== 'workItem.assigned' && event.type !== 'workItem.returned') continue;
      expect(event.data.epoch, 'the epoch grows by one at each change of owner').toBe((this.#epochs.get(event.data.conversationId) ?? 0) + 1);
      this.#epochs.set(event.data.conversationId, event.data.epoch);
    }
    this.#last = this.center.log.length;
  }
}

function code(decision: Decision): string {
  return decision.kind === 'accepted' ? 'ok' : decision.code;
}

test(`OWN-1 OWN-2 OWN-3 OWN-8 SEND-3 SEND-4 SEND-5 SEND-10 SEND-12 ${RUNS} random histories agree with the reference model step by step (seed ${SEED})`, () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(action, { minLength: 1, maxLength: 80, size: 'max' }), (actions) => {
      const run = new Run();
      for (const a of actions) {
        run.step(a);
        run.check();
      }
      for (const [what, n] of run.outcomes) outcomes.set(what, (outcomes.get(what) ?? 0) + n);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // Histories that never get anywhere would prove nothing.
  const seen = [...outcomes.keys()];
  for (const what of ['permit ok', 'permit TURN_LOCKED', 'permit TURN_ANSWERED', 'permit MESSAGE_DELETED', 'permit LEASE_LOST', 'deliver ok', 'fail ok', 'discard ok', 'take ALREADY_TAKEN', 'close NEWER_MESSAGE', 'reopen ok', 'reassign REPLY_UNDER_WAY']) expect(seen, `${what} was reached`).toContain(what);
}, 120_000);

test(`EVT-8 a log folded twice, and read back from its stored form, gives the same state (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 1, maxLength: 60, size: 'max' }), (actions) => {
      const run = new Run();
      for (const a of actions) run.step(a);
      const live = JSON.stringify(run.center.state.dump());
      expect(fold(run.center.log)).toBe(live);
      const stored = JSON.parse(JSON.stringify(run.center.log)) as CenterEvent[];
      expect(fold(stored.map((raw) => must(readEvent(raw))))).toBe(live);
      // A copy taken in between and folded on stands where the whole fold does.
      const half = Math.floor(stored.length / 2);
      const store = new EntityMaps();
      for (const event of stored.slice(0, half)) applyEvent(store, event, store.all('agent').keys());
      const copy = new EntityMaps();
      copy.load(JSON.parse(JSON.stringify(store.dump())) as ReturnType<EntityMaps['dump']>);
      for (const event of stored.slice(half)) applyEvent(copy, event, copy.all('agent').keys());
      expect(JSON.stringify(copy.dump())).toBe(live);
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS / 4) },
  );
}, 120_000);

test(`EVT-8 OWN-2 even events in no sensible order fold without a throw, alike each time, and no epoch falls (seed ${SEED})`, () => {
  const kinds = storedEvents().map((s) => s.event);
  const swap = fc.record({ which: fc.nat(kinds.length - 1), epoch: fc.integer({ min: 1, max: 6 }), suffix: fc.nat(1) });
  fc.assert(
    fc.property(fc.array(swap, { minLength: 1, maxLength: 150, size: 'max' }), (picks) => {
      const events = picks.map(({ which, epoch, suffix }, i) => {
        const of = kinds[which] as CenterEvent;
        const data = JSON.parse(JSON.stringify(of.data).replaceAll('-1"', `-${suffix}"`)) as Record<string, unknown>;
        return placeEvent({ type: of.type, data: 'epoch' in data ? { ...data, epoch } : data } as NewEvent, { seq: i + 1, at: START + i, actor: 'x' });
      });
      const store = new EntityMaps();
      const epochs = new Map<string, number>();
      for (const event of events) {
        const frozen = deepFreeze(store);
        applyEvent(store, event, store.all('agent').keys());
        for (const [id, conversation] of frozen.all('conversation')) {
          expect(conversation.epoch).toBeGreaterThanOrEqual(epochs.get(id) ?? 0);
          epochs.set(id, conversation.epoch);
        }
      }
      expect(fold(events)).toBe(JSON.stringify(store.dump()));
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 120_000);

function fold(events: readonly CenterEvent[]): string {
  const store = new EntityMaps();
  for (const event of events) applyEvent(store, event, store.all('agent').keys());
  return JSON.stringify(store.dump());
}

function must(read: ReturnType<typeof readEvent>): CenterEvent {
  if (read.kind !== 'event') throw new Error(read.kind);
  return read.event;
}

/** A reducer that changes its input in place now throws. */
function deepFreeze(store: EntityMaps): EntityMaps {
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  };
  for (const pairs of Object.values(store.dump())) for (const [, value] of pairs) freeze(value);
  return store;
}
