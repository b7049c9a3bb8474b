import { create } from 'zustand';
import type { ArticleContent } from '../../../shared/domain/article.ts';
import { kindOfFile, readArticleFile, type ArticleFileProblem, type ArticleFromFile } from '../../../shared/text/article-file.ts';
import { findPersonalData } from '../../../shared/text/personal-data.ts';
import type { Articles } from './articles.ts';
import { askCommand } from './commands.ts';
import { useCenter } from './rows.ts';

export type PlannedWhat = 'new' | 'changed' | 'same';

/** One article of a file, beside what is there already. */
export interface Planned extends ArticleFromFile {
  readonly what: PlannedWhat;
  readonly baseVersion: number;
  /** Names of the fields that would change. */
  readonly fields: readonly string[];
  readonly hasPersonalData: boolean;
}

export interface ImportState {
  readonly name: string | undefined;
  readonly planned: readonly Planned[];
  readonly problems: readonly ArticleFileProblem[];
  /** How many of those that change something are in; undefined: nothing was begun. */
  readonly done: number | undefined;
  /** Of so many. */
  readonly total: number;
  readonly isRunning: boolean;
  readonly tooLarge: boolean;
  /** Asked to stop: what is in stays in. */
  readonly isStopping: boolean;
}

const EMPTY: ImportState = { name: undefined, planned: [], problems: [], done: undefined, total: 0, isRunning: false, tooLarge: false, isStopping: false };
export const useImport = create<ImportState>(() => EMPTY);
export const forgetImport = (): void => useImport.setState(EMPTY);
export const stopImport = (): void => useImport.setState({ isStopping: true });

const MOST_BYTES = 8_000_000;
/** The server takes a batch whole or not at all. */
const AT_ONCE = 25;

export function planImport(articles: readonly ArticleFromFile[], known: Articles): Planned[] {
  return articles.map((one) => {
    const before = known.get(one.articleId);
    const fields = before === undefined ? [] : changedFields(before.content, one.content);
    const hasPersonalData = one.content.bodies.some(({ du, sie, plain }) => [du, sie, plain].some((text) => text !== undefined && findPersonalData(text).length > 0));
    return { ...one, what: before === undefined ? 'new' : fields.length === 0 ? 'same' : 'changed', baseVersion: before?.version ?? 0, fields, hasPersonalData };
  });
}

function changedFields(before: ArticleContent, after: ArticleContent): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof ArticleContent)[];
  return names.filter((name) => JSON.stringify(sorted(before[name])) !== JSON.stringify(sorted(after[name])));
}

/** Keys in one order, so that equal things look equal. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)])) : value;
}

/** Reads a file the person chose; nothing happens to the articles yet. */
export async function readImport(file: File): Promise<void> {
  const kind = kindOfFile(file.name);
  if (kind === undefined || file.size > MOST_BYTES) {
    useImport.setState({ ...EMPTY, name: file.name, tooLarge: file.size > MOST_BYTES, problems: kind === undefined ? [{ code: 'ARTICLE_FILE_SYNTAX', line: 1, raw: file.name }] : [] });
    return;
  }
  const { articles, problems } = readArticleFile(await file.text(), kind);
  useImport.setState({ ...EMPTY, name: file.name, planned: planImport(articles, useCenter.getState().articles), problems });
}

/** Takes in what is new or changed, batch by batch; stops at the first that is refused. */
export async function runImport(publish: boolean): Promise<void> {
  const { planned, isRunning } = useImport.getState();
  const wanted = planned.filter(({ what }) => what !== 'same');
  if (isRunning || wanted.length === 0) return;
  useImport.setState({ isRunning: true, isStopping: false, done: 0, total: wanted.length });
  let done = 0;
  while (done < wanted.length && !useImport.getState().isStopping) {
    const batch = wanted.slice(done, done + AT_ONCE);
    const answer = await askCommand({ type: 'article.import', data: { publish, articles: batch.map(({ articleId, baseVersion, content }) => ({ articleId, baseVersion, content })) } });
    if (answer.status !== 'accepted') break;
    done += batch.length;
    useImport.setState({ done });
  }
  useImport.setState({ isRunning: false, planned: useImport.getState().planned.filter((one) => !wanted.slice(0, done).includes(one)) });
}
