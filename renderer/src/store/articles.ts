import { create } from 'zustand';
import { isArticleFor, KNOWLEDGE_SKILL_ID, validityOf, type ArticleContent, type ArticleRow } from '../../../shared/domain/article.ts';
import type { AddressForm } from '../../../shared/domain/channel.ts';
import { bodyFor, fillPlaceholders, placeholdersIn, type BodyChoice } from '../../../shared/text/article-body.ts';
import { findTyped, indexKnowledge, suggestKnowledge, type KnowledgeHit, type KnowledgeIndex, type KnowledgeText } from '../../../shared/text/knowledge.ts';
import { stripSignature } from '../../../shared/text/signature.ts';
import { runCommand } from './commands.ts';
import { compositionOf, write } from './composer.ts';
import { addressOfOpen, entityOf, useConversation, type OpenConversation } from './conversation.ts';
import { signedIn, useDesk } from './desk.ts';
import { heardAddress, wantedAddress } from './draft-guards.ts';
import { useCenter } from './rows.ts';
import { readProfile, readText, type ThreadModel } from './thread-model.ts';

export type Articles = ReadonlyMap<string, ArticleRow>;

export const MOST_SUGGESTED = 3;

/** One form of each language: the two say the same. */
function textOf({ id, content }: ArticleRow): KnowledgeText {
  return { id, title: content.title, keywords: content.keywords, texts: content.bodies.map(({ du, sie, plain }) => sie ?? du ?? plain ?? '') };
}

let made: { readonly articles: Articles; readonly texts: readonly KnowledgeText[]; readonly index: KnowledgeIndex } | undefined;

function indexOf(articles: Articles): { readonly texts: readonly KnowledgeText[]; readonly index: KnowledgeIndex } {
  if (made?.articles === articles) return made;
  const texts = [...articles.values()].map(textOf);
  made = { articles, texts, index: indexKnowledge(texts) };
  return made;
}

/** Who is to read it, as far as this desk knows. */
export interface Reader {
  readonly channel: string | undefined;
  readonly accountId: string | undefined;
  readonly brand: string | undefined;
  readonly language: string | undefined;
  readonly form: AddressForm | undefined;
  readonly name: string | undefined;
}

export function readerOf(open: OpenConversation, thread: ThreadModel): Reader {
  const conversation = entityOf(open, 'conversation', open.id);
  const contact = entityOf(open, 'contact', conversation?.contactId);
  const account = useCenter.getState().accounts.get(conversation?.accountId ?? '');
  const form = wantedAddress(addressOfOpen(open, contact?.id), heardAddress(thread)) ?? conversation?.addressForm;
  const profile = contact === undefined ? undefined : readProfile(open.bodies.get(contact.profileRef));
  return { channel: conversation?.channel, accountId: conversation?.accountId, brand: account?.brand, language: thread.lastInbound?.language, form, name: nameFor(profile?.displayName ?? '', form) };
}

/** What one calls somebody: the first name with du; with Sie nobody is guessed to be Frau or Herr. A handle is no name. */
function nameFor(displayName: string, form: AddressForm | undefined): string | undefined {
  const words = displayName.trim().split(/\s+/u);
  if (!words.every((word) => /^\p{Lu}[\p{L}'’-]+\.?$/u.test(word)) || words.length > 4) return undefined;
  return form === 'sie' ? words.join(' ') : words[0];
}

/** What the customer has asked and nobody has answered; else what they said last. */
export function questionOf(open: OpenConversation): string {
  const conversation = entityOf(open, 'conversation', open.id);
  const ids = conversation?.openTurn?.map(({ messageId }) => messageId) ?? (conversation?.lastInboundMessageId === undefined ? [] : [conversation.lastInboundMessageId]);
  const texts = ids.flatMap((id) => {
    const message = entityOf(open, 'message', id);
    return message === undefined || message.deletedAt !== undefined ? [] : [readText(open.bodies.get(message.bodyRef)) ?? ''];
  });
  return texts.join('\n').slice(0, 4_000);
}

export interface Suggestion extends KnowledgeHit {
  readonly article: ArticleRow;
}

export function suggestionsFor(articles: Articles, open: OpenConversation, now: number): Suggestion[] {
  const conversation = entityOf(open, 'conversation', open.id);
  const account = useCenter.getState().accounts.get(conversation?.accountId ?? '');
  const reader = { channel: conversation?.channel, accountId: conversation?.accountId, brand: account?.brand };
  const accept = (id: string): boolean => {
    const article = articles.get(id);
    return article !== undefined && isArticleFor(article, reader, now);
  };
  return suggestKnowledge(indexOf(articles).index, questionOf(open), MOST_SUGGESTED, accept).flatMap((hit) => {
    const article = articles.get(hit.id);
    return article === undefined ? [] : [{ ...hit, article }];
  });
}

/** Articles for this reader by what is typed; without a word the ones used most. */
export function typedArticles(articles: Articles, reader: Reader, typed: string, now: number, limit = 30): ArticleRow[] {
  const fitting = [...articles.values()].filter((article) => isArticleFor(article, reader, now));
  if (typed.trim() === '') return fitting.toSorted((a, b) => b.used - a.used || a.content.title.localeCompare(b.content.title, 'de')).slice(0, limit);
  const ids = new Set(fitting.map(({ id }) => id));
  const { texts, index } = indexOf(articles);
  return findTyped(texts.filter(({ id }) => ids.has(id)), index, typed, limit).flatMap((id) => articles.get(id) ?? []);
}

/** Every article by what is typed, whatever its state. */
export function foundArticles(articles: Articles, typed: string): ArticleRow[] {
  const { texts, index } = indexOf(articles);
  return findTyped(texts, index, typed, texts.length).flatMap((id) => articles.get(id) ?? []);
}

/** Its words for this reader, with what is known filled in. */
export function wordsFor(content: ArticleContent, reader: Reader, over: { readonly form?: AddressForm | undefined; readonly language?: string | undefined } = {}): BodyChoice {
  const body = bodyFor(content, { form: over.form ?? reader.form, language: over.language ?? reader.language });
  const me = signedIn(useDesk.getState());
  return { ...body, text: fillPlaceholders(body.text, { name: reader.name, ich: me?.name.split(' ')[0] ?? '', marke: reader.brand ?? '', brand: reader.brand ?? '' }) };
}

export interface Inserted {
  readonly articleId: string;
  readonly text: string;
  readonly isProposed: boolean;
}

/** What was put into the answers being written, by conversation. */
export const useInserted = create<{ readonly byId: Readonly<Record<string, readonly Inserted[]>> }>(() => ({ byId: {} }));

export function noteInserted(conversationId: string, inserted: Inserted): void {
  useInserted.setState(({ byId }) => ({ byId: { ...byId, [conversationId]: [...(byId[conversationId] ?? []).filter(({ articleId }) => articleId !== inserted.articleId), inserted].slice(-5) } }));
}

export function forgetInserted(): void {
  useInserted.setState({ byId: {} });
}

/** True while some words of it still stand there: four in a row, or all of a shorter one. */
export function isStillIn(text: string, inserted: Pick<Inserted, 'text'>): boolean {
  const words = inserted.text.replace(/\{[^}]*\}/gu, ' \n ').split(/[^\S\n]+/u).filter((word) => word !== '');
  const said = ` ${text.split(/\s+/u).join(' ')} `;
  const size = Math.min(4, words.filter((word) => word !== '\n').length);
  for (let at = 0; at + size <= words.length; at += 1) {
    const run = words.slice(at, at + size);
    if (size > 0 && !run.includes('\n') && said.includes(` ${run.join(' ')} `)) return true;
  }
  return false;
}

/** A placeholder of an article that nobody has filled in. */
export function openPlaceholder(conversationId: string, text: string): { readonly start: number; readonly end: number; readonly name: string } | undefined {
  const names = new Set((useInserted.getState().byId[conversationId] ?? []).flatMap((one) => placeholdersIn(one.text).map(({ name }) => name)));
  return placeholdersIn(text).find(({ name }) => names.has(name));
}

/** L1: which articles the answer that was just handed over holds; it counts once it is out. */
export async function recordUse(conversationId: string, replyId: string, text: string): Promise<void> {
  const inserted = useInserted.getState().byId[conversationId] ?? [];
  const said = stripSignature(text);
  const articleIds = [...new Set(inserted.filter((one) => isStillIn(said, one)).map(({ articleId }) => articleId))];
  useInserted.setState(({ byId }) => ({ byId: { ...byId, [conversationId]: [] } }));
  if (articleIds.length > 0) await runCommand({ type: 'article.recordUse', data: { conversationId, replyId, articleIds } });
}

/** Puts text where the cursor stands in the field, as if it were typed: it can be taken back with Ctrl+Z. `from`…`to`: what it replaces. */
export function insertIntoField(conversationId: string, text: string, place?: { readonly from: number; readonly to: number }): void {
  const field = document.getElementById('composer-text');
  if (!(field instanceof HTMLTextAreaElement) || field.dataset['conversation'] !== conversationId || field.readOnly) return;
  const from = place?.from ?? field.selectionStart;
  const to = place?.to ?? field.selectionEnd;
  const before = field.value.slice(0, from);
  const gap = before === '' || /\s$/u.test(before) ? '' : ' ';
  field.focus();
  field.setSelectionRange(from, to);
  const isTyped = document.execCommand('insertText', false, gap + text);
  if (!isTyped) write(conversationId, { text: before + gap + text + compositionOf(conversationId).text.slice(to) });
  const first = placeholdersIn(text)[0];
  const start = from + gap.length;
  if (first !== undefined) field.setSelectionRange(start + first.start, start + first.end);
  else field.setSelectionRange(start + text.length, start + text.length);
}

export function insertArticle(conversationId: string, article: ArticleRow, choice: BodyChoice, place?: { readonly from: number; readonly to: number }): void {
  noteInserted(conversationId, { articleId: article.id, text: choice.text, isProposed: choice.isProposed });
  insertIntoField(conversationId, choice.text, place);
}

/** Whether the person at this desk publishes and retires. */
export function isEditor(): boolean {
  const me = signedIn(useDesk.getState());
  if (me === undefined) return false;
  return me.role !== 'agent' || useCenter.getState().agents.get(me.agentId)?.skills.some(({ skillId }) => skillId === KNOWLEDGE_SKILL_ID) === true;
}

export { validityOf };

/** The conversation that is open and can be written to. */
export function openNow(): OpenConversation | undefined {
  const { openId, current } = useConversation.getState();
  return current?.id === openId ? current : undefined;
}
