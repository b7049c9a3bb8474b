import type { AddressForm } from '../../../shared/domain/channel.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import { SAME_TIME_MS } from '../../../shared/domain/situation-words.ts';
import { labelOf } from '../../../shared/domain/reading-summary.ts';
import type { AccountRow } from '../../../shared/domain/rows.ts';
import { addressForm } from '../../../shared/text/address-form.ts';
import { findContractData, type ContractData } from '../../../shared/text/contract-data.ts';
import { guardDraft, type DraftFinding } from '../../../shared/text/draft-guards.ts';
import { otherLanguage } from '../../../shared/text/draft-language.ts';
import { stockPhrases, type StockFound } from '../../../shared/text/stock-phrases.ts';
import { promisesIn, type PromiseFound } from '../../../shared/text/promises.ts';
import type { ThreadModel } from './thread-model.ts';

export type AddressFinding = Extract<DraftFinding, { kind: 'mixedAddress' | 'wrongAddress' }>;
export type PersonalFinding = Extract<DraftFinding, { kind: 'personalData' }>;

export interface Guards {
  readonly address: AddressFinding | undefined;
  readonly personal: PersonalFinding | undefined;
  /** Facts of the contract, for somebody unchecked or for everybody to read. */
  readonly contract: readonly ContractData[];
  readonly language: ReturnType<typeof otherLanguage>;
  readonly stock: StockFound | undefined;
}

/** To whom and where a draft goes. */
export interface DraftPlace {
  readonly isPublic: boolean;
  /** See `wantedAddress`. */
  readonly wanted: AddressForm | undefined;
  /** Somebody looked who this is, and that still counts (D16). */
  readonly isChecked: boolean;
  /** What the customer wrote here, oldest first. */
  readonly heard: readonly string[];
  /** How numbers of the brand look, as the rules say. */
  readonly numbers?: AccountRow['numbers'];
  /** ms. */
  readonly now: number;
}

export const NO_GUARDS: Guards = { address: undefined, personal: undefined, contract: [], language: undefined, stock: undefined };

/** Enough of a long letter to know how somebody speaks. */
const READ_OF_MESSAGE = 2_000;

/** How the customer speaks to us, by their newest message that shows it; undefined when none does. */
export function heardAddress(thread: ThreadModel): 'du' | 'sie' | undefined {
  const own = thread.entries.flatMap((entry) =>
    entry.kind === 'message' && entry.message.own && entry.message.side === 'in' ? [entry.message] : [],
  );
  for (const message of own.toReversed()) {
    // What was read when it came, with what people said to it; without it the words themselves.
    const heard = message.reading === undefined ? addressForm((message.text ?? '').slice(0, READ_OF_MESSAGE)).label.toLowerCase() : labelOf(message.reading, 'address');
    if (heard === 'du' || heard === 'sie') return heard;
  }
  return undefined;
}

/** What an agent set for this contact wins over what was heard here, that over what is remembered of them from elsewhere. */
export function wantedAddress(contact: Pick<Contact, 'addressForm' | 'addressFormBy'> | undefined, heard: 'du' | 'sie' | undefined): AddressForm | undefined {
  const set = contact?.addressForm;
  if (set === undefined || set === 'none') return heard;
  return contact?.addressFormBy === undefined || contact.addressFormBy === 'agent' ? set : (heard ?? set);
}

/** What the customer wrote in this conversation, oldest first, as far as it is here. */
export function heardTexts(thread: ThreadModel): readonly string[] {
  return thread.entries.flatMap((entry) => (entry.kind === 'message' && entry.message.own && entry.message.side === 'in' && entry.message.text !== undefined ? [entry.message.text.slice(0, READ_OF_MESSAGE)] : []));
}

/** What is to be said about a draft; a few milliseconds for 2,000 characters. */
export function guardsOf(text: string, { isPublic, wanted, isChecked, heard, numbers, now }: DraftPlace): Guards {
  if (text.trim() === '') return NO_GUARDS;
  const findings = guardDraft(text, { isPublic, numbers, address: wanted === 'sie' ? 'Sie' : wanted });
  const personal = findings.find((finding): finding is PersonalFinding => finding.kind === 'personalData');
  const told = isPublic || !isChecked ? findContractData(text, heard.join('\n')) : [];
  return {
    address: findings.find((finding): finding is AddressFinding => finding.kind !== 'personalData'),
    personal,
    // What is asked about as personal data is not asked about twice.
    contract: told.filter((one) => personal?.found.some((data) => one.start < data.end && data.start < one.end) !== true),
    language: otherLanguage(text, heard),
    stock: stockPhrases(text, { now, timeZone: zone() }),
  };
}

/** What of a draft goes to somebody it may not be for: personal data in public, contract data to somebody unchecked. */
export function exposedBy({ personal, contract }: Guards): readonly { readonly text: string; readonly label: `personal.${PersonalFinding['found'][number]['kind']}` | `contract.${ContractData['kind']}` }[] {
  return [...(personal?.found ?? []).map(({ text, kind }) => ({ text, label: `personal.${kind}` as const })), ...contract.map(({ text, kind }) => ({ text, label: `contract.${kind}` as const }))];
}

/** The sentence of an answer of ours in which this was promised, the newest; undefined where none of them is here. */
export function promisedSentence(thread: ThreadModel, dueAt: number): string | undefined {
  for (const entry of thread.entries.toReversed()) {
    if (entry.kind !== 'message' || entry.message.side !== 'out' || !entry.message.own || entry.message.text === undefined) continue;
    const found = promisesIn(entry.message.text, { now: entry.message.at, timeZone: zone() }).find((one) => Math.abs(one.dueAt - dueAt) < SAME_TIME_MS);
    if (found !== undefined) return found.sentence;
  }
  return undefined;
}

const ZONE_KEPT_MS = 60_000;
let knownZone = { name: '', at: Number.NEGATIVE_INFINITY };

/** The day's zone of this machine. Asking takes as long as a whole draft takes to read, so it is kept for a minute. */
function zone(): string {
  const at = performance.now();
  if (at - knownZone.at > ZONE_KEPT_MS) knownZone = { name: Intl.DateTimeFormat().resolvedOptions().timeZone, at };
  return knownZone.name;
}

let readLast: { readonly text: string; readonly now: number; readonly found: readonly PromiseFound[] } = { text: '', now: 0, found: [] };

/** Several places of the composer ask at each of its draws, of one text: it is read once. */
function promisesOf(text: string, now: number): readonly PromiseFound[] {
  if (readLast.text !== text || readLast.now !== now) readLast = { text, now, found: promisesIn(text, { now, timeZone: zone() }) };
  return readLast.found;
}

/** A promise of this draft nobody has decided on yet, the earliest first; or the one that is kept, while its words stand there. */
export function promiseOf(composition: { readonly text: string; readonly promise: KeptPromise | undefined; readonly noPromise: readonly string[] }, now: number): { readonly kept: KeptPromise | undefined; readonly found: PromiseFound | undefined } {
  const { text, promise, noPromise } = composition;
  const kept = promise !== undefined && text.includes(promise.text) ? promise : undefined;
  const found = promisesOf(text, now)
    .filter((one) => one.text !== kept?.text && !noPromise.includes(one.text))
    .toSorted((a, b) => a.dueAt - b.dueAt)[0];
  return { kept, found: kept !== undefined && found !== undefined && found.dueAt >= kept.dueAt ? undefined : found };
}

export interface KeptPromise {
  readonly text: string;
  /** ms. */
  readonly dueAt: number;
}

/** True when everything found was there when the person gave a reason for sending it. */
export function isDisclosed(found: readonly { readonly text: string }[], disclosure: Disclosure | undefined): boolean {
  return found.length === 0 || (disclosure !== undefined && found.every(({ text }) => disclosure.texts.includes(text)));
}

/** Why a person sends personal or contract data on purpose, and which. */
export interface Disclosure {
  readonly reason: string;
  readonly texts: readonly string[];
}
