import { builtinModules } from 'node:module';
import path from 'node:path';
import { build } from 'vite';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Bundles a program as the desk's own main is bundled: ours and zod in files beside one another, the other packages left where they are. Gives the file to run. */
export async function bundleProgram(entry: string, outDir: string): Promise<string> {
  const name = path.basename(entry, '.ts');
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    ssr: { noExternal: ['zod'] },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir,
      emptyOutDir: false,
      rollupOptions: {
        input: { [name]: entry },
        external: (id) => id.startsWith('node:') || builtinModules.includes(id) || !(id === 'zod' || id.startsWith('.') || path.isAbsolute(id)),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  return path.join(outDir, `${name}.mjs`);
}
