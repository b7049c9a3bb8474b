import { z } from 'zod';
import type { AnswerFile } from '../../../shared/domain/message-parts.ts';
import { draftBodySchema, type DraftBody } from '../../../shared/domain/reply.ts';
import type { DraftView } from '../../../shared/ipc/views.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { CommandLane } from './command-lane.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

const ownDraftSchema = draftBodySchema.extend({ fromReplyId: z.string().optional(), lost: z.boolean().optional() });
type OwnDraft = z.infer<typeof ownDraftSchema>;

/** Up to the server this long after the last pause. */
const UPLOAD_AFTER_MS = 1_500;
const JOIN = '\n\n';

/** Drafts: on this disk at each pause, on the server when online, so that they outlive the device and reach the next owner. */
export class Drafts {
  readonly #base: SyncBase;
  readonly #lane: CommandLane;
  readonly #view: ReplicaView;
  readonly #onChange: (conversationId: string) => void;
  readonly #timers = new Map<string, () => void>();
  /** Command number → what it carries, to tell whether the draft was written on meanwhile. */
  readonly #onTheirWay = new Map<number, { conversationId: string; value: unknown }>();

  constructor(parts: { base: SyncBase; lane: CommandLane; view: ReplicaView; onChange: (conversationId: string) => void }) {
    this.#base = parts.base;
    this.#lane = parts.lane;
    this.#view = parts.view;
    this.#onChange = parts.onChange;
  }

  /** null: thrown away. Throws DISK_FULL and the like. */
  save(conversationId: string, draft: DraftBody | null): void {
    const { stores, clock } = this.#base;
    const before = this.#own(conversationId);
    const empty = draft === null || (draft.text.trim() === '' && (draft.files ?? []).length === 0);
    if (empty) {
      const onServer = this.#view.get('draft', conversationId);
      if (before === undefined && onServer === undefined) return;
      stores.drafts.delete(conversationId);
      // Behind the own one lay somebody else's: it was not before this person, so it stays.
      if (before !== undefined && onServer !== undefined && onServer.agentId !== this.#base.person().agentId) this.#onChange(conversationId);
      else this.#plan(conversationId);
      return;
    }
    // Written on where the server's was shown: it is that text which goes on.
    const fromReplyId = before === undefined ? this.#view.get('draft', conversationId)?.fromReplyId : before.fromReplyId;
    const value: OwnDraft = { ...draft, ...(fromReplyId === undefined ? {} : { fromReplyId }) };
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(value)) return;
    stores.drafts.save(conversationId, value, clock.now());
    this.#plan(conversationId);
  }

  /**
   * A reply that may not go, inside the transaction that says so. What was being written stays behind it; at once a command, so that the new
   * owner sees it.
   */
  keepReply(item: OutboxItem, lost: boolean): void {
    const { stores, clock } = this.#base;
    const before = this.#own(item.conversationId);
    const text = before === undefined || before.text === item.reply.typed ? item.reply.typed : `${item.reply.typed}${JOIN}${before.text}`;
    const value: OwnDraft = {
      text: text.slice(0, 50_000),
      visibility: item.reply.frozen.visibility,
      fromReplyId: item.replyId,
      lost,
      ...(item.reply.replyToMessageId === undefined ? {} : { replyToMessageId: item.reply.replyToMessageId }),
      ...filesOf([...(item.reply.frozen.files ?? []), ...(before?.files ?? [])]),
    };
    stores.drafts.save(item.conversationId, value, clock.now());
    this.#send(item.conversationId, value);
  }

  /** The text is on its way as a reply: inside the transaction that accepts it. */
  becameReply(conversationId: string): void {
    this.#timers.get(conversationId)?.();
    this.#timers.delete(conversationId);
    this.#base.stores.drafts.delete(conversationId);
  }

  /** The own draft, else the one on the server (of whoever had the conversation before). */
  view(conversationId: string): DraftView | null {
    const stored = this.#base.stores.drafts.get(conversationId);
    const own = this.#own(conversationId);
    if (stored !== undefined && own !== undefined) {
      const { lost, text, visibility, replyToMessageId, fromReplyId, files } = own;
      return {
        conversationId,
        text,
        visibility,
        savedAt: stored.updatedAt,
        byAgentId: this.#base.person().agentId,
        origin: lost === true ? 'lostLease' : 'own',
        ...(replyToMessageId === undefined ? {} : { replyToMessageId }),
        ...(fromReplyId === undefined ? {} : { fromReplyId }),
        ...(files === undefined ? {} : { files }),
      };
    }
    const draft = this.#view.get('draft', conversationId);
    const text = draft === undefined ? undefined : this.#base.stores.bodies.get(draft.bodyRef);
    if (draft === undefined || text === undefined) return null;
    const body = draftBodySchema.safeParse(parse(text));
    if (!body.success) return null;
    // An own one that was thrown away here while the command is still on its way.
    if (draft.agentId === this.#base.person().agentId && this.#clearing(conversationId)) return null;
    const { replyToMessageId, text: written, visibility } = body.data;
    return {
      conversationId,
      text: written,
      visibility,
      savedAt: draft.savedAt,
      byAgentId: draft.agentId,
      origin: draft.agentId === this.#base.person().agentId ? 'own' : 'server',
      ...(replyToMessageId === undefined ? {} : { replyToMessageId }),
      ...(draft.fromReplyId === undefined ? {} : { fromReplyId: draft.fromReplyId }),
    };
  }

  /** Sends up what the server does not have; at closing and signing out, without waiting for the pause to end. */
  flush(): void {
    for (const conversationId of [...this.#timers.keys()]) this.#uploadNow(conversationId);
    for (const { conversationId } of this.#base.stores.drafts.dirty())
      if (![...this.#onTheirWay.values()].some((sent) => sent.conversationId === conversationId)) this.#uploadNow(conversationId);
  }

  /** In the transaction that stores the answer to a `draft.save`. */
  onAnswer(commandNo: number, accepted: boolean): void {
    const sent = this.#onTheirWay.get(commandNo);
    this.#onTheirWay.delete(commandNo);
    if (sent === undefined || sent.value === null) return;
    // A refusal too ends the asking: the owner has a draft of their own, this one stays here.
    const isSame = this.#base.stores.drafts.markClean(sent.conversationId, sent.value);
    // Safe with the server, and the conversation is somebody else's: its text leaves this disk.
    if (accepted && isSame && this.#view.held(sent.conversationId) === undefined) this.#base.stores.drafts.delete(sent.conversationId);
  }

  #plan(conversationId: string): void {
    this.#timers.get(conversationId)?.();
    this.#timers.set(
      conversationId,
      this.#base.timers.after(UPLOAD_AFTER_MS, () => this.#uploadNow(conversationId)),
    );
    this.#onChange(conversationId);
  }

  #uploadNow(conversationId: string): void {
    this.#timers.get(conversationId)?.();
    this.#timers.delete(conversationId);
    try {
      this.#send(conversationId, this.#own(conversationId) ?? null);
      this.#lane.flush();
    } catch (error) {
      this.#base.log.warn(
        { conversationId, error: error instanceof Error ? error.message : String(error) },
        'a draft could not be queued for the server',
      );
    }
  }

  #send(conversationId: string, value: OwnDraft | null): void {
    const fromReplyId = value === null ? this.#view.get('draft', conversationId)?.fromReplyId : value.fromReplyId;
    const commandNo = this.#lane.append({
      type: 'draft.save',
      data: {
        conversationId,
        draft:
          value === null || value.text.trim() === ''
            ? null
            : {
                text: value.text,
                visibility: value.visibility,
                ...(value.replyToMessageId === undefined ? {} : { replyToMessageId: value.replyToMessageId }),
              },
        ...(fromReplyId === undefined ? {} : { fromReplyId }),
      },
    });
    this.#onTheirWay.set(commandNo, { conversationId, value });
  }

  #clearing(conversationId: string): boolean {
    return (
      this.#timers.has(conversationId) ||
      [...this.#onTheirWay.values()].some((sent) => sent.conversationId === conversationId && sent.value === null)
    );
  }

  #own(conversationId: string): OwnDraft | undefined {
    const parsed = ownDraftSchema.safeParse(this.#base.stores.drafts.get(conversationId)?.value);
    return parsed.success ? parsed.data : undefined;
  }
}

/** Each once; none where there are none. */
function filesOf(files: readonly AnswerFile[]): { files?: AnswerFile[] } {
  const each = [...new Map(files.map((file) => [file.digest, file])).values()].slice(0, 20);
  return each.length === 0 ? {} : { files: each };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
