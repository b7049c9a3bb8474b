/** A cell of a file that people open in a table program: words, or a number. */
export type SafeCell = string | number | undefined;

/**
 * Lines of a CSV file no cell of which a table program takes for a formula: words that begin like one get an apostrophe before them (OWASP). `language` `de`: semicolons
 * and decimal commas, as a German program expects; else commas and points. Begins with a byte order mark, lines end with CR LF.
 */
export function safeCsv(lines: readonly (readonly SafeCell[])[], language: 'de' | 'en'): string {
  const separator = language === 'de' ? ';' : ',';
  const cell = (value: SafeCell): string => {
    if (value === undefined) return '';
    if (typeof value === 'number') return Number.isFinite(value) ? String(value).replace('.', language === 'de' ? ',' : '.') : '';
    const safe = /^[\s]*[=+\-@|%\t\r\n＝＋－＠]/u.test(value) ? `'${value}` : value;
    return /["\n\r,;]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  // A number with a decimal comma is no two cells: commas separate only where numbers have points.
  return `\uFEFF${lines.map((line) => `${line.map(cell).join(separator)}\r\n`).join('')}`;
}
