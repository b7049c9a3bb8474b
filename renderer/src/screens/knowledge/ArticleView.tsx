import type { ReactNode } from 'react';
import type { ArticleContent, ArticleRow } from '../../../../shared/domain/article.ts';
import { proposeForm } from '../../../../shared/text/article-body.ts';
import { Button } from '../../components/Button.tsx';
import { Tag } from '../../components/Tag.tsx';
import { editArticle, publishArticle } from '../../store/article-draft.ts';
import { isEditor } from '../../store/articles.ts';
import { runCommand } from '../../store/commands.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle, agentLong } from '../names.ts';
import { ArticleTags } from './ArticleLine.tsx';
import { LengthTable } from './LengthTable.tsx';

/** One article to read: its forms, where it is for, what waits for a decision, what it said before. */
export function ArticleView({ article, now }: { readonly article: ArticleRow; readonly now: number }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const online = useDesk((state) => state.connection.kind === 'online');
  const me = useDesk(signedIn)?.agentId;
  const canDecide = isEditor();
  const { content, id, version } = article;
  const where = [...content.brands, ...content.accountIds.map((one) => accountHandle(center, one)), ...content.channels];
  return (
    <article className="panel knowledge-page" data-testid="article-view">
      <h2>{content.title}</h2>
      <p className="article-line-facts">
        <ArticleTags article={article} now={now} />
        <span className="muted">{t('knowledge.changedBy', agentLong(center, article.changed.byAgentId), f.moment(article.changed.at, now))}</span>
        <span className="muted">{t('knowledge.counts', article.used, article.succeeded)}</span>
      </p>
      <div className="account-actions">
        <Button look="primary" onPress={() => editArticle(article)} testId="article-edit">
          {t('knowledge.edit')}
        </Button>
        {canDecide && article.state !== 'published' && (
          <Button onPress={() => void publishArticle(id, version)} isDisabled={!online || article.waits === true} testId="article-publish">
            {t('knowledge.publish')}
          </Button>
        )}
        {canDecide && article.state === 'published' && (
          <Button look="quiet" onPress={() => void runCommand({ type: 'article.retire', data: { articleId: id, version } })} isDisabled={!online} testId="article-retire">
            {t('knowledge.retire')}
          </Button>
        )}
      </div>
      <Bodies content={content} />
      {content.keywords.length > 0 && (
        <p>
          <strong>{t('knowledge.keywords')}</strong> {content.keywords.join(', ')}
        </p>
      )}
      <p>
        <strong>{t('knowledge.where')}</strong> {where.length === 0 ? t('knowledge.everywhere') : where.join(', ')}
      </p>
      {(content.validFrom !== undefined || content.validUntil !== undefined) && (
        <p>
          <strong>{t('knowledge.valid')}</strong> {content.validFrom === undefined ? '' : t('knowledge.from', f.moment(content.validFrom, now))} {content.validUntil === undefined ? '' : t('knowledge.until', f.moment(content.validUntil, now))}
        </p>
      )}
      <LengthTable content={content} />
      {article.proposals.map((proposal) => (
        <section key={proposal.id} className="card" data-testid="article-proposal">
          <h3>{t('knowledge.proposalBy', agentLong(center, proposal.byAgentId), f.moment(proposal.at, now))}</h3>
          {proposal.note !== undefined && <p>„{proposal.note}“</p>}
          {proposal.content.title !== content.title && <p>{proposal.content.title}</p>}
          <Bodies content={proposal.content} />
          <div className="account-actions">
            {canDecide && (
              <Button isSmall onPress={() => void publishArticle(id, version, proposal.id)} isDisabled={!online} testId="proposal-take">
                {t('knowledge.takeProposal')}
              </Button>
            )}
            {(canDecide || proposal.byAgentId === me) && (
              <Button isSmall look="quiet" onPress={() => void runCommand({ type: 'article.dropProposal', data: { articleId: id, proposalId: proposal.id } })} isDisabled={!online}>
                {t('knowledge.dropProposal')}
              </Button>
            )}
          </div>
        </section>
      ))}
      {article.versions.length > 0 && (
        <details className="knowledge-history">
          <summary>{t('knowledge.history', article.versions.length)}</summary>
          <ol>
            {article.versions.map((one) => (
              <li key={one.version} className="card">
                <p className="muted">
                  {t('knowledge.version', one.version)} · {agentLong(center, one.byAgentId)} · {f.moment(one.at, now)} {one.note === undefined ? '' : `· „${one.note}“`}
                </p>
                <strong>{one.content.title}</strong>
                <Bodies content={one.content} />
                <Button isSmall onPress={() => editArticle({ id, version, content: one.content })}>
                  {t('knowledge.restore')}
                </Button>
              </li>
            ))}
          </ol>
        </details>
      )}
    </article>
  );
}

function Bodies({ content }: { readonly content: ArticleContent }): ReactNode {
  const { t } = useText();
  return content.bodies.map(({ language, du, sie, plain }) => {
    const proposed = (form: 'du' | 'sie', other: string | undefined): ReturnType<typeof proposeForm> | undefined => (other === undefined ? undefined : proposeForm(other, language, form));
    const forms =
      language === 'de' && plain === undefined
        ? ([['du', du, proposed('du', sie)], ['sie', sie, proposed('sie', du)]] as const)
        : ([['plain', plain ?? sie ?? du, undefined]] as const);
    return (
      <div key={language} className="knowledge-forms" lang={language}>
        {forms.map(([form, text, other]) => {
          const shown = text ?? other?.text;
          return shown === undefined ? null : (
            <div key={form} className="knowledge-form">
              <span className="knowledge-form-name">
                {t(`knowledge.form.${form}`)} · {language}
                {text === undefined && other?.isProposed === true && <Tag tone="amber">{t('knowledge.proposedForm')}</Tag>}
              </span>
              <p className="knowledge-text">{shown}</p>
            </div>
          );
        })}
      </div>
    );
  });
}
