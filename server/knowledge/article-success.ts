import { SUCCESS_AFTER_MS } from '../../shared/domain/article.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { Center } from '../center/center.ts';

/** Looked at that often at most, ms: a week need not end to the minute. */
const LOOK_EVERY_MS = 10 * 60_000;
/** In one commit. */
const AT_ONCE = 500;

/**
 * Whether an article helped: its answer is out for a week, and the conversation is closed and was not opened again. A conversation that opens again loses its
 * mentions in the reducer; here only time passes. Keeps ids only; what counts is read from the state when the time has come.
 */
export class ArticleSuccess {
  readonly #center: Center;
  readonly #waiting = new Set<string>();
  #lookedAt: number | undefined;

  constructor(center: Center) {
    this.#center = center;
    for (const [id, conversation] of center.committed.all('conversation')) if (conversation.articles !== undefined) this.#waiting.add(id);
    center.onCommitted(({ changed }) => {
      for (const [noun, id] of changed) if (noun === 'conversation' && center.committed.get('conversation', id)?.articles !== undefined) this.#waiting.add(id);
    });
  }

  /** Says of what is due that it succeeded; resolves with how many conversations that were. */
  async look(): Promise<number> {
    const now = this.#center.now();
    if (this.#lookedAt !== undefined && now - this.#lookedAt < LOOK_EVERY_MS) return 0;
    this.#lookedAt = now;
    const due: string[] = [];
    for (const id of this.#waiting) {
      const conversation = this.#center.live.get('conversation', id);
      if (conversation?.articles === undefined) this.#waiting.delete(id);
      else if (this.#helped(conversation, now) !== undefined) due.push(id);
    }
    for (let from = 0; from < due.length; from += AT_ONCE) await this.#say(due.slice(from, from + AT_ONCE), now);
    return due.length;
  }

  async #say(ids: readonly string[], now: number): Promise<void> {
    await this.#center.submit('system', () => ({
      events: ids.flatMap((conversationId): NewEvent[] => {
        const conversation = this.#center.live.get('conversation', conversationId);
        const articleIds = conversation === undefined ? undefined : this.#helped(conversation, now);
        return articleIds === undefined ? [] : [{ type: 'article.succeeded', data: { conversationId, articleIds, at: now } }];
      }),
    }));
  }

  /** Articles of its answers, each once, when all of that is a week ago and it is closed. */
  #helped({ articles, workItemId }: Conversation, now: number): string[] | undefined {
    const out = articles?.filter(({ deliveredAt }) => deliveredAt !== undefined) ?? [];
    if (out.length === 0 || out.some(({ deliveredAt }) => (deliveredAt ?? now) + SUCCESS_AFTER_MS > now)) return undefined;
    const item = workItemId === undefined ? undefined : this.#center.live.get('workItem', workItemId);
    return item?.state === 'closed' ? [...new Set(out.map(({ articleId }) => articleId))] : undefined;
  }
}
