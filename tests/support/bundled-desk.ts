// The desk's process as one file, as the product ships it: thousands of starts need not read hundreds of sources each time.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

const house = path.resolve(import.meta.dirname, '../..');

export interface BundledDesk {
  readonly module: string;
  remove(): void;
}

/** Builds `sending-desk.ts` from the sources as they are now; what is edited meanwhile changes nothing in a run. */
export async function bundleDesk(): Promise<BundledDesk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-bundled-'));
  symlinkSync(path.join(house, 'node_modules'), path.join(folder, 'node_modules'));
  await build({
    root: house,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', 'keytar'] },
    build: { ssr: path.join(import.meta.dirname, 'sending-desk.ts'), outDir: path.join(folder, 'out'), minify: false, emptyOutDir: true, rollupOptions: { output: { format: 'es', entryFileNames: 'desk.mjs' } } },
  });
  return { module: path.join(folder, 'out/desk.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
