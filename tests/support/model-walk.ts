import type { Command } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { ModelConversation } from './reference-model.ts';
import { SharedCenter, START } from './shared-center.ts';

export const WALKERS = ['ann', 'ben'] as const;
export const CONVERSATIONS = 2;
export const DEEDS = ['write', 'write', 'edit', 'delete', 'take', 'transfer', 'return', 'reassign', 'close', 'park', 'reopen', 'permit', 'permit', 'permit', 'deliver', 'deliver', 'fail', 'discard', 'silent', 'wait', 'echo', 'schedule', 'executor', 'stop', 'resume', 'resume'] as const;

export interface WalkStep {
  readonly do: (typeof DEEDS)[number];
  readonly conversation: number;
  readonly agent: (typeof WALKERS)[number];
  readonly other: (typeof WALKERS)[number];
  /** 0–9, how stale what the desk knows is: an older epoch, message or reply. */
  readonly stale: number;
  readonly flag: boolean;
  /** 0–7; 0: from another desk of the same person. */
  readonly secondDesk: number;
}

/** The real deciders and reducers beside the reference model, step by step; the first difference is thrown. */
export class ModelWalk {
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

  step(a: WalkStep): void {
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
      same(said, expected, `${a.do} by ${a.agent}`);
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
      case 'edit': {
        const message = model.open.at(-1);
        if (message === undefined) return;
        // Later than anything frozen in this history.
        center.emit({ type: 'message.edited', data: { messageId: this.messages[message] ?? '', bodyRef: `edited-${message}`, editedAt: START + 1e11 } });
        model.edited.add(message);
        return;
      }
      case 'stop':
      case 'resume':
        run({ type: a.do === 'stop' ? 'account.stop' : 'account.resume', data: { accountId: 'open', ...(a.do === 'stop' ? { reason: 'x' } : {}) } } as Command, 'lea');
        for (const every of this.models) every.isStopped = a.do === 'stop';
        return;
      case 'schedule': {
        const id = a.stale === 1 && replyId !== 'none' ? replyId : `r${++this.#replies}`;
        const covers = model.open.at(-1) ?? model.lastMessage;
        const epoch = Math.max(0, model.epoch - (a.stale === 2 ? 1 : 0));
        const executor = a.flag ? 'headless' : 'desk';
        const sendAt = center.now + (a.secondDesk % 2 === 0 ? 0 : 60_000);
        center.hasHeadless = a.stale !== 3;
        const said = run({ type: 'reply.schedule', data: { replyId: id, conversationId, epoch, frozen: { parts: ['Später ^AB'], visibility: 'public' }, followUp: false, platformKey: `key-${id}`, frozenAt: center.now, sendAt, executor, answersThroughMessageId: this.messages[covers] ?? '' } } as Command);
        return agree(said, model.schedule(id, a.agent, desk(a.agent), epoch, covers, executor, center.hasHeadless, sendAt));
      }
      case 'executor': {
        center.hasHeadless = a.stale !== 3;
        const executor = a.flag ? 'headless' : 'desk';
        const waiting = a.secondDesk < 3 ? undefined : replies.findLast((id) => model.answers.get(id)?.state === 'scheduled');
        const which = waiting ?? replyId;
        return agree(run({ type: 'reply.changeExecutor', data: { replyId: which, executor } } as Command), model.changeExecutor(which, a.agent, desk(a.agent), executor, center.hasHeadless));
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

  #permit(a: WalkStep, model: ModelConversation, conversationId: string, known: string, desk: string, agree: (said: string, expected: string) => void): void {
    const { center } = this;
    const isDue = model.answers.get(known)?.state === 'scheduled';
    const replyId = (a.stale === 1 || (isDue && a.stale > 5)) && known !== 'none' ? known : `r${++this.#replies}`;
    center.headless = isDue && a.other === 'ann';
    const epoch = Math.max(0, model.epoch - (a.stale === 2 ? 1 : 0));
    const covers = a.stale === 3 ? undefined : a.stale === 4 || a.stale === 5 ? (model.open[0] ?? model.lastMessage) : (model.open.at(-1) ?? model.lastMessage);
    const heldMs = a.stale === 5 ? 700_000 : 0;
    const before = model.answers.has(replyId) && !isDue;
    const said = code(center.permit(conversationId, replyId, { by: a.agent, replicaId: desk }, { epoch, followUp: a.flag, through: covers === undefined ? undefined : this.messages[covers], frozenAt: center.now - heldMs }));
    agree(said, model.permit(replyId, a.agent, desk, { epoch, covers, followUp: a.flag, heldMs, fromOffice: center.headless }, center.now));
    center.headless = false;
    center.sendingUntil.set(conversationId, model.sendingUntil);
    if (said === 'ok' && !before && !a.flag) same(this.answered.has(`${a.conversation} ${String(covers)}`), false, 'an answered turn was permitted again');
  }

  /** What must hold after every step, in the words of the product's own state. */
  check(): void {
    const { center } = this;
    for (const [i, model] of this.models.entries()) {
      const id = this.id(i);
      const conversation = center.conversation(id);
      const items = [...center.state.all('workItem').values()].filter((item) => item.conversationId === id);
      same(items.filter((item) => item.state !== 'closed').length <= 1, true, 'at most one open item');
      const owners = items.flatMap((item) => item.ownerAgentId ?? []);
      same(owners, conversation.ownerAgentId === undefined ? [] : [conversation.ownerAgentId], 'item and conversation agree about the owner');
      const outstanding = [...center.state.all('reply').values()].filter((r) => r.conversationId === id && (r.state === 'permitted' || r.state === 'unconfirmed'));
      same(outstanding.map((r) => r.id), conversation.lockedByReplyId === undefined ? [] : [conversation.lockedByReplyId], 'the lock is the one answer that is out');
      same(conversation.ownerAgentId, model.owner, 'owner');
      same(conversation.epoch, model.epoch, 'epoch');
      same((conversation.openTurn ?? []).map((m) => m.messageId), model.open.map((m) => this.messages[m]), 'open turn');
      same(conversation.lockedByReplyId, model.lock, 'lock');
      for (const [replyId, answer] of model.answers) {
        same(center.must('reply', replyId).state, answer.state, 'state of an answer');
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
      same(event.data.epoch, (this.#epochs.get(event.data.conversationId) ?? 0) + 1, 'the epoch grows by one at each change of owner');
      this.#epochs.set(event.data.conversationId, event.data.epoch);
    }
    this.#last = this.center.log.length;
  }
}

/** What the walk found to differ; thrown, so that a history can be made smaller. */
export class Disagreement extends Error {}

function same(said: unknown, expected: unknown, what: string): void {
  if (said === expected || JSON.stringify(said) === JSON.stringify(expected)) return;
  throw new Disagreement(`${what}: ${JSON.stringify(said)} instead of ${JSON.stringify(expected)}`);
}

function code(decision: Decision): string {
  return decision.kind === 'accepted' ? 'ok' : decision.code;
}

