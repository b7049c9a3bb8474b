import { pino, type DestinationStream } from 'pino';

/** The desk's log. Fields are ids, codes and counts; texts of people and secrets do not belong there. */
export interface HostLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

// A second line of defence: what slips in under one of these names is hidden, at the top and one level down.
const HIDDEN = [
  'password',
  'token',
  'secret',
  'accessToken',
  'refreshToken',
  'credential',
  'key',
  'value',
  'cookie',
  'authorization',
  'text',
  'body',
  'bodies',
  'draft',
  'firstLine',
  'contactName',
  'message.text',
];

/** One JSON object a line, to stderr unless told otherwise: stdout belongs to whoever started the desk. */
export function createHostLog(
  options: {
    readonly level?: string | undefined;
    readonly name?: string | undefined;
    readonly destination?: DestinationStream | undefined;
  } = {},
): HostLog {
  const settings = {
    level: options.level ?? 'warn',
    base: { part: options.name ?? 'desk' },
    redact: { paths: HIDDEN.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(settings, options.destination ?? pino.destination({ fd: 2, sync: true }));
}
