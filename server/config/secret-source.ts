import { readFileSync } from 'node:fs';
import { CodedError } from '../../shared/util/errors.ts';
import type { FeedSetting } from './settings.ts';

/** The secrets of a feed in clear, each from where it lies. CONFIG_INVALID names the one that is not there, never a value. */
export function readSecrets(feed: FeedSetting, env: Readonly<Record<string, string | undefined>> = process.env, readFile: (path: string) => string = (path) => readFileSync(path, 'utf8')): Record<string, string> {
  return Object.fromEntries(
    Object.entries(feed.secrets).map(([name, source]) => {
      const field = `feeds.${feed.channel}.secrets.${name}`;
      if (typeof source === 'string') return [name, source];
      if ('env' in source) {
        const value = env[source.env];
        if (value === undefined || value === '') throw new CodedError('CONFIG_INVALID', { field, detail: `The environment has no ${source.env}.` });
        return [name, value];
      }
      try {
        // An editor ends a file with a line break, a secret has none.
        return [name, readFile(source.file).replace(/\r?\n$/, '')];
      } catch (cause) {
        throw new CodedError('CONFIG_INVALID', { field, detail: `The file ${source.file} cannot be read.`, cause });
      }
    }),
  );
}
