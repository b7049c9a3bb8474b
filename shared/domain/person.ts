import type { Contact } from './contact.ts';
import type { EntityReader } from './entity.ts';

// D16: contacts that are one person form a tree: each says into which one it was merged. Nothing is moved, so taking them apart loses nothing.

/** The contact that stands for the person: this one, or the one it was merged into, and so on. Where that one is not known here, the last that is. */
export function personOf(reader: EntityReader, contactId: string): string {
  let id = contactId;
  for (let hops = 0; hops < 50; hops += 1) {
    const next = reader.get('contact', id)?.mergedInto?.contactId;
    if (next === undefined || reader.get('contact', next) === undefined) return id;
    id = next;
  }
  return id;
}

/** All contacts of the person this one belongs to, as far as they are known here; the one that stands for them first. */
export function contactsOfPerson(reader: EntityReader, contactId: string): string[] {
  const found = [personOf(reader, contactId)];
  for (let at = 0; at < found.length && found.length <= 200; at += 1) for (const part of reader.get('contact', found[at] ?? '')?.parts ?? []) if (reader.get('contact', part) !== undefined && !found.includes(part)) found.push(part);
  return found;
}

/** Whether one of the person's contacts is so; this one is asked first. */
export function anyOfPerson(reader: EntityReader, contactId: string, is: (contact: Contact) => boolean): boolean {
  const contact = reader.get('contact', contactId);
  if (contact === undefined) return false;
  if (is(contact)) return true;
  if (contact.mergedInto === undefined && contact.parts === undefined) return false;
  return contactsOfPerson(reader, contactId).some((id) => is(reader.get('contact', id) ?? contact));
}

const RANK = { guess: 1, customer: 2, agent: 3 } as const;

/** MERGE-7: what is known of how somebody wants to be addressed, by all their contacts: an agent's word before their own, that before a guess; of two alike the newer. */
export function addressOfPerson(reader: EntityReader, contactId: string): Pick<Contact, 'addressForm' | 'addressFormBy'> | undefined {
  const contact = reader.get('contact', contactId);
  if (contact === undefined || (contact.mergedInto === undefined && contact.parts === undefined)) return contact;
  const rank = (one: Contact): number => RANK[one.addressFormBy ?? 'agent'];
  const known = contactsOfPerson(reader, contactId).flatMap((id) => reader.get('contact', id) ?? []).filter((one) => one.addressForm !== undefined && one.erasedAt === undefined);
  return known.toSorted((a, b) => rank(b) - rank(a) || (b.addressFormAt ?? 0) - (a.addressFormAt ?? 0))[0] ?? contact;
}
