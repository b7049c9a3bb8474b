/** Two names that differ only in case, width or outer blanks are one. */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
