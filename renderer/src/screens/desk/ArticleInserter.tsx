import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ArticleRow } from '../../../../shared/domain/article.ts';
import type { AddressForm } from '../../../../shared/domain/channel.ts';
import { Choices } from '../../components/Choices.tsx';
import { Tag } from '../../components/Tag.tsx';
import { insertArticle, insertIntoField, readerOf, typedArticles, wordsFor } from '../../store/articles.ts';
import type { OpenConversation } from '../../store/conversation.ts';
import { useCenter } from '../../store/rows.ts';
import type { ThreadModel } from '../../store/thread-model.ts';
import { useText } from '../../text/index.tsx';

export interface ArticleInserterProps {
  readonly open: OpenConversation;
  readonly thread: ThreadModel;
  /** Where in the field it was asked for. */
  readonly place: { readonly from: number; readonly to: number };
  readonly onClose: () => void;
}

type Form = Exclude<AddressForm, 'none'>;

/** What is known, found while typing, put into the answer: in the reader's language and form of address. */
export function ArticleInserter({ open, thread, place, onClose }: ArticleInserterProps): ReactNode {
  const { t } = useText();
  const articles = useCenter((state) => state.articles);
  const reader = useMemo(() => readerOf(open, thread), [open, thread]);
  const [typed, setTyped] = useState('');
  const [cursor, setCursor] = useState(0);
  const [form, setForm] = useState<Form>(reader.form === 'du' ? 'du' : 'sie');
  const [now] = useState(() => Date.now());
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => typedArticles(articles, reader, typed, now), [articles, reader, typed, now]);
  const at = Math.min(cursor, found.length - 1);
  const chosen = found[at];
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const take = (article: ArticleRow | undefined): void => {
    if (article === undefined) return;
    onClose();
    const choice = wordsFor(article.content, reader, { form });
    // The field has the focus again before the words come.
    setTimeout(() => insertArticle(open.id, article, choice, place), 0);
  };
  const listen = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 5, PageUp: at - 5 };
    const to = moves[event.key];
    if (to !== undefined) setCursor(Math.max(0, Math.min(found.length - 1, to)));
    else if (event.key === 'Enter') take(chosen);
    else if (event.altKey && (event.key === 'd' || event.key === 's')) setForm(event.key === 'd' ? 'du' : 'sie');
    // A second one is the sign itself.
    else if (event.key === '/' && typed === '') {
      onClose();
      setTimeout(() => insertIntoField(open.id, '/', place), 0);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="inserter"
      role="dialog"
      aria-label={t('inserter.title')}
      data-testid="inserter"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
        setTimeout(() => document.getElementById('composer-text')?.focus(), 0);
      }}
      onBlur={(event) => {
        if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
    >
      <div className="inserter-head">
        <input
          className="field-input"
          role="combobox"
          aria-label={t('inserter.field')}
          aria-expanded="true"
          aria-controls="inserter-list"
          aria-autocomplete="list"
          {...(chosen === undefined ? {} : { 'aria-activedescendant': `inserter-${chosen.id}` })}
          placeholder={t('inserter.field')}
          value={typed}
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoComplete="off"
          data-testid="inserter-field"
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setCursor(0);
          }}
          onKeyDown={listen}
        />
        <Choices<Form> label={t('inserter.form')} hideLabel look="segments" value={form} onChange={setForm} choices={[{ id: 'du', label: t('inserter.du') }, { id: 'sie', label: t('inserter.sie') }]} />
      </div>
      <div className="inserter-list" id="inserter-list" role="listbox" aria-label={t('inserter.title')} ref={list} tabIndex={-1}>
        {found.map((article, place) => {
          const words = wordsFor(article.content, reader, { form });
          return (
            <div
              key={article.id}
              id={`inserter-${article.id}`}
              role="option"
              aria-selected={place === at}
              className="inserter-option"
              data-testid="inserter-option"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(article)}
            >
              <span className="inserter-title">
                {article.content.title}
                {article.content.kind === 'snippet' && <Tag>{t('knowledge.snippet')}</Tag>}
                {words.isProposed && <Tag tone="amber">{t('knowledge.proposedForm')}</Tag>}
              </span>
              <span className="inserter-text">{words.text}</span>
            </div>
          );
        })}
      </div>
      {found.length === 0 && (
        <p className="muted inserter-empty" role="status">
          {t(articles.size === 0 ? 'inserter.none' : 'inserter.nothing')}
        </p>
      )}
      <p className="muted inserter-keys">{t('inserter.keys')}</p>
    </div>
  );
}
