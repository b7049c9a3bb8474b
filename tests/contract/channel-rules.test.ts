// What a channel's descriptor forbids is refused before the platform does, and what it brings together is one case.
import { beforeEach, describe, expect, test } from 'vitest';
import type { CommandAnswer } from '../../shared/protocol/down.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { chooseQueue } from '../../server/ingest/queue-choice.ts';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { QUEUE } from '../support/shared-center.ts';

const DAY = 86_400_000;
let w: CoreWorld;
let lead: WireDesk;
let no = 0;

const account = (channel: string, handle: string, settings?: object) => ({ v: 1 as const, channel, handle, name: handle, brand: 'Musterkom', credentialId: `${channel}:${handle}`, ...(settings === undefined ? {} : { settings: { ...settings } }) });
beforeEach(async () => {
  w = await CoreWorld.start();
  await w.core.ingest.registerAccounts([account('x', 'musterkom_hilft'), account('x', 'musterkom_tv'), account('facebook', 'musterkom'), account('messenger', 'musterkom'), account('messenger', 'musterkom_lang', { humanAgent: true }), account('instagram', 'musterkom')], 'test');
  lead = w.desk('lea');
  await lead.hello();
});

const all = <N extends 'conversation' | 'workItem' | 'message' | 'reply'>(noun: N) => [...w.core.center.committed.all(noun).values()];
const post = (channel: string, handle: string, remoteId: string, author: string, more: object = {}): Record<string, unknown> => ({ v: 1, kind: 'post', channel, account: handle, remoteId, direction: 'in', author: { remoteId: `person-${author}`, handle: author }, text: remoteId, visibility: 'public', sentAt: w.now, ...more });
const conversationOf = (remoteId: string) => all('conversation').find((one) => one.id === all('message').find((message) => message.remoteId === remoteId)?.conversationId);
const take = async (remoteId: string): Promise<void> => {
  const { workItemId = '' } = conversationOf(remoteId) ?? {};
  if (w.core.center.live.get('workItem', workItemId)?.ownerAgentId !== 'lea') expect(await lead.command({ type: 'workItem.take', data: { workItemId } })).toMatchObject({ status: 'accepted' });
};
/** Asks leave to answer this message. */
async function ask(remoteId: string, text: string, more: { visibility?: 'public' | 'private'; followUp?: boolean; frozen?: Partial<FrozenReply>; replyId?: string } = {}): Promise<CommandAnswer> {
  await take(remoteId);
  const conversation = conversationOf(remoteId);
  const message = all('message').find((one) => one.remoteId === remoteId);
  const replyId = more.replyId ?? `reply-${(no += 1)}`;
  return lead.command({ type: 'reply.requestPermit', data: { replyId, conversationId: conversation?.id ?? '', epoch: conversation?.epoch ?? 0, frozen: { parts: [text], visibility: more.visibility ?? 'public', inReplyToRemoteId: remoteId, ...more.frozen }, followUp: more.followUp ?? false, platformKey: replyId, frozenAt: w.now, answersThroughMessageId: message?.id } });
}
const codeOf = (answer: CommandAnswer): string => (answer.status === 'refused' ? answer.error.code : answer.status);
async function delivered(remoteId: string, text: string, more: Parameters<typeof ask>[2] = {}): Promise<void> {
  const replyId = `reply-${(no += 1)}`;
  expect(codeOf(await ask(remoteId, text, { ...more, replyId }))).toBe('accepted');
  expect(codeOf(await lead.command({ type: 'reply.report', data: { replyId, outcome: { kind: 'delivered', by: 'desk', remoteIds: [`out-${replyId}`], sentAt: w.now } } }))).toBe('accepted');
}

describe('R14 who did not address us', () => {
  test('R14 a hit is a lead: no answer from here, in public or in private; the one given on the site settles it', async () => {
    await w.ingest(post('x', 'musterkom_hilft', 'hit', 'lena', { summoned: false }));
    expect(all('workItem')).toMatchObject([{ unsummoned: 'siteOnly' }]);
    expect(codeOf(await ask('hit', 'Guten Tag'))).toBe('SITE_ONLY');
    expect(codeOf(await ask('hit', 'Guten Tag', { visibility: 'private' }))).toBe('SITE_ONLY');
    await w.ingest(post('x', 'musterkom_hilft', 'by-hand', 'musterkom_hilft', { direction: 'out', inReplyToRemoteId: 'hit', recipientRemoteId: 'person-lena', sentAt: w.now + 1 }));
    expect(all('workItem')).toMatchObject([{ state: 'closed', disposition: { kind: 'answeredElsewhere' } }]);
  });

  test('R14 once they address us they may be answered, but not the post that did not', async () => {
    await w.ingest(post('x', 'musterkom_hilft', 'hit', 'lena', { summoned: false }), post('x', 'musterkom_hilft', 'call', 'lena', { summoned: true, inReplyToRemoteId: 'hit' }));
    expect(all('workItem')[0]?.unsummoned).toBeUndefined();
    expect(codeOf(await ask('hit', 'Guten Tag'))).toBe('SITE_ONLY');
    expect(codeOf(await ask('call', 'Guten Tag'))).toBe('accepted');
  });

  test('R14 and in a thread with us, a post that leaves us out is not answered', async () => {
    await w.ingest(post('x', 'musterkom_hilft', 'call', 'lena', { summoned: true }), post('x', 'musterkom_hilft', 'aside', 'lena', { summoned: false, inReplyToRemoteId: 'call' }));
    expect(codeOf(await ask('aside', 'Guten Tag'))).toBe('SITE_ONLY');
    expect(codeOf(await ask('call', 'Guten Tag'))).toBe('accepted');
  });

  test('ING-13 leads have a queue of their own where one is for them, and never land in one that is not', () => {
    const queue = (id: string, order: number, leads?: boolean) => ({ ...QUEUE, id, order, match: { terms: [], accountIds: [], ...(leads === undefined ? {} : { leads }) } });
    const queues = [queue('leads', 0, true), queue('asked', 1, false), queue('rest', 2)];
    expect([chooseQueue(queues, 'a', 'x', true)?.id, chooseQueue(queues, 'a', 'x')?.id]).toEqual(['leads', 'asked']);
    expect(chooseQueue([queue('asked', 0), queue('leads', 1, true)], 'a', 'x')?.id).toBe('asked');
    expect(chooseQueue([{ ...queue('tv', 0), match: { terms: ['tv'], accountIds: [] } }, queue('leads', 1, true)], 'a', 'x')?.id).toBe('tv');
  });
});

describe('CHAN-13 the same words', () => {
  test('CHAN-13 are refused on a channel that refuses them, across its accounts, for a day; others may say them', async () => {
    await w.ingest(post('x', 'musterkom_hilft', 'p1', 'lena', { summoned: true }), post('x', 'musterkom_tv', 'p2', 'tom', { summoned: true }), post('facebook', 'musterkom', 'p3', 'eva'));
    await delivered('p1', 'Wir schauen nach. ^LE');
    expect(codeOf(await ask('p2', '@tom wir  schauen nach. ^LE'))).toBe('TEXT_IDENTICAL');
    expect(codeOf(await ask('p3', 'Wir schauen nach. ^LE'))).toBe('accepted');
    await w.boot();
    lead = w.desk('lea', 'replica-2');
    await lead.hello();
    expect(codeOf(await ask('p2', 'Wir schauen nach. ^LE'))).toBe('TEXT_IDENTICAL');
    expect(codeOf(await ask('p2', 'Wir schauen nach, Tom. ^LE', { replyId: 'other' }))).toBe('accepted');
    w.now += DAY + 60_000;
    await w.ingest(post('x', 'musterkom_hilft', 'p4', 'eva', { summoned: true }));
    expect(codeOf(await ask('p4', 'Wir schauen nach. ^LE'))).toBe('accepted');
  });

  test('CHAN-13 what certainly did not go out may be said again', async () => {
    await w.ingest(post('x', 'musterkom_hilft', 'p1', 'lena', { summoned: true }));
    expect(codeOf(await ask('p1', 'Guten Tag', { replyId: 'lost' }))).toBe('accepted');
    expect(codeOf(await lead.command({ type: 'reply.report', data: { replyId: 'lost', outcome: { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: '', retryable: false } } } }))).toBe('accepted');
    expect(codeOf(await ask('p1', 'Guten Tag'))).toBe('accepted');
  });
});

describe('CHAN-14 windows and the one private answer', () => {
  test('CHAN-14 a comment is answered in private once, within its week; public answers go on', async () => {
    await w.ingest(post('facebook', 'musterkom', 'c1', 'lena'), post('facebook', 'musterkom', 'c2', 'tom'));
    await delivered('c1', 'Ihre Nummer, bitte?', { visibility: 'private' });
    expect(codeOf(await ask('c1', 'Und noch etwas', { visibility: 'private', followUp: true }))).toBe('PRIVATE_REPLY_USED');
    expect(codeOf(await ask('c1', 'Wir haben geschrieben', { followUp: true }))).toBe('accepted');
    w.now += 8 * DAY;
    expect(codeOf(await ask('c2', 'Zu spät', { visibility: 'private' }))).toBe('WINDOW_CLOSED');
    expect(codeOf(await ask('c2', 'Öffentlich geht es noch'))).toBe('accepted');
  });

  test('CHAN-14 one that certainly did not go out has not been used', async () => {
    await w.ingest(post('facebook', 'musterkom', 'c1', 'lena'));
    expect(codeOf(await ask('c1', 'Ihre Nummer?', { visibility: 'private', replyId: 'lost' }))).toBe('accepted');
    await lead.command({ type: 'reply.report', data: { replyId: 'lost', outcome: { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: '', retryable: true } } } });
    expect(codeOf(await ask('c1', 'Ihre Nummer?', { visibility: 'private' }))).toBe('accepted');
  });

  test('CHAN-14 a message waits a day for its answer, a week where the account may', async () => {
    const said = (handle: string, remoteId: string) => post('messenger', handle, remoteId, 'lena', { visibility: 'private', threadRemoteId: `${handle}-lena` });
    await w.ingest(said('musterkom', 'm1'), said('musterkom_lang', 'm2'));
    w.now += DAY + 60_000;
    expect(codeOf(await ask('m1', 'Hallo', { visibility: 'private' }))).toBe('WINDOW_CLOSED');
    expect(codeOf(await ask('m2', 'Hallo', { visibility: 'private' }))).toBe('accepted');
    // A comment on Instagram has a week for its private answer although its messages have a day.
    await w.ingest(post('instagram', 'musterkom', 'i1', 'lena', { sentAt: w.now - 3 * DAY }));
    expect(codeOf(await ask('i1', 'Hallo', { visibility: 'private' }))).toBe('accepted');
  });
});

describe('D4 one case', () => {
  const cases = (): (string | undefined)[] => all('conversation').map((one) => one.caseId);

  test('CHAN-15 what is written in private after our private opening is part of the same case, on the same channel', async () => {
    await w.ingest(post('x', 'musterkom_hilft', 'p1', 'lena', { summoned: true }));
    await delivered('p1', 'Wir schreiben dir privat.');
    await delivered('p1', 'Deine Kundennummer?', { visibility: 'private', followUp: true, frozen: { inReplyToRemoteId: undefined } });
    const publicId = conversationOf('p1')?.id;
    expect(cases()).toEqual([undefined]);
    await w.ingest(post('x', 'musterkom_hilft', 'dm1', 'lena', { visibility: 'private', threadRemoteId: '1-2' }), post('x', 'musterkom_hilft', 'dm2', 'lena', { visibility: 'private', threadRemoteId: '1-2' }));
    expect(conversationOf('dm1')).toMatchObject({ visibility: 'private', caseId: publicId });
    expect(conversationOf('p1')).toMatchObject({ caseId: publicId });
    expect(w.types().filter((type) => type === 'conversation.linked')).toHaveLength(2);
    await w.boot();
    expect(cases()).toEqual([publicId, publicId]);
  });

  test('CHAN-15 a comment on the page goes on by Messenger: the same person, the same case', async () => {
    await w.ingest(post('facebook', 'musterkom', 'c1', 'lena'));
    await delivered('c1', 'Ihre Nummer?', { visibility: 'private' });
    await w.ingest(post('messenger', 'musterkom', 'm1', 'lena', { visibility: 'private', threadRemoteId: 'person-lena' }));
    expect(conversationOf('m1')?.contactId).toBe(conversationOf('c1')?.contactId);
    expect(conversationOf('m1')?.caseId).toBe(conversationOf('c1')?.id);
  });

  test('CHAN-15 and it stays in the queue it came from, whatever its words', async () => {
    await w.ingest(post('x', 'musterkom_hilft', 'p1', 'lena', { summoned: true, text: 'Mein TV ist aus' }));
    await delivered('p1', 'Wir schreiben dir privat.', { visibility: 'private' });
    await w.ingest(post('x', 'musterkom_hilft', 'dm1', 'lena', { visibility: 'private', threadRemoteId: '1-2', text: 'Ich bin es' }), post('x', 'musterkom_hilft', 'dm2', 'tom', { visibility: 'private', threadRemoteId: '1-3', text: 'Ich auch' }));
    const queueOf = (remoteId: string): string | undefined => w.core.center.live.get('workItem', conversationOf(remoteId)?.workItemId ?? '')?.queueId;
    expect([queueOf('p1'), queueOf('dm1'), queueOf('dm2')]).toEqual(['tv', 'tv', 'mobile']);
  });

  test('CHAN-15 nobody else, nothing of another brand, nothing unasked and nothing long ago is of the case', async () => {
    await w.core.ingest.registerAccounts([{ ...account('x', 'andere'), brand: 'Andere' }], 'test');
    await w.ingest(post('x', 'musterkom_hilft', 'p1', 'lena', { summoned: true }), post('x', 'musterkom_hilft', 'p2', 'tom', { summoned: true }));
    await delivered('p1', 'Privat bitte', { visibility: 'private' });
    const dm = (handle: string, remoteId: string, author: string) => post('x', handle, remoteId, author, { visibility: 'private', threadRemoteId: `${handle}-${author}` });
    await w.ingest(dm('musterkom_hilft', 'dm-tom', 'tom'), dm('andere', 'dm-andere', 'lena'));
    w.now += 31 * DAY;
    await w.ingest(dm('musterkom_hilft', 'dm-late', 'lena'));
    expect(cases().every((one) => one === undefined)).toBe(true);
  });
});

test('ING-7 an echo is known although the platform puts a name in front', async () => {
  await w.ingest(post('x', 'musterkom_hilft', 'p1', 'lena', { summoned: true }));
  expect(codeOf(await ask('p1', 'Guten Tag, wir schauen nach.', { replyId: 'r' }))).toBe('accepted');
  await w.ingest(post('x', 'musterkom_hilft', 'out', 'musterkom_hilft', { direction: 'out', inReplyToRemoteId: 'p1', recipientRemoteId: 'person-lena', text: '@lena Guten Tag, wir  schauen nach.' }));
  expect(w.core.center.live.get('reply', 'r')).toMatchObject({ state: 'delivered', remoteIds: ['out'] });
});
