import { beforeEach, describe, expect, test } from 'vitest';
import { PersonIndex } from '../../server/center/person-index.ts';
import { likenessOf } from '../../server/ingest/likeness.ts';
import { addressOfPerson, contactsOfPerson, personOf } from '../../shared/domain/person.ts';
import { PersonTree } from '../../shared/domain/person-tree.ts';
import { laterFirst, TIMELINE_PAGE } from '../../shared/domain/timeline.ts';
import { timelinePage, withText } from '../../shared/reducers/timeline.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { MINUTE, outcome, SharedCenter } from '../support/shared-center.ts';

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});
const contactOf = (conversationId: string): string => c.conversation(conversationId).contactId;
const meet = (who: string, by = 'ann'): string => c.given(by, { who }).conversationId;
const agree = (conversationId: string): unknown => c.run({ type: 'contact.noteConsent', data: { contactId: contactOf(conversationId), conversationId, given: true, how: 'written' } }, { by: 'ann' });
const merge = (conversationId: string, otherContactId: string): string => outcome(c.run({ type: 'contact.merge', data: { conversationId, otherContactId } }, { by: 'ann' }));
const part = (conversationId: string, contactId: string): string => outcome(c.run({ type: 'contact.unmerge', data: { conversationId, contactId } }, { by: 'ann' }));

describe('contacts that are one person', () => {
  test('MERGE-7 the newer word of an agent on how they are addressed counts for both while they are one, and each has its own again apart', () => {
    const kim = meet('kim');
    const lou = meet('lou');
    const set = (conversationId: string, addressForm: 'du' | 'sie'): unknown => ((c.now += MINUTE), c.run({ type: 'contact.setAddressForm', data: { contactId: contactOf(conversationId), conversationId, addressForm } }, { by: 'ann' }));
    const form = (conversationId: string): string | undefined => addressOfPerson(c.state, contactOf(conversationId))?.addressForm;
    set(kim, 'sie');
    set(lou, 'du');
    agree(kim);
    merge(kim, contactOf(lou));
    expect([form(kim), form(lou)]).toEqual(['du', 'du']);
    set(kim, 'sie');
    expect([form(kim), form(lou)]).toEqual(['sie', 'sie']);
    // What was guessed or heard later does not go before an agent's word.
    c.emit({ type: 'contact.addressFormSet', data: { contactId: contactOf(lou), addressForm: 'none', by: 'customer' } });
    expect(form(lou)).toBe('sie');
    expect(part(kim, contactOf(lou))).toBe('contact.unmerged');
    expect([form(kim), form(lou)]).toEqual(['sie', 'du']);
  });

  test('MERGE-1 who was known first stands for both, whichever conversation it is done in; twice is once', () => {
    const kim = meet('kim');
    c.now += 1_000;
    const lou = meet('lou');
    agree(lou);
    expect(merge(lou, contactOf(kim))).toBe('contact.merged');
    expect(personOf(c.state, contactOf(lou))).toBe(contactOf(kim));
    expect(contactsOfPerson(c.state, contactOf(lou))).toEqual([contactOf(kim), contactOf(lou)]);
    expect(merge(kim, contactOf(lou))).toBe('nothing');
  });

  test('MERGE-3 taken apart everything is as it would have been: what came in between belongs to who said it', () => {
    const kim = meet('kim');
    const lou = meet('lou');
    agree(kim);
    const without = structuredClone([...c.state.all('contact')]);
    merge(kim, contactOf(lou));
    c.customerWrites('lou');
    c.run({ type: 'contact.setAddressForm', data: { contactId: contactOf(lou), conversationId: lou, addressForm: 'du' } }, { by: 'ann' });
    expect(c.conversation(lou).contactId).toBe(contactOf(lou));
    expect(part(kim, contactOf(lou))).toBe('contact.unmerged');
    const after = new Map(c.state.all('contact'));
    expect(after.get(contactOf(kim))).toEqual(new Map(without).get(contactOf(kim)));
    expect(after.get(contactOf(lou))).toEqual({ ...new Map(without).get(contactOf(lou)), addressForm: 'du', addressFormBy: 'agent', addressFormAt: c.now });
    expect(part(kim, contactOf(kim))).toBe('nothing');
  });

  test('MERGE-3 a person of several parts keeps the others together', () => {
    const [a, b, d] = ['kim', 'lou', 'max'].map((who) => ((c.now += 1), meet(who))) as [string, string, string];
    agree(b);
    merge(b, contactOf(d));
    merge(a, contactOf(d));
    expect(contactsOfPerson(c.state, contactOf(d)).toSorted()).toEqual([a, b, d].map(contactOf).toSorted());
    part(a, contactOf(b));
    expect(contactsOfPerson(c.state, contactOf(d))).toEqual([contactOf(b), contactOf(d)]);
    expect(contactsOfPerson(c.state, contactOf(a))).toEqual([contactOf(a)]);
  });

  test('MERGE-2 who takes the yes back is known as one with nobody', () => {
    const kim = meet('kim');
    c.now += 1;
    const lou = meet('lou');
    agree(kim);
    merge(kim, contactOf(lou));
    expect(outcome(c.run({ type: 'contact.noteConsent', data: { contactId: contactOf(kim), conversationId: kim, given: false, how: 'written' } }, { by: 'ann' }))).toBe('contact.consentNoted contact.unmerged');
    expect(contactsOfPerson(c.state, contactOf(kim))).toEqual([contactOf(kim)]);
    expect(merge(kim, contactOf(lou))).toBe('CONSENT_MISSING');
  });

  test('MERGE-4 the index of the center and the contacts say the same after any history of joining and parting', () => {
    const seed = 20_261_122;
    const rng = seededRng(seed);
    const ids = Array.from({ length: 8 }, (_, i) => contactOf(meet(`p${i}`)));
    const index = new PersonIndex();
    const tree = new PersonTree();
    for (let step = 0; step < 400; step += 1) {
      const id = ids[rng.int(ids.length)] ?? '';
      const other = ids[rng.int(ids.length)] ?? '';
      const contact = c.must('contact', id);
      const place = { conversationId: 'c', at: c.now, byAgentId: 'ann' };
      if (contact.mergedInto !== undefined && rng.next() < 0.5) c.emit({ type: 'contact.unmerged', data: { contactId: id, fromContactId: contact.mergedInto.contactId, ...place } });
      else if (contact.mergedInto === undefined && personOf(c.state, other) !== id) c.emit({ type: 'contact.merged', data: { contactId: id, intoContactId: personOf(c.state, other), ...place } });
      for (const one of ids) {
        index.follow(c.must('contact', one));
        tree.set(one, c.must('contact', one).mergedInto?.contactId);
      }
      for (const one of ids) {
        const expected = contactsOfPerson(c.state, one).toSorted();
        expect(index.contactsOf(one).toSorted(), `seed ${seed}, step ${step}`).toEqual(expected);
        expect(tree.contactsOf(one)[0]).toBe(one);
      }
    }
  });
});

describe('who may be the same', () => {
  const key = (channel: string, id: string): string => `${channel}/${id}`;
  test('MERGE-5 full names and handles are compared without case, accents and order; a first name or a short handle finds nobody', () => {
    expect(likenessOf(key, { handle: '@Anna_Mueller@social.example', displayName: 'Müller, Anna' })).toEqual({ likenessKeys: ['likeness:name/anna mueller', 'likeness:handle/annamueller'] });
    expect(likenessOf(key, { handle: 'anna.mueller@firma.example', displayName: 'ANNA Mueller' })).toEqual({ likenessKeys: ['likeness:name/anna mueller', 'likeness:handle/annamueller'] });
    expect(likenessOf(key, { handle: 'jo', displayName: 'Anna' })).toEqual({});
  });

  test('MERGE-6 whoever was erased is found by no name', () => {
    const index = new PersonIndex();
    const kim = { id: 'k', profileRef: 'r', identityKeys: [], createdAt: 1, likenessKeys: ['n'] };
    index.follow(kim);
    expect([...index.alike('n')]).toEqual(['k']);
    index.follow({ ...kim, erasedAt: 2 });
    expect([...index.alike('n')]).toEqual([]);
  });
});

describe('one timeline', () => {
  const page = (before?: { at: number; id: string }): ReturnType<typeof timelinePage> =>
    timelinePage(
      [...c.state.all('conversation').values()].map((conversation) => ({ conversation, messages: c.state.all('message').values(), notes: c.state.all('note').values(), items: c.state.all('workItem').values() })),
      c.state.all('contact').values(),
      before,
    );

  test('LINE-1 everything on every channel stands in the order it happened, and pages join without a gap or a repeat', () => {
    meet('kim');
    c.given('ann', { who: 'lou', account: 'chat' });
    for (let i = 0; i < 90; i += 1) {
      c.now += i % 3 === 0 ? 0 : 1_000;
      c.customerWrites(i % 2 === 0 ? 'kim' : 'lou', i % 2 === 0 ? {} : { account: 'chat' });
    }
    const seen: string[] = [];
    let at: { at: number; id: string } | undefined;
    for (let n = 0; n < 10; n += 1) {
      const { drafts, next } = page(at);
      expect(drafts.length).toBeLessThanOrEqual(TIMELINE_PAGE);
      expect(drafts.map((d) => d.entry)).toEqual(drafts.map((d) => d.entry).toSorted(laterFirst));
      seen.push(...drafts.map((d) => d.entry.id));
      if (next === undefined) break;
      at = next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(c.state.all('message').size);
    expect(new Set(page().drafts.map((d) => d.entry.channel))).toEqual(new Set(['sandbox', 'sandbox-chat']));
  });

  test('LINE-2 what was deleted has its place and no words; a long text is cut and says so; joining and closing are in it', () => {
    const kim = meet('kim');
    c.now += 1;
    const lou = meet('lou');
    agree(kim);
    merge(kim, contactOf(lou));
    c.emit({ type: 'message.deleted', data: { messageId: c.conversation(kim).lastInboundMessageId ?? '', deletedAt: c.now } });
    c.run({ type: 'workItem.close', data: { workItemId: c.conversation(lou).workItemId ?? '', disposition: { kind: 'resolved' } } }, { by: 'ann' });
    const { drafts } = page();
    expect(drafts.map(({ entry, ref }) => [entry.kind, entry.conversationId === kim, ref !== undefined])).toEqual(expect.arrayContaining([['said', true, false], ['said', false, true], ['merged', true, false], ['closed', false, false]]));
    const said = drafts.find(({ entry, ref }) => entry.kind === 'said' && ref !== undefined);
    if (said === undefined) throw new Error('nothing was said');
    expect(withText(said, 'ä'.repeat(10_000))).toMatchObject({ isCut: true });
    expect(withText(said, 'kurz')).toMatchObject({ isCut: false, text: 'kurz' });
  });
});
