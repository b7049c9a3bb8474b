import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { WEB_CHAT_HANDLE } from '../../../tools/sample/center.ts';
import { watchPage } from './watch.ts';

export interface ChatPageOptions {
  readonly lang?: 'de' | 'en' | undefined;
  readonly theme?: 'light' | 'dark' | undefined;
  readonly brand?: string | undefined;
}

/** A brand's own page, on an origin of its own and under a strict content policy, that shows the chat of a server somewhere else. */
export class ForeignSite {
  readonly #server: Server;
  readonly #chatUrl: () => string;

  private constructor(chatUrl: () => string) {
    this.#chatUrl = chatUrl;
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://here');
      const chat = new URL(this.#chatUrl());
      const attributes = ['lang', 'theme', 'brand'].flatMap((name) => (url.searchParams.has(name) ? [`${name}="${url.searchParams.get(name) ?? ''}"`] : [])).join(' ');
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; script-src ${chat.origin}; connect-src ws://${chat.host}; img-src data:; require-trusted-types-for 'script'`,
      });
      response.end(`<!doctype html><html lang="de"><head><title>Fremde Seite</title><link rel="icon" href="data:,"><script src="${chat.origin}/chat/widget.js" defer></script></head><body><main><h1>Fremde Seite</h1><p>Hier geht es um etwas anderes.</p></main><leitstand-chat privacy-url="/datenschutz" ${attributes}></leitstand-chat></body></html>`);
    });
  }

  static async start(chatUrl: () => string): Promise<ForeignSite> {
    const site = new ForeignSite(chatUrl);
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  url({ lang = 'de', theme, brand = WEB_CHAT_HANDLE }: ChatPageOptions = {}): string {
    const query = new URLSearchParams({ brand, lang, ...(theme === undefined ? {} : { theme }) });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hilfe?${query.toString()}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** One visitor's page as that person sees it. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  static async come(browser: Browser, url: string, name: string, troubles: string[], options: Parameters<Browser['newContext']>[0] = {}): Promise<Visitor> {
    const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1000, height: 760 }, ...options });
    return Visitor.#open(context, url, name, troubles);
  }

  /** Another page of the same browser. */
  another(url: string, troubles: string[]): Promise<Visitor> {
    return Visitor.#open(this.context, url, 'second page', troubles);
  }

  static async #open(context: BrowserContext, url: string, name: string, troubles: string[]): Promise<Visitor> {
    const page = await context.newPage();
    await watchPage(page, name, troubles);
    await page.goto(url);
    return new Visitor(context, page);
  }

  get launcher(): Locator {
    return this.page.locator('.launcher');
  }

  get field(): Locator {
    return this.page.locator('#text');
  }

  get status(): Locator {
    return this.page.locator('.status');
  }

  get lines(): Locator {
    return this.page.locator('li .bubble');
  }

  line(text: string): Locator {
    return this.page.locator('li').filter({ hasText: text });
  }

  async open(): Promise<void> {
    await this.launcher.click();
    await this.field.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  async menu(entry: RegExp): Promise<void> {
    await this.page.locator('header').getByRole('button').first().click();
    await this.page.locator('.menu').getByRole('button', { name: entry }).click();
  }

  stored(): Promise<string[]> {
    return this.page.evaluate(() => Object.keys(localStorage));
  }
}
