import { randomBytes, randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_CENTER, seedBootstrap } from '../sample/center.ts';
import { furnishing } from '../sample/furnishing.ts';
import type { CenterFile } from './center-file.ts';

const secret = (): string => randomBytes(24).toString('base64url');

/** Words that can be typed from one screen to another. */
const WORDS = ['ahorn', 'birke', 'distel', 'erle', 'farn', 'ginster', 'hasel', 'iris', 'kamille', 'linde', 'minze', 'nelke', 'quitte', 'rose', 'salbei', 'tulpe', 'ulme', 'veilchen', 'weide', 'zeder'];
const password = (): string => `${WORDS[randomInt(WORDS.length)]}-${WORDS[randomInt(WORDS.length)]}-${String(randomInt(10_000)).padStart(4, '0')}`;

export type Secrets = Pick<CenterFile, 'ingestKey' | 'webhookSecret' | 'signIns'> & { readonly sandboxToken: string };

/** Secrets of a new center. Every one gets passwords of its own: even a demo listens on a port. */
export function newSecrets(): Secrets {
  return {
    ingestKey: secret(),
    webhookSecret: secret(),
    sandboxToken: secret(),
    signIns: SAMPLE_CENTER.people.map((person) => ({ name: person.signInName, role: person.agent.role, password: password() })),
  };
}

/** The file that fills the empty center. `furnished`: with what leads would have set up by now. */
export function writeBootstrap(dataDir: string, signIns: CenterFile['signIns'], furnished: boolean): string {
  const file = join(dataDir, 'bootstrap.json');
  const passwordOf = new Map(signIns.map((signIn) => [signIn.name, signIn.password]));
  writeFileSync(file, JSON.stringify(seedBootstrap((person) => passwordOf.get(person.signInName) ?? secret(), SAMPLE_CENTER.people, furnished ? [furnishing(SAMPLE_CENTER.queues)] : [])), { mode: 0o600 });
  return file;
}
