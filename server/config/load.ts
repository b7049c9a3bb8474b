import { readFileSync } from 'node:fs';
import { CodedError } from '../../shared/util/errors.ts';
import { configSchema, metaOf, SETTING_NAMES, type Config, type SettingName } from './settings.ts';
import { fromCommandLine, fromEnvironment, fromFile, valueOf, type Given, type Source } from './sources.ts';

export interface ConfigInputs {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the configuration file; the disk by default. */
  readonly readFile?: ((path: string) => string) | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  readonly sources: Readonly<Record<SettingName, Source>>;
  /** `--help` was asked for: print `helpText()` and end. */
  readonly wantsHelp: boolean;
}

/**
 * The configuration from command line, environment, file and defaults, the earlier winning. CONFIG_INVALID names the setting as it was
 * written and what to do; CONFIG_UNREADABLE the file.
 */
export function loadConfig({ argv, env, readFile = (path) => readFileSync(path, 'utf8') }: ConfigInputs): LoadedConfig {
  const commandLine = fromCommandLine(argv);
  const sources = Object.fromEntries(SETTING_NAMES.map((name) => [name, 'default'])) as Record<SettingName, Source>;
  if (commandLine.wantsHelp) return { config: configSchema.parse({}), sources, wantsHelp: true };
  const environment = fromEnvironment(env);
  const path = commandLine.file ?? environment.file;
  const file = path === undefined ? [] : fromFile(read(path, readFile), path);

  const values: Partial<Record<SettingName, unknown>> = {};
  const saidAs = new Map<SettingName, string>();
  const take = (given: Given): void => {
    values[given.name] = valueOf(given);
    sources[given.name] = given.source;
    saidAs.set(given.name, given.saidAs);
  };
  // Weakest first; every value is checked, also one that a stronger source overrules.
  for (const given of [...file, ...environment.given, ...commandLine.given]) take(given);
  const config = configSchema.parse(values);
  checkTogether(config, saidAs);
  return { config, sources, wantsHelp: false };
}

/** What is shown of a configuration: secrets only as set or not. */
export function describeConfig(config: Config): Record<string, unknown> {
  return Object.fromEntries(
    SETTING_NAMES.map((name) => {
      const value = config[name];
      if (metaOf(name).isSecret !== true) return [name, value];
      const count = typeof value === 'object' ? Object.keys(value).length : Number(value !== undefined);
      return [name, count === 0 ? '(not set)' : '(set)'];
    }),
  );
}

function checkTogether(config: Config, saidAs: ReadonlyMap<SettingName, string>): void {
  const fail = (name: SettingName, detail: string): never => {
    throw new CodedError('CONFIG_INVALID', { field: saidAs.get(name) ?? name, detail });
  };
  if (config.leaseRenewMs + config.leaseMarginMs >= config.leaseValidForMs) {
    const name = (['leaseRenewMs', 'leaseMarginMs', 'leaseValidForMs'] as const).find((one) => saidAs.has(one)) ?? 'leaseRenewMs';
    fail(name, 'leaseRenewMs and leaseMarginMs together must be less than leaseValidForMs, or every lease runs out before it is renewed.');
  }
  if ((config.mailSmtpUrl === undefined) !== (config.mailFrom === undefined)) fail(config.mailFrom === undefined ? 'mailSmtpUrl' : 'mailFrom', 'mailSmtpUrl and mailFrom belong together.');
  if (config.masterKey !== undefined && config.masterKeyFile !== undefined)
    fail('masterKeyFile', 'Give either masterKey or masterKeyFile.');
}

function read(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch (cause) {
    throw new CodedError('CONFIG_UNREADABLE', { field: path, cause });
  }
}
