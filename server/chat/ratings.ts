import type { RatingCount } from '../../shared/domain/term-report.ts';

/** Rows of visits as one line per account; 0 stars: ended without a rating. */
export function countRatings(rows: readonly { readonly accountId: string; readonly stars: number; readonly count: number }[]): RatingCount[] {
  return [...Map.groupBy(rows, (row) => row.accountId)].map(([accountId, of]) => {
    const stars = [1, 2, 3, 4, 5].map((n) => of.find((row) => row.stars === n)?.count ?? 0);
    const rated = stars.reduce((sum, count) => sum + count, 0);
    const points = stars.reduce((sum, count, i) => sum + count * (i + 1), 0);
    return { accountId, chats: of.reduce((sum, row) => sum + row.count, 0), rated, stars, ...(rated === 0 ? {} : { average: points / rated }) };
  });
}
