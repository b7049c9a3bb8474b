import type { EntityPatch } from '../../../shared/domain/entity.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { filedUnder } from '../../../shared/sync/replica-reader.ts';
import type { ConversationView } from '../../../shared/ipc/views.ts';
import type { Drafts } from './drafts.ts';
import type { UpResult } from './link.ts';
import type { OutboxScreen } from './outbox-screen.ts';
import type { SyncBase } from './ports.ts';
import { conversationOf, predict, workItemOf, type OnTheWay } from './predict.ts';
import type { ReplicaView } from './replica-view.ts';

export interface ConversationsParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  readonly drafts: () => Drafts;
  readonly screen: OutboxScreen;
  readonly onTheWay: () => readonly OnTheWay[];
  readonly online: () => boolean;
  readonly fetch: (conversationId: string) => Promise<UpResult<'fetchConversation'>>;
  readonly release: (conversationId: string) => void;
}

type HeldView = ConversationView['held'];

/** The conversations a screen has open: assembled from the local copy at once, kept up to date by the very writes of each frame. */
export class Conversations {
  readonly #p: ConversationsParts;
  readonly #open = new Map<string, HeldView>();

  constructor(parts: ConversationsParts) {
    this.#p = parts;
  }

  async open(conversationId: string): Promise<ConversationView> {
    const { view } = this.#p;
    const held = view.held(conversationId);
    if (held !== undefined) {
      this.#open.set(conversationId, held.frozen === undefined ? 'held' : 'frozen');
      this.#touch(conversationId);
      return this.#assemble(conversationId);
    }
    this.#open.set(conversationId, 'loading');
    await this.#fetch(conversationId);
    return this.#assemble(conversationId);
  }

  shown(): Iterable<string> {
    return this.#open.keys();
  }

  /** Reading goes on with a full disk: when it was last used is worth less. */
  #touch(conversationId: string): void {
    const { base } = this.#p;
    try {
      base.stores.held.touch(conversationId, base.clock.now());
    } catch (error) {
      base.log.warn({ conversationId, error: error instanceof Error ? error.message : String(error) }, 'the last use could not be stored');
    }
  }

  close(conversationId: string): void {
    this.#open.delete(conversationId);
    const owner = this.#p.view.get('conversation', conversationId)?.ownerAgentId;
    if (owner !== this.#p.base.person().agentId && this.#p.online()) this.#p.release(conversationId);
  }

  /** Back online: what could not be fetched is asked for again. */
  caughtUp(): void {
    for (const [id, held] of this.#open) if (held === 'offline' || held === 'loading') this.#fetchAndPush(id);
  }

  /** After a frame is on disk. */
  applied(plan: BatchPlan): void {
    for (const id of this.#open.keys()) {
      const held = this.#p.view.held(id);
      const change = plan.held.find((write) => write.conversationId === id);
      if (plan.startOver || change !== undefined || plan.fresh.includes(id)) {
        if (held === undefined && this.#open.get(id) !== 'loading') this.#lookOn(id);
        else this.#open.set(id, held === undefined ? 'loading' : held.frozen === undefined ? 'held' : 'frozen');
        this.push(id);
      } else if (held !== undefined) this.#pushChanges(id, plan);
    }
  }

  /** It was taken away under the eyes of whoever has it open. Who may still look on asks for it anew; the server says whether. */
  #lookOn(conversationId: string): void {
    this.#open.set(conversationId, 'loading');
    this.#fetchAndPush(conversationId);
  }

  /** The whole of it again: after a refusal has taken back what was shown ahead of the server. */
  push(conversationId: string): void {
    if (!this.#open.has(conversationId)) return;
    const { outbox: _outbox, ...view } = this.#assemble(conversationId);
    this.#p.base.emit('conversation', { ...view, reset: true, forget: [] });
  }

  draftChanged(conversationId: string): void {
    const held = this.#open.get(conversationId);
    if (held !== undefined)
      this.#p.base.emit('conversation', {
        conversationId,
        held,
        reset: false,
        entities: [],
        bodies: {},
        forget: [],
        draft: this.#p.drafts().view(conversationId),
      });
  }

  /** A command of this desk is on its way: shown at once. */
  predicted(conversationId: string): void {
    const held = this.#open.get(conversationId);
    if (held !== 'held') return;
    const { entities, bodies } = this.#prediction(conversationId);
    if (entities.length > 0)
      this.#p.base.emit('conversation', { conversationId, held, reset: false, entities: [...entities], bodies: { ...bodies }, forget: [] });
  }

  #fetchAndPush(conversationId: string): void {
    const { log } = this.#p.base;
    this.#fetch(conversationId)
      .then(() => this.push(conversationId))
      .catch((error: unknown) => log.error({ conversationId, error: error instanceof Error ? error.message : String(error) }, 'a conversation could not be shown'));
  }

  async #fetch(conversationId: string): Promise<void> {
    if (!this.#p.online()) {
      this.#open.set(conversationId, 'offline');
      return;
    }
    const answer = await this.#p.fetch(conversationId);
    if (!this.#open.has(conversationId) || this.#p.view.held(conversationId) !== undefined) return;
    this.#open.set(conversationId, answer.kind === 'cut' ? 'offline' : answer.kind === 'ok' && answer.value.granted ? 'loading' : 'denied');
  }

  #assemble(conversationId: string): ConversationView {
    const held = this.#open.get(conversationId) ?? 'loading';
    const isHere = this.#p.view.held(conversationId) !== undefined;
    const entities = new Map<string, EntityPatch>();
    const known = isHere ? this.#p.view.conversationEntities(conversationId) : [];
    for (const patch of known) entities.set(`${patch.noun} ${patch.id}`, patch);
    const ahead = isHere ? this.#prediction(conversationId) : { entities: [], bodies: {} };
    for (const patch of ahead.entities) entities.set(`${patch.noun} ${patch.id}`, patch);
    return {
      conversationId,
      held: isHere ? (held === 'frozen' ? 'frozen' : 'held') : held,
      entities: [...entities.values()],
      bodies: { ...this.#p.view.textsOf(known), ...ahead.bodies },
      outbox: this.#p.screen.ofConversation(conversationId),
      draft: this.#p.drafts().view(conversationId),
    };
  }

  #pushChanges(conversationId: string, plan: BatchPlan): void {
    const { view, base } = this.#p;
    const threadId = view.get('conversation', conversationId)?.threadId;
    const entities = plan.entities.filter((write) => {
      if (write.noun === 'contact' || write.noun === 'agent' || write.noun === 'account') return true;
      if (write.value === null) return true;
      const filed = filedUnder(write.noun, write.id, write.value);
      return filed.conversationId === conversationId || (threadId !== undefined && filed.threadId === threadId);
    });
    if (entities.length === 0 && plan.forget.length === 0) return;
    const ahead = this.#prediction(conversationId);
    const merged = new Map(entities.map((write): [string, EntityPatch] => [`${write.noun} ${write.id}`, write]));
    for (const patch of ahead.entities) merged.set(`${patch.noun} ${patch.id}`, patch);
    base.emit('conversation', {
      conversationId,
      held: 'held',
      reset: false,
      entities: [...merged.values()],
      bodies: { ...view.textsOf(entities), ...ahead.bodies },
      forget: [...plan.forget],
      ...(entities.some((write) => write.noun === 'draft' && write.id === conversationId)
        ? { draft: this.#p.drafts().view(conversationId) }
        : {}),
    });
  }

  #prediction(conversationId: string): ReturnType<typeof predict> {
    const { view, base } = this.#p;
    const conversation = view.get('conversation', conversationId);
    const concerned = this.#p
      .onTheWay()
      .filter(
        ({ command }) =>
          conversationOf(command) === conversationId ||
          (conversation !== undefined &&
            (workItemOf(command) === conversation.workItemId || contactOf(command) === conversation.contactId)),
      );
    return predict(concerned, view, base.person().agentId, (noun, id) => view.entity(noun, id)?.seq ?? view.cursor());
  }
}

function contactOf(command: OnTheWay['command']): string | undefined {
  const data = command.data as { contactId?: unknown };
  return typeof data?.contactId === 'string' ? data.contactId : undefined;
}
