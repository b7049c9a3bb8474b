import { createChatConnector } from '../../electron/main/channels/chat/connector.ts';
import type { SendOutcome } from '../../electron/main/channels/ports.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { until, type RawDesk, type ServerWorld } from './server-world.ts';
import { CHAT_HANDLE } from './chat-visitor.ts';

let keyNo = 0;

/** An agent with a raw desk and the real connector: takes a chat and answers in it as a desk would. */
export class ChatAgent {
  readonly desk: RawDesk;
  readonly connector = createChatConnector();
  readonly #world: ServerWorld;
  readonly #name: string;

  private constructor(world: ServerWorld, desk: RawDesk, name: string) {
    this.#world = world;
    this.desk = desk;
    this.#name = name;
  }

  static async start(world: ServerWorld, agentId: string, name: string): Promise<ChatAgent> {
    const desk = await world.desk(agentId);
    await desk.hello();
    return new ChatAgent(world, desk, name);
  }

  async available(): Promise<void> {
    const answer = await this.desk.command({ type: 'agent.setState', data: { state: 'available' } });
    if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
  }

  get center(): ServerWorld['app']['center'] {
    return this.#world.app.center;
  }

  /** The open chat whose last word this is, taken by this agent. */
  async take(firstLine: string): Promise<QueueRow['item']> {
    const row = await until(`the row ${firstLine}`, () => ([...this.desk.rows('workItem').values()] as QueueRow[]).find((one) => one.firstLine.includes(firstLine)));
    if (row.item.ownerAgentId === undefined) {
      const answer = await this.desk.command({ type: 'workItem.take', data: { workItemId: row.item.id } });
      if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
    }
    return row.item;
  }

  /** Takes the item of this conversation, where it is not theirs. */
  async hold(conversationId: string): Promise<void> {
    const workItemId = this.center.live.get('conversation', conversationId)?.workItemId;
    if (workItemId === undefined || this.center.live.get('workItem', workItemId)?.ownerAgentId !== undefined) return;
    const answer = await this.desk.command({ type: 'workItem.take', data: { workItemId } });
    if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
  }

  async credential(): Promise<string> {
    return JSON.stringify({ url: this.#world.app.url, token: (await this.#world.signIn(this.#name)).accessToken });
  }

  /** Leave for one reply; gives its key. */
  async permit(conversationId: string, parts: readonly string[]): Promise<string> {
    keyNo += 1;
    const key = `018f0000-0000-7000-9000-${String(keyNo).padStart(12, '0')}`;
    const conversation = this.center.live.get('conversation', conversationId);
    if (conversation === undefined) throw new Error('no such conversation');
    const turn = conversation.openTurn?.at(-1)?.messageId;
    const answer = await this.desk.command({
      type: 'reply.requestPermit',
      data: { replyId: key, conversationId, epoch: conversation.epoch, frozen: { parts: [...parts], visibility: 'private' }, followUp: turn === undefined, platformKey: key, frozenAt: Date.now(), ...(turn === undefined ? {} : { answersThroughMessageId: turn }) } as never,
    });
    if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
    return key;
  }

  async send(key: string, parts: readonly string[], part = 0, credential?: string): Promise<SendOutcome> {
    return this.connector.send({ accountHandle: CHAT_HANDLE, credential: credential ?? (await this.credential()), frozen: { parts: [...parts], visibility: 'private' }, part, platformKey: key, signal: AbortSignal.timeout(10_000) });
  }

  async answer(conversationId: string, ...parts: string[]): Promise<string[]> {
    const key = await this.permit(conversationId, parts);
    const ids: string[] = [];
    for (const [part] of parts.entries()) {
      const outcome = await this.send(key, parts, part);
      if (outcome.kind !== 'delivered') throw new Error(JSON.stringify(outcome));
      ids.push(outcome.remoteId);
    }
    return ids;
  }
}
