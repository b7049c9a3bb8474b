import { describe, expect, test } from 'vitest';
import { accountRecord, type AccountRecord } from '../../shared/domain/account.ts';
import { HOUSE_ID, type HouseEdit } from '../../shared/domain/house.ts';
import { SharedCenter } from '../support/shared-center.ts';

const edit = (before: AccountRecord | null, after: AccountRecord | null): HouseEdit => ({ noun: 'account', id: (after ?? before)?.id ?? '', before, after });

describe('accounts in the book of changes', () => {
  const open = (): { c: SharedCenter; was: AccountRecord; change: (edits: HouseEdit[], by?: string) => ReturnType<SharedCenter['run']> } => {
    const c = new SharedCenter();
    return { c, was: accountRecord(c.must('account', 'open')), change: (edits, by = 'ada') => c.run({ type: 'house.change', data: { edits } }, { by }) };
  };

  test('HOUSE-7 a change is kept with what differed and taken back, and what is stopped in the moment stays stopped', () => {
    const { c, was, change } = open();
    c.run({ type: 'account.stop', data: { accountId: 'open', reason: 'Probe' } }, { by: 'lea' });
    expect(change([edit(was, { ...was, name: 'Hilfe', rights: { answer: ['north'] } })]).kind).toBe('accepted');
    expect(c.must('account', 'open')).toMatchObject({ name: 'Hilfe', rights: { answer: ['north'] }, stopped: { reason: 'Probe' } });
    const [line] = c.must('house', HOUSE_ID).history;
    expect(line).toMatchObject({ version: 1, byAgentId: 'ada', records: [{ noun: 'account', id: 'open', name: 'Hilfe', kind: 'changed' }] });
    expect(line?.records[0]?.diff.map(({ path }) => path)).toEqual(['name', 'rights.answer']);
    expect(c.run({ type: 'house.undo', data: { version: 1 } }, { by: 'ada' }).kind).toBe('accepted');
    expect(accountRecord(c.must('account', 'open'))).toEqual(was);
    expect(c.must('account', 'open').stopped).toMatchObject({ reason: 'Probe' });
  });

  test('HOUSE-7 of two who change the same account at once the second is told, and nothing of the first is lost', () => {
    const { c, was, change } = open();
    change([edit(was, { ...was, brand: 'Erste' })]);
    expect(change([edit(was, { ...was, name: 'Zweite' })])).toMatchObject({ kind: 'refused', code: 'HOUSE_STALE' });
    expect(c.must('account', 'open')).toMatchObject({ brand: 'Erste', name: was.name });
    expect(change([edit(null, { ...was, name: 'Noch einmal' })])).toMatchObject({ kind: 'refused', code: 'HOUSE_STALE' });
  });

  test('HOUSE-7 what the account names must be there, its channel stays, and no two have one name on it', () => {
    const { c, was, change } = open();
    const other = accountRecord(c.must('account', 'north'));
    const refused = (after: AccountRecord, field: string): void => expect(change([edit(was, after)])).toMatchObject({ kind: 'refused', code: 'HOUSE_INVALID', field: `edits.0.after.${field}` });
    refused({ ...was, teamIds: ['nobody'] }, 'teamIds');
    refused({ ...was, rights: { answer: ['nobody'] } }, 'rights.answer');
    refused({ ...was, rights: { administer: ['nobody'] } }, 'rights.administer');
    refused({ ...was, channel: 'x' }, 'channel');
    refused({ ...was, handle: other.handle.toUpperCase() }, 'handle');
    refused({ ...was, person: { mayUse: ['nobody'], forAccounts: [], threads: 'leads', approval: true, mark: '' } }, 'person.mayUse');
    const mail: AccountRecord = { ...was, id: 'mail', channel: 'mail', handle: 'hilfe@example.test' };
    expect(change([edit(null, mail)])).toMatchObject({ kind: 'refused', code: 'HOUSE_INVALID', field: expect.stringMatching(/^edits\.0\.after\.settings\./) as string });
  });

  test('HOUSE-5 HOUSE-7 only an admin changes an account, nobody removes one, and its coming is not undone', () => {
    const { c, was, change } = open();
    expect(change([edit(was, { ...was, name: 'Hilfe' })], 'lea')).toMatchObject({ kind: 'refused', code: 'NOT_ALLOWED' });
    expect(change([edit(was, null)])).toMatchObject({ kind: 'refused', code: 'HOUSE_IN_USE' });
    const fresh: AccountRecord = { ...was, id: 'second', handle: 'second' };
    expect(change([edit(null, fresh)]).kind).toBe('accepted');
    expect(c.run({ type: 'house.undo', data: { version: 1 } }, { by: 'ada' })).toMatchObject({ kind: 'refused', code: 'HOUSE_IN_USE' });
    expect(accountRecord(c.must('account', 'second'))).toEqual(fresh);
  });
});
