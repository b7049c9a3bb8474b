import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { servePage } from '../../electron/main/host/page-files.ts';
import type { FakeOptions } from './fake-workstation.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface FakeDesk {
  readonly browser: Browser;
  /** Opens the built screen over a fake workstation, with the product's own content policy; `violations` must stay empty. */
  open(
    options: FakeOptions,
    view?: { width?: number; height?: number; reducedMotion?: boolean; forcedColors?: boolean; colorScheme?: 'light' | 'dark' },
  ): Promise<{ page: Page; context: BrowserContext; violations: string[]; problems: string[] }>;
  close(): Promise<void>;
}

async function bundleFake(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root,
    build: {
      write: false,
      minify: false,
      lib: { entry: path.join(import.meta.dirname, 'fake-workstation-entry.ts'), formats: ['iife'], name: 'fakeWorkstation' },
    },
  });
  const output = (Array.isArray(result) ? result[0] : result) as { output: readonly { type: string; code?: string }[] };
  return output.output.find((chunk) => chunk.type === 'chunk')?.code ?? '';
}

export async function openFakeDesk(): Promise<FakeDesk> {
  const [script, browser] = await Promise.all([
    bundleFake(),
    chromium.launch({ executablePath: process.env['LEITSTAND_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] }),
  ]);
  // A copy: somebody may build anew meanwhile.
  const pages = mkdtempSync(path.join(tmpdir(), 'leitstand-page-'));
  cpSync(path.join(root, 'out/renderer'), pages, { recursive: true });
  const server = createServer((request, response) => {
    void servePage(pages, request.url ?? '/').then((answer) => {
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    browser,
    open: async (options, view = {}) => {
      const context = await browser.newContext({
        viewport: { width: view.width ?? 1280, height: view.height ?? 800 },
        reducedMotion: view.reducedMotion === true ? 'reduce' : 'no-preference',
        forcedColors: view.forcedColors === true ? 'active' : 'none',
        colorScheme: view.colorScheme ?? 'light',
        locale: options.language === 'en' ? 'en-GB' : 'de-DE',
      });
      const page = await context.newPage();
      const violations: string[] = [];
      const problems: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(String(error)));
      await page.exposeFunction('reportViolation', (what: string) => violations.push(what));
      await page.addInitScript(
        "document.addEventListener('securitypolicyviolation', (e) => window.reportViolation(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));",
      );
      await page.addInitScript(`window.fakeOptions = ${JSON.stringify(options)};\n${script}`);
      await page.goto(`http://127.0.0.1:${port}/`);
      return { page, context, violations, problems };
    },
    close: async () => {
      await browser.close();
      rmSync(pages, { recursive: true, force: true });
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
