import { describe, expect, test } from 'vitest';
import type { BulkCore } from '../../shared/domain/bulk-answer.ts';
import type { BulkReader } from '../../shared/ipc/index.ts';
import { bulkLines, canConfirm, hourOf, isCalm, type LinesInput } from '../../renderer/src/store/bulk-lines.ts';

const NOON = Date.UTC(2026, 10, 22, 11);
const CORE: BulkCore = { wording: 'Die Störung in Kiel ist bis 18 Uhr behoben, starte danach deinen Router neu.', addressForm: 'du', unknownAs: 'look', greeting: true };

function reader(id: string, more: Partial<BulkReader> = {}, state: BulkReader['member']['state'] = 'proposed'): BulkReader {
  const member = { conversationId: id, bulkId: 'b', agentId: 'ann', workItemId: `w-${id}`, state, at: 1 };
  return { member, accountId: 'a', channel: 'sandbox', visibility: 'public', name: 'Anna Berger', handle: 'anna', addressForm: 'du', text: 'Wann geht das Internet in Kiel wieder?', throughMessageId: 'm', lastInboundAt: 1, flags: [], ...more };
}
const lines = (readers: readonly BulkReader[], more: Partial<LinesInput> = {}): ReturnType<typeof bulkLines> => bulkLines({ core: CORE, readers, edits: new Map(), initials: 'AB', now: NOON, ...more });

describe('the list of an answer for many', () => {
  test('BULK-11 what failed and what is marked stands first, then the calm, then what is done; only the calm go together', () => {
    const list = lines([reader('sent', {}, 'sent'), reader('calm'), reader('danger', { text: 'Internet in Kiel weg, ich bringe mich um' }), reader('unknown', { addressForm: 'none' }), reader('failed', { member: { ...reader('failed').member, state: 'failed', code: 'NEWER_MESSAGE' } }), reader('gone', {}, 'taken')]);
    expect(list.map(({ id }) => id)).toEqual(['failed', 'danger', 'unknown', 'calm', 'sent', 'gone']);
    expect(list.filter(isCalm).map(({ id }) => id)).toEqual(['calm']);
    expect(list.filter(canConfirm).map(({ id }) => id), 'nobody in danger, ever').toEqual(['failed', 'unknown', 'calm']);
  });

  test('BULK-11 a draft that lay there before is shown as it is and marked; what is written here is this person’s own', () => {
    const there = reader('a', { draft: { text: 'Hallo Anna, ich sehe nach.', isOwn: false } });
    expect(lines([there])[0]).toMatchObject({ text: 'Hallo Anna, ich sehe nach.', risks: ['draftThere'], edited: false });
    expect(lines([there], { edits: new Map([['a', 'Hallo Anna! Ganz neu.']]) })[0]).toMatchObject({ text: 'Hallo Anna! Ganz neu.', parts: ['Hallo Anna! Ganz neu. ^AB'], risks: [], edited: true });
  });

  test('BULK-10 the channel decides on signature, greeting and length; where bulk is forbidden a person sends', () => {
    const [letter] = lines([reader('mail', { channel: 'mail', visibility: 'private', addressForm: 'sie' })]);
    expect(letter?.text).toBe('Guten Tag Anna Berger!\n\nDie Störung in Kiel ist bis 18 Uhr behoben, starten Sie danach Ihren Router neu.');
    expect(letter?.parts).toEqual([letter?.text]);
    const x = lines([reader('x1', { channel: 'x' }), reader('x2', { channel: 'x' })]);
    expect(x.map(({ byHand, risks }) => [byHand, risks])).toEqual([[true, ['identical']], [true, []]]);
    expect(x.every(isCalm), 'each is sent by hand, at its own time').toBe(true);
  });

  test('BULK-4 without its text or its last message nothing is confirmed', () => {
    const { throughMessageId: _none, ...unread } = reader('a');
    expect(lines([unread, reader('b', { text: '' })]).some(canConfirm)).toBe(false);
    expect(lines([reader('a')], { core: { ...CORE, wording: '' } }).some(canConfirm)).toBe(false);
  });

  test('the hour is that of the center, in summer and in winter', () => {
    expect([NOON, Date.UTC(2026, 6, 1, 11), Date.UTC(2026, 0, 1, 23)].map(hourOf)).toEqual([12, 13, 0]);
  });
});
