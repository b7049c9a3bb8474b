import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scenarioSchema, type Scenario } from './schema.ts';

const FOLDER = path.join(import.meta.dirname, 'scenarios');

export function shippedScenarios(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .toSorted();
}

/** A scenario that ships, by its name, or any file. Throws with the place of what is wrong in it. */
export function loadScenario(nameOrFile: string): Scenario {
  const shipped = path.join(FOLDER, `${nameOrFile}.json`);
  const file = /^[\w-]+$/.test(nameOrFile) && existsSync(shipped) ? shipped : path.resolve(nameOrFile);
  if (!existsSync(file))
    throw new Error(`There is no scenario "${nameOrFile}". Shipped: ${shippedScenarios().join(', ')}; or give a file.`);
  const parsed = scenarioSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${nameOrFile}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a scenario'}`);
}
