import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCenter } from '../../../tools/demo/start-center.ts';
import { ROOT } from './root.ts';

const NAME = 'E2E_CENTER_TEMPLATE';

/** A filled center of which every spec file takes a copy: hashing its people's passwords anew each time would cost half the run. */
export async function makeTemplate(): Promise<() => void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'leitstand-e2e-template-'));
  const running = await startCenter({ root: ROOT, dataDir: dir, fresh: false, quiet: true, ports: [0, 0, 0], withDesk: false, say: () => undefined });
  await running.stop();
  // The platform's memory names the webhooks of this very start.
  rmSync(path.join(dir, 'platform'), { recursive: true, force: true });
  process.env[NAME] = dir;
  return () => rmSync(dir, { recursive: true, force: true });
}

/** A folder of its own with a filled center that nobody has worked in. */
export function copyTemplate(): string {
  const template = process.env[NAME];
  if (template === undefined) throw new Error('the global set-up did not run');
  const dir = mkdtempSync(path.join(tmpdir(), 'leitstand-e2e-'));
  cpSync(template, dir, { recursive: true });
  return dir;
}
