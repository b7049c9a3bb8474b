import { describe, expect, it } from 'vitest';
import { fromView } from '../../renderer/src/store/conversation.ts';
import { exposedBy, guardsOf as guardsIn, heardAddress, isDisclosed, promisedSentence, promiseOf, wantedAddress } from '../../renderer/src/store/draft-guards.ts';
import { buildThread, type ThreadMessage, type ThreadModel } from '../../renderer/src/store/thread-model.ts';
import type { Contact } from '../../shared/domain/contact.ts';
import { rowOf } from '../support/fake-workstation-items.ts';
import { threadOf } from '../support/fake-workstation-threads.ts';

const NOW = 1_800_000_000_000;
const guardsOf = (draft: string, wanted: 'du' | 'sie' | undefined, isPublic: boolean, isChecked = true): ReturnType<typeof guardsIn> => guardsIn(draft, { wanted, isPublic, isChecked, heard: [], now: NOW });
const contact = (addressForm?: 'du' | 'sie' | 'none'): Contact => ({ id: 'c', addressForm }) as Contact;

describe('what the desk says about a draft', () => {
  it('offers the customer’s own form of address, with the verbs right', () => {
    const { address } = guardsOf('Bitte schicken Sie uns Ihre Unterlagen.', 'du', true);
    expect(address).toMatchObject({ kind: 'wrongAddress', wanted: 'du', rewritten: 'Bitte schick uns deine Unterlagen.' });
    expect(guardsOf('Schick uns bitte deine Unterlagen.', 'du', true).address).toBeUndefined();
    expect(guardsOf('Kannst du uns Ihre Unterlagen schicken? Haben Sie noch Fragen?', undefined, true).address?.kind).toBe('mixedAddress');
    expect(guardsOf('Wir schauen nach.', 'sie', true).address).toBeUndefined();
  });

  it('finds personal data only where everybody reads along', () => {
    const draft = 'Deine Kundennummer 4711228 haben wir, Rückruf unter 0431 5551234.';
    expect(guardsOf(draft, 'du', true).personal?.found.map(({ kind }) => kind)).toEqual(['customerNumber', 'phone']);
    expect(guardsOf(draft, 'du', false).personal).toBeUndefined();
    expect(guardsOf('Das kostet 19,99 Euro und dauert bis 14:30 Uhr.', 'du', true).personal).toBeUndefined();
  });

  it('a reason covers what was there when it was given, nothing typed later', () => {
    const one = exposedBy(guardsOf('Ruf 0431 5551234 an.', 'du', true));
    const both = exposedBy(guardsOf('Ruf 0431 5551234 an oder 0431 5559999.', 'du', true));
    const disclosure = { reason: 'unsere Hotline', texts: one.map(({ text }) => text) };
    expect([isDisclosed([], undefined), isDisclosed(one, undefined), isDisclosed(one, disclosure), isDisclosed(both, disclosure)]).toEqual([true, false, true, false]);
  });

  it('WRITE-2 contract data is for somebody who was checked, and for nobody in public; nothing is asked about twice', () => {
    const draft = 'Auf deiner Rechnung zur Kundennummer 4711228 stehen noch 83,20 € offen.';
    const kinds = (isPublic: boolean, isChecked: boolean): string[] => exposedBy(guardsOf(draft, 'du', isPublic, isChecked)).map(({ label }) => label);
    expect(kinds(false, false)).toEqual(['contract.customerNumber', 'contract.balance']);
    expect(kinds(false, true)).toEqual([]);
    expect(kinds(true, true)).toEqual(['personal.customerNumber', 'contract.balance']);
  });

  it('WRITE-8 finds the sentence in which something was promised', () => {
    const at = NOW - 3_600_000;
    const said = (text: string): ThreadModel => ({ people: [], lastInbound: undefined, entries: [{ kind: 'message', at, key: 'm', message: { side: 'out', own: true, text, at } as ThreadMessage }] });
    const thread = said('Hallo! Wir prüfen das und melden uns bis morgen. Bis dann.');
    const dueAt = promiseOf({ text: 'Wir melden uns bis morgen.', promise: undefined, noPromise: [] }, at).found?.dueAt ?? 0;
    expect(promisedSentence(thread, dueAt)).toBe('Wir prüfen das und melden uns bis morgen.');
    expect(promisedSentence(thread, dueAt + 86_400_000)).toBeUndefined();
  });

  it('what a person set for the contact wins over what was heard', () => {
    expect([wantedAddress(contact('sie'), 'du'), wantedAddress(contact('none'), 'du'), wantedAddress(contact(), undefined), wantedAddress(undefined, 'sie')]).toEqual(['sie', 'du', undefined, 'sie']);
  });

  it('hears how this customer speaks, not how others in the thread do', () => {
    const row = rowOf({ id: 'kiel', who: 'Kiel_Gaarden', handle: 'kiel_gaarden', line: 'Kannst du mir helfen?', due: 5, owner: 'agent-on', messages: 2 }, NOW);
    const { entities, bodies } = threadOf(row, NOW);
    const thread = buildThread(fromView({ conversationId: row.conversationId, held: 'held', entities, bodies, outbox: [], draft: null }), [], row.item, 'agent-on');
    expect(heardAddress(thread)).toBe('du');
    expect(heardAddress({ ...thread, entries: thread.entries.filter((entry) => entry.kind !== 'message' || !entry.message.own) })).toBeUndefined();
  });

  it('D7 a promise is offered until it is decided on, kept while its words stand, and the nearest counts', () => {
    const none = { text: '', promise: undefined, noPromise: [] };
    const draft = { ...none, text: 'Wir prüfen das bis morgen und melden uns. Der Techniker kommt in drei Tagen.' };
    const found = promiseOf(draft, NOW).found;
    expect(found?.text).toBe('bis morgen');
    const kept = { text: found?.text ?? '', dueAt: found?.dueAt ?? 0 };
    // What is due later wakes nothing the nearer one would not.
    expect(promiseOf({ ...draft, promise: kept }, NOW)).toEqual({ kept, found: undefined });
    expect(promiseOf({ ...draft, noPromise: ['bis morgen'] }, NOW).found?.text).toBe('in drei Tagen');
    expect(promiseOf({ ...none, text: 'Wir melden uns.', promise: kept }, NOW)).toEqual({ kept: undefined, found: undefined });
  });
});
