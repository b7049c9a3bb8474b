import type { BrowserContext, Page } from '@playwright/test';

const heard = new WeakSet<Page>();
const watched = new WeakSet<BrowserContext>();

/**
 * Hears everything a page complains about, and every page its browser context opens afterwards (a window of its own, a popup); a spec that leaves something in here fails.
 * What the content policy stops is told twice: by the page's own event, and by the browser on the console, which also speaks for frames that run no script.
 */
export async function watchPage(page: Page, name: string, troubles: string[]): Promise<void> {
  hear(page, name, troubles);
  const context = page.context();
  if (watched.has(context)) return;
  watched.add(context);
  context.on('page', (other) => hear(other, `${name} (another window)`, troubles));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
}

function hear(page: Page, name: string, troubles: string[]): void {
  if (heard.has(page)) return;
  heard.add(page);
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${name}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${name}: ${String(error)}`));
}
