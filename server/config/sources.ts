import { CodedError } from '../../shared/util/errors.ts';
import { nearest } from './nearest.ts';
import { asEnvironment, asFlag, metaOf, SETTING_NAMES, SHAPE, type SettingName } from './settings.ts';

export type Source = 'default' | 'file' | 'environment' | 'commandLine';

/** A value as a source gave it, under the name the reader of an error will recognise. */
export interface Given {
  readonly name: SettingName;
  readonly value: unknown;
  readonly saidAs: string;
  readonly source: Source;
}

/** Other programs of the house read these; they are none of the server's business. */
const OTHERS_ENVIRONMENT = ['LEITSTAND_CHROMIUM', 'LEITSTAND_DESK_', 'LEITSTAND_E2E_', 'LEITSTAND_SANDBOX_', 'LEITSTAND_SECRET_', 'LEITSTAND_TEST_'];
const FILE_ENVIRONMENT = 'LEITSTAND_CONFIG';

export interface CommandLine {
  readonly given: readonly Given[];
  readonly file: string | undefined;
  readonly wantsHelp: boolean;
}

/** Reads `--name value`, `--name=value` and bare flags. */
export function fromCommandLine(argv: readonly string[]): CommandLine {
  const flags = new Map(SETTING_NAMES.map((name) => [asFlag(name), name]));
  const given: Given[] = [];
  let file: string | undefined;
  let wantsHelp = false;
  for (let at = 0; at < argv.length; at += 1) {
    const [flag = '', ...rest] = (argv[at] ?? '').split('=');
    const inline = rest.length > 0 ? rest.join('=') : undefined;
    const name = flags.get(flag);
    if (flag === '--help' || flag === '-h') wantsHelp = true;
    else if (name !== undefined && metaOf(name).isSecret === true) {
      throw new CodedError('CONFIG_INVALID', {
        field: flag,
        detail: `Secrets are not taken from the command line, where others can read them; use ${asEnvironment(name)} or the file.`,
      });
    } else if (name !== undefined && metaOf(name).kind === 'flag')
      given.push({ name, value: inline ?? 'true', saidAs: flag, source: 'commandLine' });
    else if (name !== undefined || flag === '--config') {
      const value = inline ?? argv[(at += 1)];
      if (value === undefined || (inline === undefined && value.startsWith('--')))
        throw new CodedError('CONFIG_INVALID', { field: flag, detail: `${flag} needs a value.` });
      if (name === undefined) file = value;
      else given.push({ name, value, saidAs: flag, source: 'commandLine' });
    } else throw unknown(flag, [...flags.keys(), '--config', '--help']);
  }
  return { given, file, wantsHelp };
}

export function fromEnvironment(env: Readonly<Record<string, string | undefined>>): { given: readonly Given[]; file: string | undefined } {
  const names = new Map(SETTING_NAMES.map((name) => [asEnvironment(name), name]));
  const given: Given[] = [];
  for (const [key, value] of Object.entries(env)) {
    if (!key.startsWith('LEITSTAND_') || key === FILE_ENVIRONMENT || OTHERS_ENVIRONMENT.some((prefix) => key.startsWith(prefix))) continue;
    const name = names.get(key);
    if (name === undefined) throw unknown(key, [...names.keys(), FILE_ENVIRONMENT]);
    // Containers pass what is unset as an empty text.
    if (value !== undefined && value !== '') given.push({ name, value, saidAs: key, source: 'environment' });
  }
  const file = env[FILE_ENVIRONMENT];
  return { given, file: file === '' ? undefined : file };
}

/** `text`: the file's content. CONFIG_UNREADABLE when it is not a JSON object. */
export function fromFile(text: string, path: string): readonly Given[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new CodedError('CONFIG_UNREADABLE', { field: path, detail: 'The file is not JSON.' });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new CodedError('CONFIG_UNREADABLE', { field: path, detail: 'The file is not a JSON object.' });
  return Object.entries(parsed).map(([key, value]) => {
    const name = SETTING_NAMES.find((known) => known === key);
    if (name === undefined) throw unknown(key, SETTING_NAMES);
    return { name, value, saidAs: key, source: 'file' as const };
  });
}

/** The value in the form the schema wants, checked. Never repeats a secret in its error. */
export function valueOf({ name, value, saidAs, source }: Given): unknown {
  const meta = metaOf(name);
  const read = source === 'file' ? value : fromText(String(value), meta.kind);
  const parsed = SHAPE[name].safeParse(read);
  if (parsed.success) return parsed.data;
  const shown = meta.isSecret === true ? '' : ` It was ${JSON.stringify(value)}.`;
  throw new CodedError('CONFIG_INVALID', {
    field: saidAs,
    detail: `${saidAs} (${meta.unit}): ${parsed.error.issues[0]?.message ?? 'wrong form'}.${shown}`,
  });
}

function fromText(text: string, kind: 'text' | 'number' | 'flag' | 'list' | 'map' | 'json'): unknown {
  const parts = (): string[] =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
    case 'flag':
      return ['true', '1', 'yes'].includes(text) ? true : ['false', '0', 'no'].includes(text) ? false : text;
    case 'list':
      return parts();
    case 'json':
      return asJson(text);
    case 'map':
      return Object.fromEntries(
        parts().map((part) => [part.split('=')[0] ?? '', part.includes('=') ? part.slice(part.indexOf('=') + 1) : undefined]),
      );
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function unknown(name: string, known: readonly string[]): CodedError {
  const meant = nearest(name, known);
  return new CodedError('CONFIG_INVALID', {
    field: name,
    detail: meant === undefined ? `There is no setting ${name}.` : `There is no setting ${name}; did you mean ${meant}?`,
  });
}
