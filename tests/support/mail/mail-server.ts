// Debian's Dovecot and Postfix as processes of the test's own: own folders, own ports, gone with it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureMailServers, type Have } from '../../../tools/setup/system.ts';

export interface MailServer {
  readonly host: string;
  /** Anybody may bring mail for our domains, as on port 25. */
  readonly smtpPort: number;
  /** Only after signing in, as on 587. */
  readonly submissionPort: number;
  /** Takes one mail a minute from a client, then answers 450. */
  readonly limitedPort: number;
  readonly imapPort: number;
  /** Adds a mailbox or changes its password. */
  setPassword(address: string, password: string): void;
  log(): string;
  stop(): Promise<void>;
}

/** Whether mail servers can run here; installs them where that is possible. */
export function canRunMailServers(): Have {
  const have = ensureMailServers();
  if (!have.ok) return have;
  return process.getuid?.() === 0 ? have : { ok: false, reason: 'Postfix and Dovecot start only as root.' };
}

const idOf = (kind: '-u' | '-g', name: string): number => Number(spawnSync('id', [kind, name], { encoding: 'utf8' }).stdout.trim());

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve) => {
      const server = createServer();
      server.listen(0, '127.0.0.1', () => resolve(server));
    })),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Domains `firma.test` (the brand) and `kunden.test`; mailboxes as given. Rejects with both logs when one does not come up. */
export async function startMailServer(mailboxes: Readonly<Record<string, string>>, options: { readonly introspectUrl?: string; /** Mail to this address goes there as well, brought by Postfix. */ readonly forward?: { readonly address: string; readonly to: string; readonly port: number } } = {}): Promise<MailServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lsmail-'));
  chmodSync(folder, 0o755);
  const [smtpPort = 0, submissionPort = 0, limitedPort = 0, imapPort = 0] = await freePorts(4);
  const passwords = new Map(Object.entries(mailboxes));
  const uid = idOf('-u', 'mail');
  const gid = idOf('-g', 'mail');
  const writeUsers = (): void => {
    const path = join(folder, 'users');
    const lines = [...passwords].map(([address, password]) => `${address}:{PLAIN}${password}:${uid}:${gid}::${folder}/mail/${address}::`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    chmodSync(path, 0o644);
  };
  mkdirSync(join(folder, 'mail'));
  chownSync(join(folder, 'mail'), uid, gid);
  for (const name of ['run', 'etc', 'queue', 'data']) mkdirSync(join(folder, name));
  chownSync(join(folder, 'data'), idOf('-u', 'postfix'), idOf('-g', 'postfix'));
  writeUsers();
  if (options.introspectUrl !== undefined) writeFileSync(join(folder, 'oauth2.conf'), `introspection_url = ${options.introspectUrl}\nintrospection_mode = post\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n`);
  writeFileSync(join(folder, 'dovecot.conf'), `${dovecotConf(folder, imapPort, uid)}${options.introspectUrl === undefined ? '' : tokensConf(folder)}`);
  writeFileSync(join(folder, 'etc', 'main.cf'), `${mainCf(folder)}${options.forward === undefined ? '' : forwardCf(options.forward)}`);
  writeFileSync(join(folder, 'etc', 'master.cf'), masterCf(smtpPort, submissionPort, limitedPort));
  const log = (): string => ['dovecot.log', 'postfix.log', 'stderr.log'].map((name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '')).join('\n');

  const children: ChildProcess[] = [
    spawn('/usr/sbin/dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: ['ignore', 'ignore', 'ignore'] }),
    spawn('/usr/sbin/postfix', ['-c', join(folder, 'etc'), 'start-fg'], { stdio: ['ignore', 'ignore', 'ignore'] }),
  ];
  const stop = async (): Promise<void> => {
    spawnSync('/usr/sbin/postfix', ['-c', join(folder, 'etc'), 'stop'], { stdio: 'ignore' });
    await Promise.all(children.map((child) => new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    })));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([smtpPort, submissionPort, limitedPort, imapPort].map((port) => answers(port)));
  } catch (cause) {
    const said = log();
    await stop();
    throw new Error(`the mail servers did not come up:\n${said.slice(-4_000)}`, { cause });
  }
  return {
    host: '127.0.0.1',
    smtpPort,
    submissionPort,
    limitedPort,
    imapPort,
    setPassword: (address, password) => {
      passwords.set(address, password);
      writeUsers();
    },
    log,
    stop,
  };
}

/** Waits until somebody greets there. */
async function answers(port: number): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      const done = (value: boolean): void => {
        socket.destroy();
        resolve(value);
      };
      socket.once('data', () => done(true));
      socket.once('error', () => done(false));
      socket.setTimeout(3_000, () => done(false));
    });
    if (greeted) return;
    if (Date.now() > end) throw new Error(`nobody listens on ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const dovecotConf = (folder: string, imapPort: number, uid: number): string => `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/dovecot.log
protocols = imap lmtp
recipient_delimiter = +
lmtp_save_to_detail_mailbox = yes
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = ${Math.min(uid, 8)}
mail_location = maildir:${folder}/mail/%u
mail_fsync = never
passdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service auth {
  unix_listener auth-smtp {
    mode = 0666
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service lmtp {
  unix_listener lmtp-postfix {
    mode = 0666
  }
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
}
`;

const tokensConf = (folder: string): string => `
auth_mechanisms = plain login oauthbearer xoauth2
passdb {
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = ${folder}/oauth2.conf
}
`;

const mainCf = (folder: string): string => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = ${folder}
myhostname = mail.firma.test
mydestination =
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
virtual_mailbox_domains = firma.test kunden.test
virtual_transport = lmtp:unix:${folder}/run/lmtp-postfix
recipient_delimiter = +
sender_bcc_maps = inline:{ {hilfe@firma.test=hilfe+Sent@firma.test} }
message_size_limit = 80000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${folder}/run/auth-smtp
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_delay_reject = yes
disable_dns_lookups = yes
disable_vrfy_command = yes
smtpd_error_sleep_time = 0
header_size_limit = 1024000
`;

const forwardCf = ({ address, to, port }: { readonly address: string; readonly to: string; readonly port: number }): string => `
virtual_alias_maps = inline:{ {${address}=${address},${to}} }
transport_maps = inline:{ {${to.slice(to.indexOf('@') + 1)}=smtp:[127.0.0.1]:${port}} }
`;

const masterCf = (smtp: number, submission: number, limited: number): string => `
127.0.0.1:${smtp} inet n - n - - smtpd
127.0.0.1:${submission} inet n - n - - smtpd
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
127.0.0.1:${limited} inet n - n - - smtpd
  -o smtpd_client_message_rate_limit=1
  -o smtpd_client_event_limit_exceptions=
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
