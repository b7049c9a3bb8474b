import { readFileSync } from 'node:fs';
import { CodedError } from '../../shared/util/errors.ts';
import type { FeedSetting, SecretSource } from './settings.ts';

type Env = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => string;

/** One secret in clear, from where it lies. CONFIG_INVALID names `field`, never a value. */
export function readSecret(source: SecretSource, field: string, env: Env = process.env, readFile: ReadFile = (path) => readFileSync(path, 'utf8')): string {
  if (typeof source === 'string') return source;
  if ('env' in source) {
    const value = env[source.env];
    if (value === undefined || value === '') throw new CodedError('CONFIG_INVALID', { field, detail: `The environment has no ${source.env}.` });
    return value;
  }
  try {
    // An editor ends a file with a line break, a secret has none.
    return readFile(source.file).replace(/\r?\n$/, '');
  } catch (cause) {
    throw new CodedError('CONFIG_INVALID', { field, detail: `The file ${source.file} cannot be read.`, cause });
  }
}

/** The secrets of a feed in clear, each from where it lies. */
export function readSecrets(feed: FeedSetting, env: Env = process.env, readFile: ReadFile = (path) => readFileSync(path, 'utf8')): Record<string, string> {
  return Object.fromEntries(Object.entries(feed.secrets).map(([name, source]) => [name, readSecret(source, `feeds.${feed.channel}.secrets.${name}`, env, readFile)]));
}
