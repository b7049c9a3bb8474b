import { create } from 'zustand';
import { articleContentSchema, type ArticleBody, type ArticleContent, type ArticleRow } from '../../../shared/domain/article.ts';
import { findPersonalData, type PersonalData } from '../../../shared/text/personal-data.ts';
import { formOf, generaliseAnswer, questionTitle, questionWords } from '../../../shared/text/generalise.ts';
import { openNow, readerOf } from './articles.ts';
import { askCommand } from './commands.ts';
import { entityOf, type OpenConversation } from './conversation.ts';
import { signedIn, useDesk } from './desk.ts';
import { currentTexts } from './errors.ts';
import { items, useCenter } from './rows.ts';
import { buildThread, readProfile, type ThreadMessage, type ThreadModel } from './thread-model.ts';
import { announce, showScreen, showToast } from './ui.ts';

/** The article being written, of which nothing is saved yet. */
export interface ArticleDraft {
  readonly articleId: string;
  /** 0: it is new. */
  readonly baseVersion: number;
  readonly content: ArticleContent;
  readonly note: string;
  readonly fromConversationId: string | undefined;
  /** Key words as they are typed. */
  readonly keywords: string;
  readonly changed: boolean;
  /** A person looked at what is flagged as personal data and says that it may stand there. */
  readonly checked: boolean;
}

export interface KnowledgeState {
  readonly chosenId: string | undefined;
  readonly typed: string;
  readonly draft: ArticleDraft | undefined;
  readonly busy: boolean;
  readonly isImporting: boolean;
}

const EMPTY: KnowledgeState = { chosenId: undefined, typed: '', draft: undefined, busy: false, isImporting: false };
export const useKnowledge = create<KnowledgeState>(() => EMPTY);

export function forgetArticleDraft(): void {
  useKnowledge.setState(EMPTY);
}

const BLANK: ArticleContent = { kind: 'article', title: '', keywords: [], bodies: [{ language: 'de' }], channels: [], brands: [], accountIds: [] };

function begin(draft: Pick<ArticleDraft, 'articleId' | 'baseVersion' | 'content'> & { readonly fromConversationId?: string | undefined }): void {
  useKnowledge.setState({ chosenId: draft.articleId, isImporting: false, draft: { fromConversationId: undefined, ...draft, note: '', keywords: draft.content.keywords.join(', '), changed: false, checked: false } });
  showScreen('knowledge');
}

export function newArticle(kind: ArticleContent['kind'] = 'article'): void {
  begin({ articleId: crypto.randomUUID(), baseVersion: 0, content: { ...BLANK, kind } });
}

export function editArticle({ id, version, content }: Pick<ArticleRow, 'id' | 'version' | 'content'>): void {
  begin({ articleId: id, baseVersion: version, content });
}

export function changeDraft(change: Partial<ArticleContent> | { readonly note: string } | { readonly keywords: string } | { readonly checked: boolean }): void {
  const { draft } = useKnowledge.getState();
  if (draft === undefined) return;
  if ('note' in change || 'checked' in change || typeof (change as { keywords?: unknown }).keywords === 'string') useKnowledge.setState({ draft: { ...draft, ...(change as Partial<ArticleDraft>), changed: true } });
  else useKnowledge.setState({ draft: { ...draft, content: { ...draft.content, ...(change as Partial<ArticleContent>) }, changed: true, checked: false } });
}

export function changeBody(language: string, change: Partial<ArticleBody> | undefined): void {
  const { draft } = useKnowledge.getState();
  if (draft === undefined) return;
  const bodies = draft.content.bodies.flatMap((body) => (body.language !== language ? [body] : change === undefined ? [] : [{ ...body, ...change }]));
  changeDraft({ bodies: bodies.length === 0 ? [{ language }] : bodies });
}

export function addLanguage(language: string): void {
  const { draft } = useKnowledge.getState();
  if (draft !== undefined && !draft.content.bodies.some((body) => body.language === language)) changeDraft({ bodies: [...draft.content.bodies, { language }] });
}

export function dropDraft(): void {
  useKnowledge.setState({ draft: undefined });
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

/** As it would be saved: blank forms and languages left out; undefined while something is missing. */
export function contentOf(draft: ArticleDraft): ArticleContent | undefined {
  const bodies = draft.content.bodies.flatMap(({ language, du, sie, plain }): ArticleBody[] => {
    const forms = Object.fromEntries(Object.entries({ du, sie, plain }).flatMap(([form, text]) => (isBlank(text) ? [] : [[form, text?.trim()]])));
    return Object.keys(forms).length === 0 ? [] : [{ language, ...forms }];
  });
  const keywords = [...new Set(draft.keywords.split(/[,;\n]/u).map((word) => word.trim()).filter((word) => word !== ''))];
  const read = articleContentSchema.safeParse({ ...draft.content, title: draft.content.title.trim(), keywords, bodies });
  return read.success ? read.data : undefined;
}

/** What looks like somebody's data in what would be saved: an article is for everybody. */
export function personalIn(draft: ArticleDraft): readonly PersonalData[] {
  return [draft.content.title, draft.keywords, ...draft.content.bodies.flatMap(({ du, sie, plain }) => [du, sie, plain])].flatMap((text) => (text === undefined ? [] : findPersonalData(text.replace(/\{[^}]*\}/gu, '·'))));
}

/** Saves the draft; with `publish` it is put in force, too. Nothing is lost: what may not be changed directly waits as a proposal. */
export async function saveArticle(publish = false): Promise<void> {
  const { draft, busy } = useKnowledge.getState();
  const content = draft === undefined ? undefined : contentOf(draft);
  if (draft === undefined || content === undefined || busy) return;
  const { t } = currentTexts();
  useKnowledge.setState({ busy: true });
  const { articleId, baseVersion, note, fromConversationId } = draft;
  const answer = await askCommand({ type: 'article.save', data: { articleId, baseVersion, content, ...(note.trim() === '' ? {} : { note: note.trim() }), ...(baseVersion > 0 || fromConversationId === undefined ? {} : { fromConversationId }) } });
  useKnowledge.setState({ busy: false });
  if (answer.status === 'refused') return;
  const version = Number(answer.result?.['version'] ?? 0);
  const isProposal = answer.result?.['proposalId'] !== undefined;
  useKnowledge.setState({ draft: undefined });
  const said = answer.status === 'queued' ? t('knowledge.savedLater') : isProposal ? t('knowledge.proposalSaved') : t('knowledge.saved', content.title);
  showToast({ tone: 'info', text: said });
  announce(said);
  if (publish && version > 0) await publishArticle(articleId, version);
  // What was made of an answer goes back to where the answers are.
  if (fromConversationId !== undefined) showScreen('desk');
}

export async function publishArticle(articleId: string, version: number, proposalId?: string): Promise<void> {
  const answer = await askCommand({ type: 'article.publish', data: { articleId, version, ...(proposalId === undefined ? {} : { proposalId }) } });
  if (answer.status !== 'refused') announce(currentTexts().t('knowledge.publishedNow'));
}

/** The newest own answer of the open conversation, and what was asked before it, made general: a draft that waits for one key. */
export function articleFromAnswer(): void {
  const found = solvedAnswer();
  if (found === undefined) return;
  const { open, thread, answer, asked } = found;
  const conversation = entityOf(open, 'conversation', open.id);
  const contact = entityOf(open, 'contact', conversation?.contactId);
  const profile = contact === undefined ? undefined : readProfile(open.bodies.get(contact.profileRef));
  const me = signedIn(useDesk.getState());
  const names = [profile?.displayName, ...(profile?.identities.flatMap(({ handle, displayName }) => [handle, displayName]) ?? []), me?.name].filter((name): name is string => name !== undefined && name !== '');
  const at = { now: Date.now(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const text = generaliseAnswer(answer.text ?? '', names, at);
  const reader = readerOf(open, thread);
  const language = answer.language ?? reader.language ?? 'de';
  const heard = formOf(text);
  // An imperative alone does not show its form; how this customer is addressed does.
  const form = language !== 'de' ? 'plain' : heard !== 'plain' ? heard : (reader.form ?? 'none') === 'du' ? 'du' : reader.form === 'sie' ? 'sie' : 'plain';
  const account = useCenter.getState().accounts.get(conversation?.accountId ?? '');
  begin({
    articleId: crypto.randomUUID(),
    baseVersion: 0,
    fromConversationId: open.id,
    content: { ...BLANK, title: questionTitle(asked, names, at) || currentTexts().t('knowledge.untitled'), keywords: questionWords(asked, names, at), bodies: [{ language: /^[a-z]{2}$/u.test(language) ? language : 'de', [form]: text }], brands: account === undefined ? [] : [account.brand] },
  });
}

interface Solved {
  readonly open: OpenConversation;
  readonly thread: ThreadModel;
  readonly answer: ThreadMessage;
  readonly asked: string;
}

/** The last answer that is out here, with what was asked before it. */
export function solvedAnswer(): Solved | undefined {
  const open = openNow();
  if (open === undefined) return undefined;
  const thread = buildThread(open, useDesk.getState().outbox.values(), items.forConversation(open.id)?.item, signedIn(useDesk.getState())?.agentId ?? '');
  const messages = thread.entries.flatMap((entry) => (entry.kind === 'message' && entry.message.own && entry.message.deletedAt === undefined && (entry.message.text ?? '') !== '' ? [entry.message] : []));
  const answer = messages.findLast(({ side, state }) => side === 'out' && (state === undefined || state.kind === 'delivered'));
  if (answer === undefined) return undefined;
  const asked = messages.filter((one) => one.side === 'in' && one.at <= answer.at).map(({ text }) => text ?? '');
  return { open, thread, answer, asked: asked.slice(-3).join('\n') };
}
