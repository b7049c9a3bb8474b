import { expect, test } from 'vitest';
import { isMarked, picturesOf, veilOf } from '../../renderer/src/store/veil.ts';
import type { Attachment } from '../../shared/domain/message-parts.ts';
import type { Message } from '../../shared/domain/message.ts';

const message = (more: object = {}): Message => ({ direction: 'in', visibility: 'public', ...more }) as Message;
const known = { lastAgentId: 'ann' };
const file = (more: Partial<Attachment>): Attachment => ({ remoteId: 'r', name: 'bild.png', mediaType: 'image/png', bytes: 1_000, contentRef: 'ref', ...more });

test('WRITE-9 pictures are veiled by what was read beside them, by being private, and by a sender nobody answered yet; ours never', () => {
  expect(veilOf(message(), known)).toBeUndefined();
  expect(veilOf(message({ reading: { personal: [{ kind: 'iban', start: 0, end: 4, confidence: 1 }] } }), known)).toBe('personalData');
  expect(veilOf(message({ reading: { personal: [] } }), known)).toBeUndefined();
  expect(veilOf(message({ visibility: 'private' }), known)).toBe('private');
  expect([veilOf(message(), {}), veilOf(message(), undefined)]).toEqual(['unknownSender', 'unknownSender']);
  expect(veilOf(message({ direction: 'out', visibility: 'private' }), undefined)).toBeUndefined();
  expect([isMarked({ sensitive: true }), isMarked({})]).toEqual([true, false]);
});

test('WRITE-9 only what a browser draws by itself and what lies in the content store is drawn; all else stays a file', () => {
  const files = [file({ remoteId: 'a' }), file({ remoteId: 'svg', mediaType: 'image/svg+xml' }), file({ remoteId: 'pdf', mediaType: 'application/pdf' }), file({ remoteId: 'elsewhere', contentRef: undefined }), file({ remoteId: 'huge', bytes: 10_000_001 })];
  expect(picturesOf(files).map(({ remoteId }) => remoteId)).toEqual(['a']);
});
