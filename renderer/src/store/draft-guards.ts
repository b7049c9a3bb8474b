import { create } from 'zustand';
import type { AddressForm } from '../../../shared/domain/channel.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import { addressForm } from '../../../shared/text/address-form.ts';
import { guardDraft, type DraftFinding } from '../../../shared/text/draft-guards.ts';
import { promisesIn, type PromiseFound } from '../../../shared/text/promises.ts';
import type { ThreadModel } from './thread-model.ts';

export type AddressFinding = Extract<DraftFinding, { kind: 'mixedAddress' | 'wrongAddress' }>;
export type PersonalFinding = Extract<DraftFinding, { kind: 'personalData' }>;

export interface Guards {
  readonly address: AddressFinding | undefined;
  readonly personal: PersonalFinding | undefined;
}

/** Enough of a long letter to know how somebody speaks. */
const READ_OF_MESSAGE = 2_000;

/** Contacts for whom the person said "leave it": no more words about the form of address there. Gone with the session. */
const useKept = create<{ readonly contacts: ReadonlySet<string> }>(() => ({ contacts: new Set() }));

export const useAddressKept = (contactId: string | undefined): boolean =>
  useKept((state) => contactId !== undefined && state.contacts.has(contactId));

export function keepAddress(contactId: string): void {
  useKept.setState((state) => ({ contacts: new Set([...state.contacts, contactId]) }));
}

export function forgetKeptAddresses(): void {
  useKept.setState({ contacts: new Set() });
}

/** How the customer speaks to us, by their newest message that shows it; undefined when none does. */
export function heardAddress(thread: ThreadModel): 'du' | 'sie' | undefined {
  const own = thread.entries.flatMap((entry) =>
    entry.kind === 'message' && entry.message.own && entry.message.side === 'in' ? [entry.message] : [],
  );
  for (const message of own.toReversed()) {
    const heard = addressForm((message.text ?? '').slice(0, READ_OF_MESSAGE)).label;
    if (heard !== 'none') return heard === 'Sie' ? 'sie' : 'du';
  }
  return undefined;
}

/** What an agent set for this contact wins over what was heard here, that over what is remembered of them from elsewhere. */
export function wantedAddress(contact: Contact | undefined, heard: 'du' | 'sie' | undefined): AddressForm | undefined {
  const set = contact?.addressForm;
  if (set === undefined || set === 'none') return heard;
  return contact?.addressFormBy === undefined || contact.addressFormBy === 'agent' ? set : (heard ?? set);
}

/** What is to be said about a draft. `wanted`: see `wantedAddress`. */
export function guardsOf(text: string, wanted: AddressForm | undefined, isPublic: boolean): Guards {
  if (text.trim() === '') return { address: undefined, personal: undefined };
  const findings = guardDraft(text, { isPublic, address: wanted === 'sie' ? 'Sie' : wanted });
  return {
    address: findings.find((finding): finding is AddressFinding => finding.kind !== 'personalData'),
    personal: findings.find((finding): finding is PersonalFinding => finding.kind === 'personalData'),
  };
}

/** A promise of this draft nobody has decided on yet, the earliest first; or the one that is kept, while its words stand there. */
export function promiseOf(composition: { readonly text: string; readonly promise: KeptPromise | undefined; readonly noPromise: readonly string[] }, now: number): { readonly kept: KeptPromise | undefined; readonly found: PromiseFound | undefined } {
  const { text, promise, noPromise } = composition;
  const kept = promise !== undefined && text.includes(promise.text) ? promise : undefined;
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const found = promisesIn(text, { now, timeZone })
    .filter((one) => one.text !== kept?.text && !noPromise.includes(one.text))
    .toSorted((a, b) => a.dueAt - b.dueAt)[0];
  return { kept, found: kept !== undefined && found !== undefined && found.dueAt >= kept.dueAt ? undefined : found };
}

export interface KeptPromise {
  readonly text: string;
  /** ms. */
  readonly dueAt: number;
}

/** True when everything found was there when the person gave a reason for sending it in public. */
export function isDisclosed(personal: PersonalFinding | undefined, disclosure: Disclosure | undefined): boolean {
  return personal === undefined || (disclosure !== undefined && personal.found.every(({ text }) => disclosure.texts.includes(text)));
}

/** Why a person sends personal data in public on purpose, and which. */
export interface Disclosure {
  readonly reason: string;
  readonly texts: readonly string[];
}
