import { useMemo, type ReactNode } from 'react';
import type { ArticleBody, ArticleRow } from '../../../../shared/domain/article.ts';
import { proposeForm } from '../../../../shared/text/article-body.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Field } from '../../components/Field.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { Tag } from '../../components/Tag.tsx';
import { Tick } from '../../components/Tick.tsx';
import { changeBody, changeDraft, contentOf, dropDraft, personalIn, saveArticle, useKnowledge, type ArticleDraft } from '../../store/article-draft.ts';
import { isEditor } from '../../store/articles.ts';
import { useDesk } from '../../store/desk.ts';
import { useText } from '../../text/index.tsx';
import { ArticleScope } from './ArticleScope.tsx';
import { LanguagePicker } from './LanguagePicker.tsx';
import { LengthTable } from './LengthTable.tsx';
import { ValidityFields } from './ValidityFields.tsx';

/** Where an article is written: du and Sie side by side, each proposed from the other. Ctrl+Enter saves. */
export function ArticleEditor({ draft, article }: { readonly draft: ArticleDraft; readonly article: ArticleRow | undefined }): ReactNode {
  const { t, f } = useText();
  const busy = useKnowledge((state) => state.busy);
  const online = useDesk((state) => state.connection.kind === 'online');
  const content = contentOf(draft);
  const personal = useMemo(() => personalIn(draft), [draft]);
  const isFlagged = personal.length > 0 && !draft.checked;
  const isNewer = article !== undefined && draft.baseVersion > 0 && article.version !== draft.baseVersion;
  const { bodies, kind, title } = draft.content;
  return (
    <form
      className="panel knowledge-page"
      data-testid="article-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void saveArticle();
      }}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        void saveArticle();
      }}
    >
      <h2>{draft.baseVersion === 0 ? t('knowledge.newTitle') : t('knowledge.editTitle')}</h2>
      {draft.fromConversationId !== undefined && <p className="guard guard-amber">{t('knowledge.fromAnswer')}</p>}
      {isNewer && <p className="guard guard-amber">{t('knowledge.newer')}</p>}
      <Choices label={t('knowledge.kind')} hideLabel look="segments" value={kind} onChange={(next) => changeDraft({ kind: next })} choices={[{ id: 'article', label: t('knowledge.article') }, { id: 'snippet', label: t('knowledge.snippet') }]} />
      <Field label={t('knowledge.titleField')} value={title} onChange={(next) => changeDraft({ title: next })} maxLength={160} autoFocus isRequired name="article-title" />
      <Field label={t('knowledge.keywords')} hint={t('knowledge.keywordsHint')} value={draft.keywords} onChange={(keywords) => changeDraft({ keywords })} maxLength={2_000} name="article-keywords" />
      {bodies.map((body) => (
        <BodyEditor key={body.language} body={body} canRemove={bodies.length > 1} />
      ))}
      <LanguagePicker used={bodies.map(({ language }) => language)} />
      <p className="muted">{t('knowledge.placeholders')}</p>
      <ArticleScope content={draft.content} />
      <ValidityFields content={draft.content} />
      {content !== undefined && <LengthTable content={content} />}
      <Field label={t('knowledge.note')} value={draft.note} onChange={(note) => changeDraft({ note })} maxLength={300} name="article-note" />
      {personal.length > 0 && (
        <div className="guard guard-red" data-testid="article-personal">
          <p>
            {t('knowledge.personal', f.list([...new Set(personal.map(({ kind: one }) => t(`personal.${one}`)))]))} <q>{showHidden(personal.map(({ text }) => text).join(' · '))}</q>
          </p>
          <Tick label={t('knowledge.checked')} isSelected={draft.checked} onChange={(checked) => changeDraft({ checked })} />
        </div>
      )}
      <div className="account-actions">
        <Button type="submit" look="primary" keys={t('keys.ctrlEnter')} isDisabled={content === undefined || busy || isFlagged} onPress={() => undefined} testId="article-save">
          {t(article?.state === 'published' && !isEditor() ? 'knowledge.propose' : 'knowledge.save')}
        </Button>
        {isEditor() && article?.state !== 'published' && (
          <Button onPress={() => void saveArticle(true)} isDisabled={content === undefined || busy || isFlagged || !online} testId="article-save-publish">
            {t('knowledge.savePublish')}
          </Button>
        )}
        <Button look="quiet" onPress={dropDraft} testId="article-cancel">
          {t('action.cancel')}
        </Button>
      </div>
      {content === undefined && <p className="muted">{t('knowledge.incomplete')}</p>}
    </form>
  );
}

type Forms = 'both' | 'one';

function BodyEditor({ body, canRemove }: { readonly body: ArticleBody; readonly canRemove: boolean }): ReactNode {
  const { t } = useText();
  const { language, du, sie, plain } = body;
  const forms: Forms = language !== 'de' || (plain !== undefined && du === undefined && sie === undefined) ? 'one' : 'both';
  return (
    <fieldset className="knowledge-body" lang={language}>
      <legend>
        {t('knowledge.language', language)}
        {canRemove && (
          <Button isSmall look="quiet" onPress={() => changeBody(language, undefined)} label={t('knowledge.removeLanguage', language)}>
            {t('knowledge.remove')}
          </Button>
        )}
      </legend>
      {language === 'de' && (
        <Choices<Forms>
          label={t('knowledge.forms')}
          hideLabel
          look="segments"
          value={forms}
          onChange={(next) => changeBody(language, next === 'one' ? { plain: plain ?? sie ?? du ?? '', du: undefined, sie: undefined } : { plain: undefined, du: undefined, sie: plain ?? '' })}
          choices={[{ id: 'both', label: t('knowledge.formsBoth') }, { id: 'one', label: t('knowledge.formsOne') }]}
        />
      )}
      {forms === 'one' ? (
        <Field label={t('knowledge.form.plain')} value={plain ?? ''} onChange={(text) => changeBody(language, { plain: text })} lines={5} maxLength={5_000} name={`article-plain-${language}`} />
      ) : (
        <div className="knowledge-forms">
          <FormField language={language} form="du" text={du} other={sie} />
          <FormField language={language} form="sie" text={sie} other={du} />
        </div>
      )}
    </fieldset>
  );
}

/** One form; while it is empty the other one is shown rewritten, to be taken over by a person. */
function FormField({ language, form, text, other }: { readonly language: string; readonly form: 'du' | 'sie'; readonly text: string | undefined; readonly other: string | undefined }): ReactNode {
  const { t } = useText();
  const isEmpty = text === undefined || text.trim() === '';
  const proposed = useMemo(() => (isEmpty && other !== undefined && other.trim() !== '' ? proposeForm(other, language, form) : undefined), [isEmpty, other, language, form]);
  return (
    <div className="knowledge-form">
      <Field label={t(`knowledge.form.${form}`)} value={text ?? ''} onChange={(next) => changeBody(language, { [form]: next })} lines={6} maxLength={5_000} name={`article-${form}-${language}`} />
      {proposed !== undefined && (
        <div className="knowledge-proposed" data-testid={`proposed-${form}`}>
          <Tag tone="amber">{t(proposed.isProposed ? 'knowledge.proposedForm' : 'knowledge.sameForm')}</Tag>
          <p className="knowledge-text">{proposed.text}</p>
          <Button isSmall onPress={() => changeBody(language, { [form]: proposed.text })} testId={`take-${form}`}>
            {t('knowledge.takeForm')}
          </Button>
        </div>
      )}
    </div>
  );
}
