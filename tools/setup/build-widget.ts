import path from 'node:path';
import { build } from 'vite';

/** Bundles the chat widget for other people's pages into one file, `widget.js` in `outDir`. Rejects when it does not build. */
export async function buildWidget(root: string, outDir = path.join(root, 'out/widget')): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: path.join(root, 'widget'),
    build: {
      outDir,
      emptyOutDir: true,
      target: ['chrome123', 'firefox120', 'safari17.5'],
      minify: true,
      lib: { entry: path.join(root, 'widget/index.ts'), formats: ['iife'], name: 'leitstandChat', fileName: () => 'widget.js' },
    },
  });
  return path.join(outDir, 'widget.js');
}
