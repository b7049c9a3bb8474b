import { describe, expect, test } from 'vitest';
import { helpText } from '../../server/config/help.ts';
import { describeConfig, loadConfig } from '../../server/config/load.ts';
import { asEnvironment, asFlag, configSchema, metaOf, SETTING_NAMES } from '../../server/config/settings.ts';
import { nearest } from '../../server/config/nearest.ts';

const load = (argv: string[] = [], env: Record<string, string> = {}, file?: unknown) =>
  loadConfig({
    argv: file === undefined ? argv : ['--config', 'conf.json', ...argv],
    env,
    readFile: () => (typeof file === 'string' ? file : JSON.stringify(file)),
  });
const refusal = (...args: Parameters<typeof load>): unknown => {
  try {
    return load(...args);
  } catch (error) {
    return error;
  }
};
const KEY = 'a-key-of-twenty-chars';

describe('configuration', () => {
  test('has a default for everything', () => {
    const { config, sources } = load();
    expect(config).toEqual(configSchema.parse({}));
    expect(config).toMatchObject({
      host: '127.0.0.1',
      leaseValidForMs: 120_000,
      leaseRenewMs: 40_000,
      leaseMarginMs: 15_000,
      maxMessageBytes: 262_144,
      timezone: 'Europe/Berlin',
    });
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']));
  });

  test('command line wins over environment over file over default', () => {
    const file = { port: 1, host: 'from.file', logLevel: 'warn' };
    const { config, sources } = load(['--port', '3'], { LEITSTAND_PORT: '2', LEITSTAND_HOST: 'from.env' }, file);
    expect([config.port, config.host, config.logLevel, config.ratePerUser]).toEqual([3, 'from.env', 'warn', 100]);
    expect([sources.port, sources.host, sources.logLevel, sources.ratePerUser]).toEqual(['commandLine', 'environment', 'file', 'default']);
  });

  test('reads each kind of value from text', () => {
    const env = {
      LEITSTAND_PUBLIC_ORIGINS: 'https://desk.example, app://leitstand',
      LEITSTAND_WEBHOOK_SECRETS: `acc-1=${KEY}=x,acc-2=${KEY}`,
      LEITSTAND_INGEST_KEYS: KEY,
      LEITSTAND_RATE_PER_USER: '12.5',
      LEITSTAND_MASTER_KEY: '',
    };
    expect(load(['--data-dir=/var/lib/a=b'], env).config).toMatchObject({
      publicOrigins: ['https://desk.example', 'app://leitstand'],
      webhookSecrets: { 'acc-1': `${KEY}=x`, 'acc-2': KEY },
      ingestKeys: [KEY],
      ratePerUser: 12.5,
      dataDir: '/var/lib/a=b',
    });
    expect(load([], env).config.masterKey).toBeUndefined();
  });

  test.each([
    ['flag', ['--prot', '1'], {}, undefined, '--prot', '--port'],
    ['variable', [], { LEITSTAND_LEASE_RENEW: '1' }, undefined, 'LEITSTAND_LEASE_RENEW', 'LEITSTAND_LEASE_RENEW_MS'],
    ['name in the file', [], {}, { datadir: 'x' }, 'datadir', 'dataDir'],
  ])('an unknown %s is refused with the nearest name', (_what, argv, env, file, field, meant) => {
    const error = refusal(argv, env as Record<string, string>, file) as Error;
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', field });
    expect(error.message).toContain(`did you mean ${meant}?`);
  });

  test.each([
    ['--port', ['--port', '65536'], {}, undefined],
    ['--port', ['--port', '80a'], {}, undefined],
    ['--port', ['--port', ''], {}, undefined],
    ['--port', ['--port'], {}, undefined],
    ['--host', ['--host', '--port', '1'], {}, undefined],
    ['port', [], {}, { port: '80' }],
    ['LEITSTAND_TIMEZONE', [], { LEITSTAND_TIMEZONE: 'Mars/Olympus' }, undefined],
    ['LEITSTAND_PUBLIC_ORIGINS', [], { LEITSTAND_PUBLIC_ORIGINS: 'https://desk.example/path' }, undefined],
    ['LEITSTAND_WEBHOOK_SECRETS', [], { LEITSTAND_WEBHOOK_SECRETS: 'no-equals-sign-here' }, undefined],
    ['--log-level', ['--log-level', 'loud'], {}, undefined],
    ['--lease-renew-ms', ['--lease-renew-ms', '110000'], {}, undefined],
    ['masterKeyFile', [], {}, { masterKeyFile: 'k', masterKey: KEY }],
    ['__proto__', [], {}, '{"__proto__": {"port": 1}}'],
  ])('a bad value for %s names it', (field, argv, env, file) => {
    expect(refusal(argv, env as Record<string, string>, file)).toMatchObject({ code: 'CONFIG_INVALID', field });
  });

  test('a bad value is found even where a stronger source overrules it', () => {
    expect(refusal(['--port', '1'], { LEITSTAND_PORT: 'x' })).toMatchObject({ field: 'LEITSTAND_PORT' });
  });

  test('a file that is missing or no JSON object is named', () => {
    expect(refusal([], {}, '{"port": ')).toMatchObject({ code: 'CONFIG_UNREADABLE', field: 'conf.json' });
    expect(refusal([], {}, '[1]')).toMatchObject({ code: 'CONFIG_UNREADABLE' });
    const missing = (): unknown => loadConfig({ argv: [], env: { LEITSTAND_CONFIG: '/nowhere/at/all.json' } });
    expect(missing).toThrow(expect.objectContaining({ code: 'CONFIG_UNREADABLE', field: '/nowhere/at/all.json' }));
  });

  test('secrets are neither taken from the command line nor shown anywhere', () => {
    expect(refusal(['--ingest-keys', KEY])).toMatchObject({ code: 'CONFIG_INVALID', field: '--ingest-keys' });
    const short = refusal([], { LEITSTAND_INGEST_KEYS: 'tooshort' }) as Error;
    expect(short).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(short.message).not.toContain('tooshort');
    const { config } = load([], {}, { ingestKeys: [KEY], webhookSecrets: { a: KEY } });
    const shown = describeConfig(config);
    expect(JSON.stringify(shown)).not.toContain(KEY);
    expect([shown['ingestKeys'], shown['webhookSecrets'], shown['metricsToken'], shown['port']]).toEqual([
      '(set)',
      '(set)',
      '(not set)',
      7400,
    ]);
  });

  test("other programs' variables are left alone", () => {
    expect(load([], { LEITSTAND_DESK_PROFILE: 'x', PATH: '/bin' }).sources.port).toBe('default');
  });

  test('--help lists every setting with unit, default and both other names, and needs no valid environment', () => {
    const { wantsHelp } = load(['--help'], { LEITSTAND_PORT: 'x' });
    expect(wantsHelp).toBe(true);
    const text = helpText();
    for (const name of SETTING_NAMES) {
      const { unit, description, isSecret } = metaOf(name);
      for (const part of [unit, description, asEnvironment(name), isSecret === true ? name : asFlag(name)]) expect(text).toContain(part);
    }
    expect(text).toContain('default: 262144; in the file: maxMessageBytes; environment: LEITSTAND_MAX_MESSAGE_BYTES');
  });
});

test('the nearest name is only offered when it is near', () => {
  expect(nearest('prot', ['port', 'host'])).toBe('port');
  expect(nearest('colour', ['port', 'host'])).toBeUndefined();
});
