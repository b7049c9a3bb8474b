import react from '@vitejs/plugin-react';
import { defineConfig, type MainViteConfig, type PreloadViteConfig, type RendererViteConfig } from 'electron-vite';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
const at = (place: string): string => path.resolve(root, place);
// `npm run build:renderer`: the screen alone is all that the browser host needs. A test builds the preload alone, into a folder of its own.
const what = process.env['LEITSTAND_BUILD'] ?? 'all';
const out = (part: string): string => path.resolve(root, process.env['LEITSTAND_OUT'] ?? 'out', part);
const wanted = (part: 'main' | 'preload' | 'renderer'): boolean => what === 'all' || what === part;

const main: MainViteConfig = {
  build: {
    outDir: out('main'),
    // Read with every start, and a hundred files where it lies: it goes into the bundle, what of it is used.
    externalizeDeps: { exclude: ['zod'] },
    rollupOptions: { input: { index: at('electron/main/index.ts') }, output: { format: 'es' } },
  },
};

const preload: PreloadViteConfig = {
  build: {
    outDir: out('preload'),
    // A sandboxed preload can require nothing but electron: everything else goes into the one file.
    externalizeDeps: false,
    rollupOptions: { input: { index: at('electron/preload/index.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
  },
};

/** A small script of its own before the page's: it asks the desk program for the first rows while the page's own code is still being read. */
const early = (): Plugin => ({
  name: 'leitstand-early',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) => {
      const chunk = Object.values(bundle ?? {}).find((one) => one.type === 'chunk' && one.isEntry && one.name === 'early');
      return chunk === undefined ? [] : [{ tag: 'script', attrs: { type: 'module', async: true, crossorigin: true, src: `./${chunk.fileName}` }, injectTo: 'head' }];
    },
  },
});

const renderer: RendererViteConfig = {
  root: at('renderer'),
  // Served from app:// and from a loopback host alike, so every address is relative.
  base: './',
  plugins: [react(), early()],
  build: {
    outDir: out('renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    minify: true,
    // The content policy allows no inline script and no data: font; nothing is inlined into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: at('renderer/index.html'), early: at('renderer/src/early.ts') },
      // zod and the word that it compiles nothing are one file, which runs before any schema is made: the content policy allows no eval.
      output: { codeSplitting: { groups: [{ name: 'schemas', test: /node_modules[\\/]zod[\\/]|src[\\/]app[\\/]no-eval/ }] } },
    },
  },
};

export default defineConfig({
  ...(wanted('main') && existsSync(at('electron/main/index.ts')) ? { main } : {}),
  ...(wanted('preload') && existsSync(at('electron/preload/index.ts')) ? { preload } : {}),
  ...(wanted('renderer') ? { renderer } : {}),
});
