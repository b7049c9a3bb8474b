import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, type Browser, type Page } from '@playwright/test';
import { startChild } from '../../../tools/demo/child.ts';
import { findElectronDesk } from '../../../tools/demo/electron.ts';
import { fetchDeskUrl } from '../../../tools/desk-url.ts';
import type { HostKind } from './host-kind.ts';
import { ROOT } from './root.ts';
import { allHeard, watchPage } from './watch.ts';

export interface DeskOptions {
  readonly dataDir: string;
  readonly serverUrl: string;
  readonly centerFile: string;
  /** What this desk is called in a report. */
  readonly name: string;
  /** False: neither a keychain nor a passphrase keeps the local copy. */
  readonly isKept?: boolean | undefined;
  /** Browser host only: hears every line of the desk's log, down to the smallest. */
  readonly onLog?: ((line: string) => void) | undefined;
}

export interface OpenedDesk {
  readonly page: Page;
  /** Browser host only: the desk's own process. */
  readonly pid?: number | undefined;
  /** Browser host only: another one-time address of the same desk. */
  newUrl(): Promise<string>;
  close(): Promise<void>;
}

const VIEW = { width: 1440, height: 900 };

/** A desk as a process of its own, shown in a browser page. */
async function openInBrowser(browser: Browser, options: DeskOptions, troubles: string[]): Promise<OpenedDesk> {
  // A machine of the test need not have a keychain; a passphrase keeps the local copy, so that replies may wait offline.
  const passphrase = path.join(options.dataDir, 'passphrase');
  writeFileSync(passphrase, 'four words that nobody guesses\n', { mode: 0o600 });
  const args = ['--data', options.dataDir, '--server', options.serverUrl, '--port', '0', '--demo', options.centerFile, '--session-only-secrets', '--lock-after', '60', ...(options.isKept === false ? [] : ['--passphrase-file', passphrase]), ...(options.onLog === undefined ? [] : ['--log-level', 'debug'])];
  const said: string[] = [];
  const onLine = (line: string): void => {
    said.push(line);
    options.onLog?.(line);
  };
  const child = await startChild(`desk of ${options.name}`, path.join(ROOT, 'tools/desk.ts'), args, { cwd: ROOT, onLine, ...(options.onLog === undefined ? {} : { env: { NODE_OPTIONS: `--report-on-signal --report-directory=${options.dataDir}` } }) });
  let closing = false;
  child.onExit((code) => {
    if (!closing) troubles.push(`${options.name}: the desk ended with ${code}: ${said.slice(-3).join(' ')}`);
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await watchPage(page, options.name, troubles);
  await page.goto(String(child.ready['deskUrl']));
  return {
    page,
    pid: child.pid,
    newUrl: () => fetchDeskUrl(options.dataDir),
    close: async () => {
      await allHeard(context);
      closing = true;
      await context.close();
      await child.stop();
    },
  };
}

/** The same desk in its own window. */
async function openInElectron(executablePath: string, options: DeskOptions, troubles: string[]): Promise<OpenedDesk> {
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({ executablePath, args: [...flags, ROOT, `--data=${options.dataDir}`, `--server=${options.serverUrl}`, `--demo=${options.centerFile}`], cwd: ROOT });
  const page = await app.firstWindow();
  await watchPage(page, options.name, troubles);
  await page.setViewportSize(VIEW);
  return {
    page,
    newUrl: () => Promise.reject(new Error('a window has no address')),
    close: async () => {
      await allHeard(app.context());
      await app.close();
    },
  };
}

export async function openHost(kind: HostKind, browser: Browser, options: Omit<DeskOptions, 'dataDir'> & { readonly parent: string; readonly dataDir?: string | undefined }, troubles: string[]): Promise<OpenedDesk & { readonly dataDir: string }> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(options.parent, `desk-${options.name}-`));
  const electron = kind === 'electron' ? findElectronDesk(ROOT) : undefined;
  const given = { ...options, dataDir };
  const opened = electron === undefined ? await openInBrowser(browser, given, troubles) : await openInElectron(electron, given, troubles);
  return { ...opened, dataDir };
}
