import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** Names the models by what is in them: the beginning of the SHA-256 (hex) over all model files, so that what was read by others can be told apart. */
export function modelsVersion(folder: URL = new URL('../../shared/text/models/', import.meta.url)): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).toSorted()) if (name.endsWith('.json')) hash.update(name).update(readFileSync(new URL(name, folder)));
  return hash.digest('hex').slice(0, 12);
}
