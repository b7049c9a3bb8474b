import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export const WCAG: readonly string[] = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What a page is built of is the same in both themes: of the second only the colours are judged anew. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on this page, one line per rule. In the page itself: the other way of running it opens a page of its own for every look, and is there
 * for frames of other origins, which are not looked into here.
 */
export async function axeFindings(page: Page, rules: readonly string[] | 'colours' = WCAG): Promise<string[]> {
  const runOnly = rules === 'colours' ? { type: 'rule' as const, values: COLOURS } : { type: 'tag' as const, values: [...rules] };
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ runOnly, resultTypes: ['violations'], iframes: false }).analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? one.help}`).join('; ')}`);
}
