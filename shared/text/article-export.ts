import type { Article, ArticleContent } from '../domain/article.ts';
import { csvLine } from './csv.ts';
import type { ArticleFileKind } from './article-file.ts';

type Exported = Pick<Article, 'id' | 'content'>;

/** All of these as a file that can be read in again and changes nothing. */
export function writeArticleFile(articles: readonly Exported[], kind: ArticleFileKind): string {
  if (kind === 'json') return `${JSON.stringify({ articles: articles.map(({ id, content }) => ({ id, ...content, ...dates(content) })) }, null, 2)}\n`;
  return kind === 'csv' ? toCsv(articles) : articles.map(toMarkdown).join('\n');
}

const dates = (content: ArticleContent): { validFrom?: string; validUntil?: string } => ({
  ...(content.validFrom === undefined ? {} : { validFrom: new Date(content.validFrom).toISOString() }),
  ...(content.validUntil === undefined ? {} : { validUntil: new Date(content.validUntil).toISOString() }),
});

const COLUMNS = ['id', 'kind', 'title', 'keywords', 'language', 'du', 'sie', 'plain', 'channels', 'brands', 'accountIds', 'validFrom', 'validUntil'] as const;

function toCsv(articles: readonly Exported[]): string {
  const lines = articles.flatMap(({ id, content }) => {
    const { validFrom = '', validUntil = '' } = dates(content);
    return content.bodies.map(({ language, du = '', sie = '', plain = '' }) =>
      csvLine([id, content.kind, content.title, content.keywords.join(' | '), language, du, sie, plain, content.channels.join(' | '), content.brands.join(' | '), content.accountIds.join(' | '), validFrom, validUntil]),
    );
  });
  return `${[csvLine(COLUMNS), ...lines].join('\n')}\n`;
}

function toMarkdown({ id, content }: Exported): string {
  const { validFrom, validUntil } = dates(content);
  const pairs: [string, string | undefined][] = [
    ['id', id],
    ['kind', content.kind],
    ['keywords', content.keywords.join(' | ') || undefined],
    ['channels', content.channels.join(' | ') || undefined],
    ['brands', content.brands.join(' | ') || undefined],
    ['accountIds', content.accountIds.join(' | ') || undefined],
    ['valid from', validFrom],
    ['valid until', validUntil],
  ];
  const head = pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  const parts = content.bodies.flatMap(({ language, du, sie, plain }) =>
    Object.entries({ du, sie, plain }).flatMap(([form, text]) => (text === undefined ? [] : [`## ${language} ${form}`, '', text.replace(/^(?=\\*#)/gmu, '\\'), ''])),
  );
  return [`# ${content.title}`, '', ...head, '', ...parts].join('\n');
}
