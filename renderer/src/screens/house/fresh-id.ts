/** A new record's id: what it is and a few signs nobody chooses. */
export function freshId(noun: string, name: string): string {
  const plain = name.toLocaleLowerCase('de').normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 20);
  return `${noun}-${plain === '' ? 'neu' : plain}-${crypto.randomUUID().slice(0, 8)}`;
}
