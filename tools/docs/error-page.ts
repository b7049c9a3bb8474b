import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';

/** The text of docs/errors.md. */
export function errorPage(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = Object.entries(ERROR_CATALOGUE).map(([code, { meaning, remedy }]) => `| \`${code}\` | ${cell(meaning)} | ${cell(remedy)} |`);
  return `# Errors

Every refusal carries one of these codes, the field it concerns where there is one, and the remedy. Codes are stable: scripts may rely on them.
Written by \`npm run docs\` from \`shared/util/error-catalogue.ts\`.

| code | what happened | what to do |
|---|---|---|
${rows.join('\n')}
`;
}
