import { readCommand } from '../../../shared/commands/index.ts';
import { decideSaveArticle } from '../../../shared/deciders/article.ts';
import type { DecideContext, Facts } from '../../../shared/deciders/index.ts';
import type { ArticleRow } from '../../../shared/domain/article.ts';
import type { Role } from '../../../shared/domain/agent.ts';
import type { Entity, Noun } from '../../../shared/domain/entity.ts';
import type { RowKind, RowPatch } from '../../../shared/domain/rows.ts';
import { placeEvent } from '../../../shared/events/index.ts';
import { reduceArticle } from '../../../shared/reducers/article.ts';
import type { OnTheWay } from './predict.ts';

/** Which article a waiting command changes. */
export function articleOf({ command }: Pick<OnTheWay, 'command'>): string | undefined {
  const data = command.data as { articleId?: unknown } | null;
  return command.type === 'article.save' && typeof data?.articleId === 'string' ? data.articleId : undefined;
}

/** L1: articles as they will look with the drafts and changes that wait. Only the server's word counts. */
export function predictArticles(onTheWay: readonly OnTheWay[], rowOf: (kind: RowKind, id: string) => RowPatch | undefined, me: { readonly agentId: string; readonly role: Role }, cursor: number): RowPatch[] {
  const changed = new Map<string, ArticleRow>();
  const known = (id: string): ArticleRow | undefined => changed.get(id) ?? (rowOf('article', id)?.value as ArticleRow | null | undefined) ?? undefined;
  const get = <N extends Noun>(noun: N, id: string): Entity<N> | undefined =>
    (noun === 'article' ? known(id) : noun === 'agent' || noun === 'account' ? (rowOf(noun, id)?.value ?? undefined) : undefined) as Entity<N> | undefined;
  for (const { command, commandNo, createdAt } of onTheWay) {
    if (command.type !== 'article.save') continue;
    const read = readCommand(command);
    if (!read.ok || read.command.type !== 'article.save') continue;
    const context = { ...me, now: createdAt, nextId: () => `waits-${commandNo}` } as DecideContext;
    const decision = decideSaveArticle.decide({ get } as Facts, read.command.data, context);
    if (decision.kind !== 'accepted') continue;
    const { articleId } = read.command.data;
    const before = known(articleId);
    let article: Entity<'article'> | undefined = before;
    for (const event of decision.events) article = reduceArticle(article, placeEvent(event, { seq: 0, at: createdAt, actor: me.agentId }));
    if (article !== undefined) changed.set(articleId, { ...article, used: before?.used ?? 0, succeeded: before?.succeeded ?? 0, waits: true });
  }
  return [...changed].map(([id, value]): RowPatch => ({ kind: 'article', id, seq: rowOf('article', id)?.seq ?? cursor, value }));
}
