export interface CsvRow {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows of a CSV text with `\n` line ends: cells in quotes may hold anything, `""` is a quote. Comma or semicolon, by what the head line has more of. */
export function parseCsv(text: string): { readonly rows: readonly CsvRow[]; /** A quote opened there and never closed. */ readonly unclosedAt: number | undefined } {
  const head = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n')).replace(/"[^"]*"/gu, '');
  const separator = (head.match(/;/gu)?.length ?? 0) > (head.match(/,/gu)?.length ?? 0) ? ';' : ',';
  const rows: CsvRow[] = [];
  let [cells, cell, line, begin]: [string[], string, number, number] = [[], '', 1, 1];
  let quotedFrom: number | undefined;
  const endRow = (): void => {
    rows.push({ line: begin, cells: [...cells, cell] });
    [cells, cell] = [[], ''];
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quotedFrom !== undefined) {
      if (char === '\n') line += 1;
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') [cell, i] = [`${cell}"`, i + 1];
      else quotedFrom = undefined;
    } else if (char === '"' && cell === '') quotedFrom = line;
    else if (char === separator) {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      endRow();
      line += 1;
      begin = line;
    } else cell += char;
  }
  if (quotedFrom === undefined && (cell !== '' || cells.length > 0)) endRow();
  return { rows, unclosedAt: quotedFrom };
}

export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",;\n\r]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
