import { describe, expect, it } from 'vitest';
import { NOTHING_WRITTEN } from '../../renderer/src/store/composer.ts';
import { changedMessages, type ComposerFacts, judgeComposer, OURS } from '../../renderer/src/store/composer-rules.ts';
import { speakersFor } from '../../renderer/src/store/speaker.ts';
import type { Account } from '../../shared/domain/account.ts';
import { getChannel } from '../../shared/channels/index.ts';
import type { ChannelDescriptor } from '../../shared/channels/index.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { OutboxEntry } from '../../shared/ipc/index.ts';
import { rowOf } from '../support/fake-workstation-items.ts';

const NOW = 1_800_000_000_000;
const ME = 'agent-on';
const { item } = rowOf({ id: 'a', who: 'a', handle: 'a', line: '', due: 5, owner: ME }, NOW);
const conversation: Conversation = {
  id: 'conv-a',
  threadId: 't',
  accountId: 'acc-help',
  contactId: 'c',
  channel: 'sandbox',
  visibility: 'public',
  openedAt: NOW,
  epoch: 1,
  ownerAgentId: ME,
  openTurn: [{ messageId: 'm1', at: NOW }],
  lastInboundAt: NOW,
};
const descriptor = getChannel('sandbox') as ChannelDescriptor;
const reply = (state: OutboxEntry['state']): OutboxEntry => ({
  replyId: 'r',
  conversationId: 'conv-a',
  accountId: 'acc-help',
  agentId: ME,
  parts: ['x'],
  visibility: 'public',
  createdAt: NOW,
  state,
});

function judge(change: Partial<ComposerFacts> = {}, text = 'Hallo'): ReturnType<typeof judgeComposer> {
  return judgeComposer({
    descriptor,
    conversation,
    item,
    account: undefined,
    held: 'held',
    me: ME,
    initials: 'ON',
    online: true,
    outbox: [],
    composition: { ...NOTHING_WRITTEN, text },
    inbound: { m1: '/' },
    exposes: false,
    now: NOW,
    ...change,
  });
}

describe('whether an answer may go', () => {
  it('PROF-2 PROF-3 from a person’s profile it goes with its mark instead of initials, and not before a lead has said yes', () => {
    const profile: Account = { id: 'mira', channel: 'sandbox', handle: 'mira', name: 'Mira', brand: 'M', credentialId: 'c', teamIds: [], budget: { capacity: 1, refillPerMinute: 1 }, person: { mayUse: [ME], forAccounts: [], threads: 'public', approval: true, mark: '– Mira von M' } };
    for (const bar of ['ask', 'asked', 'refused'] as const) expect(judge({ speaker: { account: profile, bar } }).block).toBe('speaker');
    expect(judge({ speaker: { account: profile, bar: undefined } })).toMatchObject({ block: undefined, signs: false, length: { length: 'Hallo – Mira von M'.length } });
    expect(judge({ speaker: { account: profile, bar: 'ask' }, composition: { ...NOTHING_WRITTEN, mode: 'private', text: 'x' } }).block, 'in private the brand speaks').toBeUndefined();
    const own = { ...profile, id: 'acc-help', person: undefined };
    const speakers = (agentId: string, of = conversation): (string | undefined)[] => speakersFor([profile, own], own, of, agentId).map(({ bar }) => bar ?? 'yes');
    expect([speakers(ME), speakers('other'), speakers(ME, { ...conversation, visibility: 'private' }), speakers(ME, { ...conversation, profileUse: { accountId: 'mira', agentId: ME, state: 'allowed', at: NOW } })]).toEqual([['ask'], [], [], ['yes']]);
  });

  it('lets a plain answer of the owner go, signed and counted with the signature', () => {
    expect(judge()).toMatchObject({
      block: undefined,
      hints: [],
      signs: true,
      followUp: false,
      length: { length: 'Hallo ^ON'.length, max: 280 },
    });
    expect(judge({}, '   ').block).toBe('empty');
  });

  it('counts exactly up to the limit with the signature, then in parts, and says so', () => {
    expect(judge({}, 'x'.repeat(276))).toMatchObject({ block: undefined, parts: 1, hints: [] });
    const over = judge({}, `${'wort '.repeat(60)}`);
    expect(over).toMatchObject({ block: undefined, hints: ['inParts'] });
    expect(over.parts).toBeGreaterThan(1);
    expect(judge({}, 'wort '.repeat(4_000)).block).toBe('tooLong');
  });

  it('never offers the public for a private conversation', () => {
    expect(judge().modes).toEqual(['public', 'private', 'note']);
    expect(judge({ conversation: { ...conversation, visibility: 'private' } }).modes).toEqual(['private', 'note']);
    expect(judge({ composition: { ...NOTHING_WRITTEN, mode: 'private', text: 'Hallo' } }).signs).toBe(false);
  });

  it('is blocked for whoever does not own it, but notes are not', () => {
    const waiting = rowOf({ id: 'a', who: 'a', handle: 'a', line: '', due: 5 }, NOW).item;
    expect(judge({ item: waiting }).block).toBe('queued');
    expect(judge({ item: { ...item, ownerAgentId: 'agent-jw' } }).block).toBe('notOwner');
    expect(judge({ item: { ...item, state: 'closed' } }).block).toBe('closed');
    expect(judge({ item: waiting, composition: { ...NOTHING_WRITTEN, mode: 'note', note: 'nur intern' } }).block).toBeUndefined();
    expect(judge({ held: 'frozen' }).block).toBe('notHere');
  });

  it('waits until an edit or a deletion made while writing was seen; a further message only warns', () => {
    const seen = { m1: '/' };
    expect(judge({ composition: { ...NOTHING_WRITTEN, text: 'Hallo', seen }, inbound: { m1: '1800/' } }).block).toBe('changed');
    expect(judge({ composition: { ...NOTHING_WRITTEN, text: 'Hallo', seen }, inbound: { m1: '/1800' } }).block).toBe('changed');
    expect(judge({ composition: { ...NOTHING_WRITTEN, text: 'Hallo', seen }, inbound: { m1: '/', m2: '/' } })).toMatchObject({
      block: undefined,
      hints: ['newMessage'],
    });
  });

  it('goes as a follow-up where the turn is answered or an answer is under way, and not at all while one is unclear', () => {
    const { openTurn: _turn, ...answered } = conversation;
    expect(judge({ conversation: answered })).toMatchObject({ followUp: true, hints: ['followUp'] });
    expect(judge({ outbox: [reply({ kind: 'waiting', reason: 'permit' })] })).toMatchObject({ followUp: true, hints: ['underWay'] });
    expect(judge({ outbox: [reply({ kind: 'delivered', at: NOW })] })).toMatchObject({ followUp: false });
    expect(judge({ outbox: [reply({ kind: 'unclear', since: NOW, reason: 'noResponse' })] }).block).toBe('unclear');
  });

  it('works offline and on a stopped account, and says what that means', () => {
    expect(judge({ online: false })).toMatchObject({ block: undefined, hints: ['offline'] });
    const account = {
      id: 'acc-help',
      channel: 'sandbox',
      handle: 'h',
      name: 'n',
      brand: 'b',
      credentialId: 'c',
      teamIds: [],
      budget: { capacity: 1, refillPerMinute: 1 },
      stopped: { at: NOW, by: 'x', reason: '' },
    };
    expect(judge({ account }).hints).toEqual(['stopped']);
  });

  it('minds the reply window of the channel: a warning in the last hour, then closed', () => {
    const windowed: ChannelDescriptor = { ...descriptor, replyWindowMs: { public: 24 * 3_600_000 } };
    const at = (ageMs: number): ReturnType<typeof judgeComposer> =>
      judge({ descriptor: windowed, conversation: { ...conversation, lastInboundAt: NOW - ageMs } });
    expect(at(3_600_000)).toMatchObject({ block: undefined, hints: [] });
    expect(at(23.5 * 3_600_000).hints).toEqual(['windowSoon']);
    expect(at(24 * 3_600_000).block).toBe('windowClosed');
  });

  it('knows the longer window an account may have, and the one of a private answer to a post', () => {
    const messages: ChannelDescriptor = { ...descriptor, replyWindowMs: { private: 24 * 3_600_000 }, longerWindow: { setting: 'longer', windowMs: { private: 48 * 3_600_000 } } };
    const account = { id: 'acc-help', channel: 'sandbox', handle: 'h', name: 'n', brand: 'b', credentialId: 'c', teamIds: [], budget: { capacity: 1, refillPerMinute: 1 } };
    const composition = { ...NOTHING_WRITTEN, text: 'Hallo', mode: 'private' as const };
    const talk: Conversation = { ...conversation, visibility: 'private', lastInboundAt: NOW - 30 * 3_600_000 };
    expect(judge({ descriptor: messages, conversation: talk, composition, account }).block).toBe('windowClosed');
    expect(judge({ descriptor: messages, conversation: talk, composition, account: { ...account, settings: { longer: true } } }).block).toBeUndefined();
    const once: ChannelDescriptor = { ...messages, oneShotPrivateReply: { withinMs: 168 * 3_600_000 } };
    expect(judge({ descriptor: once, conversation: { ...talk, visibility: 'public' }, composition, account }).block).toBeUndefined();
  });

  it('offers the one private answer once, until the customer writes again', () => {
    const once: ChannelDescriptor = { ...descriptor, oneShotPrivateReply: { withinMs: 168 * 3_600_000 } };
    const composition = { ...NOTHING_WRITTEN, text: 'Hallo', mode: 'private' as const };
    const used: Conversation = { ...conversation, privateOpenings: [{ replyId: 'r', at: NOW + 1 }] };
    expect(judge({ descriptor: once, conversation: used, composition }).block).toBe('privateUsed');
    expect(judge({ descriptor: once, conversation: used }).block).toBeUndefined();
    expect(judge({ descriptor: once, conversation: { ...used, lastInboundAt: NOW + 2 }, composition }).block).toBeUndefined();
    expect(judge({ descriptor, conversation: used, composition }).block).toBeUndefined();
    // It is one message, whatever its length.
    const long = { ...composition, text: 'Wort '.repeat(2_100) };
    expect(judge({ descriptor: once, composition: long }).block).toBe('tooLong');
    expect(judge({ descriptor, composition: long })).toMatchObject({ block: undefined, parts: 2 });
  });

  it('who did not address us is answered on the site only, where the channel says so', () => {
    expect(judge({ item: { ...item, unsummoned: 'siteOnly' } }).block).toBe('siteOnly');
    expect(judge({ item: { ...item, unsummoned: 'approach' } }).block).toBeUndefined();
  });

  it('holds back personal data in public, and contract data for somebody unchecked, until there is a reason', () => {
    expect(judge({ exposes: true }).block).toBe('personalData');
    expect(judge({ exposes: true, composition: { ...NOTHING_WRITTEN, text: 'Hallo', mode: 'private' } }).block).toBe('unchecked');
  });

  it('WRITE-4 waits until an answer is seen that somebody else gave meanwhile; one that was there before is no news', () => {
    const seen = { m1: '/' };
    expect(judge({ composition: { ...NOTHING_WRITTEN, text: 'Hallo', seen }, inbound: { m1: '/', m2: OURS } })).toMatchObject({ block: 'answered', hints: [] });
    expect(judge({ composition: { ...NOTHING_WRITTEN, text: 'Hallo', seen: { ...seen, m2: OURS } }, inbound: { m1: '/', m2: OURS } }).block).toBeUndefined();
    expect(changedMessages(seen, { m1: '1800/', m2: OURS, m3: '/' })).toEqual({ answered: ['m2'], changed: ['m1'] });
  });
});
