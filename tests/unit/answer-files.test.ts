import { describe, expect, test } from 'vitest';
import { AnswerFiles, digestOf } from '../../electron/main/sync/answer-files.ts';
import type { Brought } from '../../electron/main/sync/file-line.ts';
import { mediaTypeOf } from '../../electron/main/sync/media-type.ts';
import { CHANNELS } from '../../shared/channels/index.ts';
import { fileProblem, takesType } from '../../shared/channels/file-rules.ts';
import { filesUnfit } from '../../shared/deciders/reply-data.ts';
import { filesOfPart, isFilePart, restOfParts, wordParts } from '../../shared/domain/reply-files.ts';
import { mediaFor, mostBytesOf } from '../../shared/channels/file-rules.ts';
import { saysTheSame } from '../../server/ingest/echo.ts';
import { partTexts } from '../../server/commands/file-texts.ts';
import type { AnswerFile } from '../../shared/domain/message-parts.ts';
import type { OutboxItem } from '../../shared/sync/outbox-state.ts';

const BYTES = Buffer.from('words of a file');
const FILE: AnswerFile = { digest: digestOf(BYTES), name: 'a.txt', mediaType: 'text/plain', bytes: BYTES.length };

function world() {
  const kept = new Map<string, { content: Uint8Array; addedAt: number }>();
  const drafts = new Map<string, unknown>();
  const items: OutboxItem[] = [];
  const state = { now: 1_000_000, erased: false, brought: [] as string[], bring: { kind: 'there' } as Brought, fetched: 'gone' as Uint8Array | 'gone' | 'later' };
  const key = (conversationId: string, digest: string) => `${conversationId}\n${digest}`;
  const files = new AnswerFiles({
    base: {
      clock: { now: () => state.now, steady: () => state.now },
      timers: { after: () => () => undefined },
      log: { warn: () => undefined },
      stores: {
        drafts: { get: (id: string) => drafts.get(id) },
        files: {
          put: (conversationId: string, digest: string, content: Uint8Array, at: number) => void kept.set(key(conversationId, digest), { content, addedAt: at }),
          get: (conversationId: string, digest: string) => kept.get(key(conversationId, digest))?.content,
          has: (conversationId: string, digest: string) => kept.has(key(conversationId, digest)),
          all: () => [...kept].map(([id, { addedAt }]) => ({ conversationId: id.split('\n')[0] ?? '', digest: id.split('\n')[1] ?? '', addedAt })),
          delete: (conversationId: string, digest: string) => kept.delete(key(conversationId, digest)),
        },
      },
    },
    view: { get: () => ({ channel: 'mail', ...(state.erased ? { erasedAt: 1 } : {}) }) },
    items: () => items,
    line: { bring: async (_place: unknown, file: AnswerFile) => (state.brought.push(file.digest), state.bring), fetch: async () => state.fetched },
  } as unknown as ConstructorParameters<typeof AnswerFiles>[0]);
  const item = (kind: string, over: object = {}) => ({ replyId: 'r1', conversationId: 'c1', reply: { frozen: { files: [FILE] } }, state: { kind }, ...over }) as unknown as OutboxItem;
  return { files, kept, drafts, items, state, item };
}

describe('files of answers on the desk', () => {
  test.each([
    ['named by the draft', 'draft', true],
    ['named by a reply that waits', 'queued', true],
    ['named by one that failed and may be tried again', 'failed', true],
    ['its reply is out', 'delivered', false],
    ['its reply was taken back', 'discarded', false],
    ['named by nothing', 'nothing', false],
    ['of an erased person, though a reply names it', 'erased', false],
  ])('FILE-1 swept: %s', (_what, how, stays) => {
    const { files, kept, drafts, items, state, item } = world();
    files.add('c1', 'private', FILE, BYTES);
    files.sweep();
    expect(kept.size, 'just added: its draft comes with the next pause').toBe(1);
    state.now += 61_000;
    if (how === 'draft') drafts.set('c1', { value: { text: '', visibility: 'private', files: [FILE] } });
    else if (how !== 'nothing') items.push(item(how === 'erased' ? 'queued' : how));
    state.erased = how === 'erased';
    files.sweep();
    expect(kept.size).toBe(stays ? 1 : 0);
  });

  test('FILE-2 other bytes than were frozen never leave, and what is not here is fetched or said', async () => {
    const { files, kept, state, item } = world();
    files.add('c1', 'private', FILE, BYTES);
    expect(await files.load(item('permitted'))).toEqual([{ ...FILE, content: BYTES }]);
    kept.set(`c1\n${FILE.digest}`, { content: Buffer.from('other words'), addedAt: 0 });
    expect(await files.load(item('permitted'))).toEqual({ problem: 'a.txt is not what was frozen', retryable: false });
    kept.clear();
    expect(await files.load(item('permitted'))).toEqual({ problem: 'a.txt is not on this desk', retryable: false });
    state.fetched = 'later';
    expect(await files.load(item('permitted'))).toEqual({ problem: 'a.txt is not on this desk', retryable: true });
    state.fetched = BYTES;
    expect(await files.load(item('permitted'))).toEqual([{ ...FILE, content: BYTES }]);
  });

  test('FILE-2 a reply is brought once, again after the server lost it, and a file that is gone stops it', async () => {
    const { files, kept, state, item } = world();
    files.add('c1', 'private', FILE, BYTES);
    const reply = item('queued');
    state.bring = { kind: 'later' };
    expect([await files.bring(reply), files.mustBring(reply)]).toEqual([{ kind: 'later' }, true]);
    state.bring = { kind: 'there' };
    expect([await files.bring(reply), files.mustBring(reply)]).toEqual([{ kind: 'there' }, false]);
    files.notKept('r1');
    expect(files.mustBring(reply)).toBe(true);
    kept.clear();
    expect(await files.bring(reply)).toEqual({ kind: 'refused', code: 'FILE_MISSING' });
    state.fetched = 'later';
    expect(await files.bring(reply)).toEqual({ kind: 'later' });
    // Added at the person's other desk, which brought it.
    state.fetched = BYTES;
    expect([await files.bring(reply), kept.size]).toEqual([{ kind: 'there' }, 1]);
  });
});

describe('files that are messages of their own', () => {
  const SECOND: AnswerFile = { ...FILE, digest: 'b'.repeat(64), name: 'b.pdf' };
  const apart = { parts: ['1/2', '2/2', 'a.txt', 'b.pdf'], visibility: 'private' as const, files: [FILE, SECOND], filesApart: true as const };
  test('FILE-6 each is the part that names it, behind the words; what is left of an answer keeps its own files', () => {
    expect([0, 1, 2, 3, 4].map((part) => filesOfPart(apart, part).map(({ name }) => name))).toEqual([[], [], ['a.txt'], ['b.pdf'], []]);
    expect([isFilePart(apart, 1), isFilePart(apart, 2)]).toEqual([false, true]);
    expect(wordParts(apart)).toEqual(['1/2', '2/2']);
    expect(restOfParts(apart, 1)).toEqual({ ...apart, parts: ['2/2', 'a.txt', 'b.pdf'] });
    expect(restOfParts(apart, 3)).toEqual({ ...apart, parts: ['b.pdf'], files: [SECOND] });
    const { filesApart: _apart, ...together } = apart;
    expect(filesOfPart(together, 0)).toEqual([FILE, SECOND]);
    expect(restOfParts(together, 2)).toEqual({ parts: ['a.txt', 'b.pdf'], visibility: 'private' });
  });

  test('FILE-6 the thread shows each file in its own message, without words', () => {
    const texts = partTexts(['whole', ...apart.parts.map((text) => JSON.stringify({ text }))], apart.files, ['ref-1', 'ref-2'], [], true).map((text, i) => (i === 0 ? text : (JSON.parse(text) as { text: string; attachments?: { contentRef?: string }[] })));
    expect(texts.slice(0, 3)).toEqual(['whole', { text: '1/2' }, { text: '2/2' }]);
    expect(texts.slice(3)).toMatchObject([{ text: '', attachments: [{ contentRef: 'ref-1', name: 'a.txt' }] }, { text: '', attachments: [{ contentRef: 'ref-2', name: 'b.pdf' }] }]);
  });

  test('FILE-6 a file that comes from elsewhere while ours is under way is not taken for it: without words nothing says the same', () => {
    expect([saysTheSame('', ''), saysTheSame(' ', '@lena'), saysTheSame('Anbei', '@lena Anbei')]).toEqual([false, false, true]);
  });

  test('FILE-6 the server gives no leave for files put together otherwise than the channel sends them', () => {
    const judge = (name: string, frozen: object, fileRefs: readonly string[] = ['ref-1', 'ref-2']) => {
      const channel = CHANNELS.get(name);
      if (channel === undefined) throw new Error(name);
      const decision = filesUnfit(channel, { frozen: { ...apart, ...frozen } }, { fileRefs } as unknown as Parameters<typeof filesUnfit>[2]);
      return decision === undefined ? 'fits' : decision.kind === 'refused' ? decision.code : decision.kind;
    };
    expect(judge('messenger', {})).toBe('fits');
    expect(judge('messenger', { parts: ['a.txt', 'b.pdf'] }), 'the rest of one whose words are out').toBe('fits');
    expect(judge('messenger', { parts: ['b.pdf'] })).toBe('INPUT_INVALID');
    expect(judge('messenger', { filesApart: undefined })).toBe('INPUT_INVALID');
    expect(judge('messenger', { files: undefined })).toBe('INPUT_INVALID');
    expect(judge('mail', {})).toBe('INPUT_INVALID');
    expect(judge('messenger', {}, ['ref-1'])).toBe('FILE_NOT_KEPT');
    expect(judge('instagram', { kind: 'privateReply' })).toBe('FILE_REFUSED');
  });

  test('FILE-6 what may be said in private once takes none, and some kinds may be less large', () => {
    const channel = { media: { private: { maxCount: 5, maxBytes: 100, lessOf: { types: ['image/*'], maxBytes: 10 }, types: ['*'], apart: true } } };
    expect([mediaFor(channel, 'private', false)?.maxCount, mediaFor(channel, 'private', true), mediaFor(channel, 'public', false)]).toEqual([5, undefined, undefined]);
    expect([mostBytesOf(channel.media.private, 'image/png'), mostBytesOf(channel.media.private, 'video/mp4')]).toEqual([10, 100]);
    expect(fileProblem(channel.media.private, [{ ...FILE, mediaType: 'image/png', bytes: 11 }])).toEqual({ kind: 'tooLarge', mostBytes: 10, name: 'a.txt' });
  });
});

describe('what a channel takes', () => {
  const limits = { maxCount: 2, maxBytes: 100, maxBytesTogether: 150, types: ['image/*', 'application/pdf'] };
  const file = (bytes: number, mediaType = 'image/png') => ({ name: 'x', bytes, mediaType });
  test('FILE-3 number, size, sum and kind', () => {
    expect(fileProblem(undefined, [])).toBeUndefined();
    expect(fileProblem(undefined, [file(1)])).toEqual({ kind: 'notHere' });
    expect(fileProblem(limits, [file(75), file(75)])).toBeUndefined();
    expect(fileProblem(limits, [file(75), file(76)])).toEqual({ kind: 'tooLargeTogether', mostBytes: 150 });
    expect(fileProblem(limits, [file(101)])).toMatchObject({ kind: 'tooLarge', mostBytes: 100 });
    expect(fileProblem(limits, [file(1), file(1), file(1)])).toEqual({ kind: 'tooMany', most: 2 });
    expect(fileProblem(limits, [file(1, 'text/html')])).toMatchObject({ kind: 'type' });
    expect(takesType(['*'], 'text/html')).toBe(true);
  });

  test('FILE-3 every channel that takes files says how many, how large and which', () => {
    const media = [...CHANNELS.values()].flatMap((channel) => Object.entries(channel.media ?? {}).map(([visibility, one]) => ({ channel, visibility, one })));
    expect(media.length).toBeGreaterThanOrEqual(5);
    for (const { channel, visibility, one } of media) {
      expect(channel.visibilities).toContain(visibility);
      expect(one.maxCount).toBeGreaterThan(0);
      expect(one.maxCount).toBeLessThanOrEqual(20);
      expect(one.maxBytes).toBeLessThanOrEqual(50_000_000);
      expect(one.types.length).toBeGreaterThan(0);
    }
  });

  test('FILE-3 a file is what its first bytes say; what claims to be a picture and is none is no picture', () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
    expect(mediaTypeOf('application/octet-stream', png)).toBe('image/png');
    expect(mediaTypeOf('image/png', Buffer.from('<script>'))).toBe('application/octet-stream');
    expect(mediaTypeOf('Text/Plain; charset=utf-8', Buffer.from('a'))).toBe('text/plain');
    expect(mediaTypeOf('', Buffer.from('a'))).toBe('application/octet-stream');
    expect(mediaTypeOf('x', Buffer.from('%PDF-1.7'))).toBe('application/pdf');
  });
});
