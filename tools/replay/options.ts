import { parseArgs } from 'node:util';
import { CodedError } from '../../shared/util/errors.ts';
import { DEFAULT_ACCOUNT, type ReplayFormat } from './load.ts';
import type { Pace } from './run.ts';

export const HELP = `Feeds recorded messages into a running center through its ingest API.

  npm run -s replay -- FILE --data DIR [--speed N | --rate N/s]
  npm run -s replay -- FILE --url URL --key KEY [--speed N | --rate N/s]

  FILE            .csv (customer-support tweets), .jsonl or .ndjson (one message a line)
  --data DIR      data folder of the center; center.json in it names server and key
  --url URL       address of the server, instead of --data
  --key KEY       ingest key, with --url (or set LEITSTAND_INGEST_KEY)
  --speed N       as it happened, N times faster, long pauses cut; without it: as fast as possible
  --rate N/s      evenly, N messages a second
  --account NAME  account of messages that name none (${DEFAULT_ACCOUNT})
  --format F      csv or jsonl, whatever the file's ending
  --help          this text

Progress goes to stderr; the last line on stdout is JSON. A second run takes nothing twice. The forms are in docs/replay.md.
Exit code: 0 all sent, 1 the run ended early, 2 wrong use or unreadable file, 130 interrupted.
`;

export interface ReplayOptions {
  readonly file: string;
  readonly target: { readonly dataFolder: string } | { readonly serverUrl: string; readonly key: string };
  readonly pace: Pace;
  readonly format?: ReplayFormat | undefined;
  readonly account?: string | undefined;
}

/** Reads the command line; `help` when it was asked for. Throws REPLAY_OPTION_INVALID naming the option. */
export function readOptions(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): ReplayOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  const [file, ...more] = positionals;
  if (file === undefined) throw wrong('FILE', 'No file is named.');
  if (more.length > 0) throw wrong('FILE', `One file at a time; "${more[0]}" is one too many.`);
  if (values.format !== undefined && values.format !== 'csv' && values.format !== 'jsonl')
    throw wrong('--format', `"${values.format}" is neither csv nor jsonl.`);
  if (values.account !== undefined && !/^\S{1,128}$/.test(values.account))
    throw wrong('--account', 'An account has 1 to 128 characters without spaces.');
  return {
    file,
    target: targetOf(values, environment),
    pace: paceOf(values),
    format: values.format,
    account: values.account?.replace(/^@(?=.)/, ''),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: text,
        url: text,
        key: text,
        speed: text,
        rate: text,
        account: text,
        format: text,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw wrong(/'(-{1,2}[\w-]+)/.exec(message)?.[1], message.split('. ')[0] + '.');
  }
}

type Values = ReturnType<typeof parse>['values'];

function targetOf(values: Values, environment: Readonly<Record<string, string | undefined>>): ReplayOptions['target'] {
  if (values.data !== undefined && values.url !== undefined) throw wrong('--url', 'Give either --data or --url.');
  if (values.data !== undefined && values.data !== '') return { dataFolder: values.data };
  if (values.url === undefined) throw wrong('--data', 'Say where the center is: --data DIR, or --url URL --key KEY.');
  if (!URL.canParse(values.url) || !/^https?:$/.test(new URL(values.url).protocol))
    throw wrong('--url', `"${values.url}" is no http or https address.`);
  const key = values.key ?? environment['LEITSTAND_INGEST_KEY'] ?? '';
  if (key === '') throw wrong('--key', 'An address needs the ingest key of its center.');
  return { serverUrl: values.url, key };
}

function paceOf(values: Values): Pace {
  if (values.speed !== undefined && values.rate !== undefined) throw wrong('--rate', 'Give either --speed or --rate.');
  if (values.speed !== undefined) return { kind: 'speed', factor: positive('--speed', values.speed) };
  if (values.rate !== undefined) return { kind: 'rate', perSecond: positive('--rate', values.rate.replace(/\/s$/, '')) };
  return { kind: 'full' };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 1_000_000)
    throw wrong(option, `"${text}" is not a number above 0 and up to 1,000,000.`);
  return value;
}

function wrong(option: string | undefined, detail: string): CodedError {
  return new CodedError('REPLAY_OPTION_INVALID', { field: option, detail });
}
