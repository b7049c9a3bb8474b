import type { Page } from '@playwright/test';

/** Hears everything a page complains about; a spec that leaves something in here fails. */
export async function watchPage(page: Page, name: string, troubles: string[]): Promise<void> {
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${name}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${name}: ${String(error)}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
}
