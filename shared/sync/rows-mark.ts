// The server's word for how far this copy's rows reach is kept with the build that took them: another may read in a row what this one left out.

export function keepRowsMark(word: string, app: string): string {
  return word === '' ? '' : `${app}\n${word}`;
}

/** What to say in the next hello; nothing where all rows have to come anew. */
export function sayRowsMark(kept: string | undefined, app: string): { readonly rowsMark?: string } {
  const [by, word = ''] = (kept ?? '').split('\n');
  return word === '' || by !== app ? {} : { rowsMark: word };
}
