import { readFileSync } from 'node:fs';
import { mailChannel } from '../shared/channels/mail.ts';
import { CodedError } from '../shared/util/errors.ts';
import type { Clock } from '../shared/util/ports.ts';
import type { Center } from './center/center.ts';
import { openMailDoor, type MailDoor } from './channels/mail/door.ts';
import type { Config } from './config/settings.ts';
import { mustComeAgain } from './ingest/come-again.ts';
import type { Ingest } from './ingest/ingest.ts';
import type { Metrics } from './observability/metrics.ts';

export interface StartMailDoorParts {
  readonly config: Config;
  readonly center: Center;
  readonly ingest: Pick<Ingest, 'take'>;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly problem: (error: unknown, where?: string) => void;
}

/** The door for forwarded mail, where the configuration has one (`mailIn`). Rejects with CONFIG_INVALID for a certificate that cannot be read. */
export async function startMailDoor({ config, center, ingest, clock, metrics, problem }: StartMailDoorParts): Promise<MailDoor | undefined> {
  const given = config.mailIn;
  if (given === undefined) return undefined;
  const recipients = new Map(Object.entries(given.recipients).map(([address, account]) => [address.toLowerCase(), account]));
  const own = new Map<string, ReadonlySet<string>>();
  for (const account of center.committed.all('account').values()) {
    const address = account.settings?.['address'];
    if (account.channel === mailChannel.name && typeof address === 'string') own.set(account.handle, new Set([address.toLowerCase()]));
  }
  return openMailDoor({
    host: given.host,
    port: given.port,
    protocol: given.protocol,
    name: given.name,
    recipients,
    own,
    clients: given.clients,
    maxBytes: given.maxBytes,
    perMinute: given.perMinute,
    tls: given.tls === undefined ? undefined : { cert: fileOf(given.tls.certFile, 'certFile'), key: fileOf(given.tls.keyFile, 'keyFile'), required: given.tls.required },
    clock,
    take: async (post) => {
      const results = await ingest.take([post], `ingest:${mailChannel.name}`);
      for (const { status } of results) metrics.inbound.inc({ channel: mailChannel.name, outcome: status });
      if (mustComeAgain(results)) return 'again';
      return results.some(({ status }) => status === 'rejected') ? 'refused' : 'taken';
    },
    onRefused: (code) => metrics.refusals.inc({ door: 'forwarded', code }),
    onProblem: (error) => problem(error, 'mail door'),
  });
}

function fileOf(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CodedError('CONFIG_INVALID', { field: `mailIn.tls.${field}`, cause });
  }
}
