import type { BrowserContext, Page } from '@playwright/test';

interface Ear {
  readonly names: WeakMap<Page, string>;
  readonly troubles: string[];
}

const ears = new WeakMap<BrowserContext, Ear>();

/**
 * Hears everything a page complains about, and every page its browser context opens afterwards (a window of its own, a popup); a spec that leaves something in here fails.
 * The context is asked, not the page: what a new window says before anybody could listen to it is told as well, every time.
 * What the content policy stops is told twice: by the page's own event, and by the browser on the console, which also speaks for frames that run no script.
 */
export async function watchPage(page: Page, name: string, troubles: string[]): Promise<void> {
  const context = page.context();
  const known = ears.get(context);
  if (known !== undefined) {
    known.names.set(page, name);
    return;
  }
  const names = new WeakMap([[page, name]]);
  ears.set(context, { names, troubles });
  const nameOf = (one: Page | null): string => (one === null ? undefined : names.get(one)) ?? `${name} (another window)`;
  context.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${nameOf(message.page())}: console: ${message.text()}`);
  });
  context.on('weberror', (error) => troubles.push(`${nameOf(error.page())}: ${String(error.error())}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
}

/** How long a page that does not answer any more is waited for. */
const ANSWERS_WITHIN_MS = 5_000;

/** Until everything these pages have said so far has been heard: what they say comes in order, so it is there before an answer that follows it. */
export async function allHeard(context: BrowserContext): Promise<void> {
  await Promise.all(
    context.pages().map(async (page) => {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ANSWERS_WITHIN_MS);
      });
      // A page that is closing has nothing more to say.
      await Promise.race([page.evaluate(() => undefined).catch(() => undefined), patience]);
      clearTimeout(timer);
    }),
  );
}
