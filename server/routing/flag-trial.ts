import { flagSubject } from '../../shared/deciders/flag-rules.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { FlagTrial } from '../../shared/domain/explanation.ts';
import { rulesThatFit } from '../../shared/domain/flag-rules.ts';
import { messageBodySchema, type Message } from '../../shared/domain/message.ts';
import { strategyInForce, type StrategyRules } from '../../shared/domain/strategy.ts';
import { rulesWithWords } from '../../shared/text/rule-words.ts';
import type { Center } from '../center/center.ts';
import type { TagsOf } from './core/dry-run.ts';

const DAYS_BACK_MS = 7 * 24 * 3_600_000;
const MOST_CONVERSATIONS = 2_000;
/** So many are judged in one go; then others come first. */
const IN_ONE_GO = 200;
const MOST_CHANGED = 50;

type Rules = StrategyRules['flags'];

/** FLAG-6: what rules would have flagged in the last seven days, beside those in force. Reads texts only for rules that look for words. Changes nothing. */
export async function flagTrial(center: Center, asked: StrategyRules, tagsOf: TagsOf, readTexts: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>): Promise<FlagTrial> {
  const before = strategyInForce(center.committed.get('strategy', 'center')).rules.flags;
  const after = asked.flags;
  const now = center.now();
  const fromAt = Math.max(0, now - DAYS_BACK_MS);
  const recent = [...center.committed.all('conversation').values()].filter((one) => one.erasedAt === undefined && (one.lastInboundAt ?? 0) >= fromAt).sort((a, b) => (b.lastInboundAt ?? 0) - (a.lastInboundAt ?? 0));
  const looked = recent.slice(0, MOST_CONVERSATIONS);
  const counts = new Map<string, { name: string; before: number; after: number }>();
  for (const [ruleId, { name }] of [...Object.entries(before), ...Object.entries(after)]) counts.set(ruleId, { name, before: 0, after: 0 });
  const byTag = new Map<string, { conversations: number; before: number; after: number }>();
  const changed: FlagTrial['changed'] = [];
  const flagged = { before: 0, after: 0 };
  for (let at = 0; at < looked.length; at += IN_ONE_GO) {
    const some = looked.slice(at, at + IN_ONE_GO).map((conversation) => ({ conversation, messages: messagesOf(center, conversation, fromAt) }));
    const texts = asksForWords(before) || asksForWords(after) ? await readTexts(some.flatMap(({ messages }) => messages.map(({ bodyRef }) => bodyRef))) : new Map<string, string>();
    if (at > 0) await new Promise((resume) => setImmediate(resume));
    for (const { conversation, messages } of some) {
      const was = judged(center, before, conversation, messages, texts, now);
      const is = judged(center, after, conversation, messages, texts, now);
      for (const [ruleId] of was) bump(counts.get(ruleId), 'before');
      for (const [ruleId] of is) bump(counts.get(ruleId), 'after');
      if (was.size > 0) flagged.before += 1;
      if (is.size > 0) flagged.after += 1;
      for (const tag of new Set(tagsOf(conversation.id))) {
        const line = byTag.get(tag) ?? { conversations: 0, before: 0, after: 0 };
        byTag.set(tag, { conversations: line.conversations + 1, before: line.before + Number(was.size > 0), after: line.after + Number(is.size > 0) });
      }
      if (was.size > 0 !== is.size > 0 && changed.length < MOST_CHANGED) changed.push({ conversationId: conversation.id, at: conversation.lastInboundAt ?? conversation.openedAt, isFlagged: is.size > 0, rules: [...(is.size > 0 ? is : was).values()].slice(0, 10) });
    }
  }
  return {
    fromAt,
    conversations: looked.length,
    isCut: recent.length > looked.length,
    flagged,
    rules: [...counts].map(([ruleId, count]) => ({ ruleId, ...count })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    tags: [...byTag].map(([tag, line]) => ({ tag, ...line })).sort((a, b) => b.after - a.after || b.conversations - a.conversations || (a.tag < b.tag ? -1 : 1)).slice(0, 200),
    changed,
  };
}

const asksForWords = (rules: Rules): boolean => Object.values(rules).some(({ isOn, when }) => isOn && when.words.length > 0);

function bump(count: { before: number; after: number } | undefined, which: 'before' | 'after'): void {
  if (count !== undefined) count[which] += 1;
}

function messagesOf(center: Center, conversation: Conversation, fromAt: number): Message[] {
  return [...center.index.messagesOf(conversation.threadId)].flatMap((id) => {
    const message = center.committed.get('message', id);
    return message === undefined || message.direction === 'out' || message.conversationId !== conversation.id || message.receivedAt < fromAt || message.deletedAt !== undefined ? [] : [message];
  });
}

/** Rules that fit any of the messages, with their names. */
function judged(center: Center, rules: Rules, conversation: Conversation, messages: readonly Message[], texts: ReadonlyMap<string, string>, now: number): Map<string, string> {
  const found = new Map<string, string>();
  if (Object.keys(rules).length === 0) return found;
  for (const message of messages) {
    const withWords = new Set(rulesWithWords(rules, textOf(texts.get(message.bodyRef))));
    const subject = flagSubject(center.committed, () => center.committed.all('tag').values(), conversation, message, (ruleId) => withWords.has(ruleId), now);
    for (const { ruleId, name } of rulesThatFit(rules, message.id, subject)) found.set(ruleId, name);
  }
  return found;
}

function textOf(json: string | undefined): string {
  if (json === undefined) return '';
  const body = messageBodySchema.safeParse(JSON.parse(json));
  return body.success ? [body.data.subject ?? '', body.data.text].join('\n') : '';
}
