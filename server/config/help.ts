import { asEnvironment, asFlag, configSchema, metaOf, SETTING_NAMES } from './settings.ts';

/** Every setting with its unit, default and the two other places it can stand; made from the schema, so it cannot fall behind. */
export function helpText(program = 'node server/main.ts'): string {
  const defaults = configSchema.parse({});
  const lines = SETTING_NAMES.map((name) => {
    const { description, unit, isSecret } = metaOf(name);
    const value = defaults[name];
    const shown = value === undefined ? 'none' : typeof value === 'object' ? 'empty' : String(value);
    const head = isSecret === true ? `  ${name}  <${unit}>  (file or environment only)` : `  ${asFlag(name)} <${unit}>`;
    return `${head}\n      ${description}\n      default: ${shown}; in the file: ${name}; environment: ${asEnvironment(name)}`;
  });
  return `Leitstand's coordination server

usage: ${program} [--config FILE] [settings]

The command line wins over the environment, that over the file, that over the default.

  --config <file>
      A JSON object of the settings below; environment: LEITSTAND_CONFIG
  --help
      This text
${lines.join('\n')}
`;
}
