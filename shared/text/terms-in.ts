/** Whether a text (folded to lower case) has a term (likewise) at the start of a word, so that "rechnung" also finds "Rechnungen" but "tv" not "fernsehtvx". */
export function containsTerm(text: string, term: string): boolean {
  let from = 0;
  for (;;) {
    const at = text.indexOf(term, from);
    if (at < 0) return false;
    if (at === 0 || !/[\p{L}\d]/u.test(text[at - 1] ?? '')) {
      if (term.length > 3 || !/[\p{L}\d]/u.test(text[at + term.length] ?? '')) return true;
    }
    from = at + 1;
  }
}
