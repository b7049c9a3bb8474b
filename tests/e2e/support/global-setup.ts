import { ensureScreen } from '../../../tools/demo/screen.ts';
import { ROOT } from './root.ts';
import { makeTemplate } from './template.ts';

/** Builds the screen where it is older than its sources, and makes the center that every file copies. */
export default async function setup(): Promise<() => void> {
  ensureScreen(ROOT, false, (line) => console.log(line));
  return makeTemplate();
}
