// What every channel owes: both halves of it against a platform (a real server, or a peer written from the platform's documents).
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OutboundConnector, OutboundTarget, ReconcileOutcome, SendOutcome } from '../../electron/main/channels/ports.ts';
import { inboundMessageSchema, type InboundMessage, type InboundPost } from '../../shared/domain/inbound.ts';
import type { Visibility } from '../../shared/domain/channel.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { filesOfPart } from '../../shared/domain/reply-files.ts';
import type { ChannelDescriptor } from '../../shared/channels/index.ts';
import { expectedCases, PLATFORM_FACTS, type ChannelFault } from '../support/channel-axes.ts';
import { ingestWorld } from '../support/ingest-world.ts';
import { eventually } from '../support/sandbox-client.ts';

/** `answerLost`: the effect takes place, the answer does not arrive. `requestLost`: neither does. Both for the next write only. */
export type { ChannelFault };

export interface ChannelPost {
  /** A customer of the fixture's; the same name is the same person. */
  readonly author: string;
  readonly text: string;
  readonly visibility: Visibility;
  /** Remote id it answers; else it opens a thread. */
  readonly inReplyTo?: string | undefined;
}

/** One channel with its platform running. What a channel cannot do is absent here and false in its descriptor. */
export interface ChannelFixture {
  readonly descriptor: ChannelDescriptor;
  readonly account: string;
  readonly connector: OutboundConnector;
  /** As the desk has them: account handle, keychain value, settings. */
  readonly target: OutboundTarget;
  /** Keychain values that must be refused without any effect. */
  readonly badCredentials: readonly string[];
  /** Visibilities under which customers write to the brand, the first being the usual one. */
  readonly inboundVisibilities: readonly Visibility[];
  /** A customer writes; gives the remote id as our inbound side will name it. */
  say(post: ChannelPost): Promise<string>;
  edit?(remoteId: string, text: string): Promise<void>;
  erase?(remoteId: string): Promise<void>;
  /** Everything the inbound side (hook, feed) has made of it so far, in order. */
  heard(): readonly InboundMessage[];
  /** The frozen answer a desk would make to this post. */
  answer(to: InboundPost, text: string, visibility: Visibility): FrozenReply;
  /** The brand's own posts that exist at the platform now. */
  effects(): Promise<readonly { readonly remoteId: string; readonly text: string; readonly visibility: Visibility; readonly inReplyTo?: string | undefined }[]>;
  /** The files a post of the brand's shows, as the platform has them. Absent: none go with answers here. */
  filesOf?(remoteId: string): Promise<readonly { readonly bytes: Buffer; readonly mediaType: string; readonly alt?: string | undefined; readonly name?: string | undefined }[]>;
  /** The answer to the next upload is lost; absent where files travel with the post itself. */
  loseUpload?(): Promise<void>;
  /** Switches a fault on for the next write; `credentialExpired` and `rateLimited` until `calm`. Absent from `faults`: this platform has no such thing. */
  readonly faults: readonly ChannelFault[];
  fault(kind: ChannelFault): Promise<void>;
  calm(): Promise<void>;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 20_000;
/** Two real pictures of one dot. */
const PICTURES = ['iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='].map((text) => Buffer.from(text, 'base64'));

export function channelSuite(name: string, start: () => Promise<ChannelFixture>): void {
  describe(`channel ${name}`, () => {
    let fixture: ChannelFixture;
    let keyNo = 0;
    /** What has run to its end, as "axis visibility". */
    const ran = new Set<string>();
    const held = (axis: string, visibility: Visibility): void => void ran.add(`${axis} ${visibility}`);
    beforeAll(async () => {
      fixture = await start();
    }, 60_000);
    afterAll(() => fixture?.stop());
    beforeEach(() => fixture.calm());

    const nextKey = (): string => `018f0000-0000-7000-8000-${(keyNo += 1).toString().padStart(12, '0')}`;
    const send = (frozen: FrozenReply, platformKey: string, over: { credential?: string; part?: number; previousRemoteId?: string } = {}): Promise<SendOutcome> =>
      fixture.connector.send({ ...fixture.target, ...(over.credential === undefined ? {} : { credential: over.credential }), frozen, part: over.part ?? 0, ...(over.previousRemoteId === undefined ? {} : { previousRemoteId: over.previousRemoteId }), platformKey, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const reconcile = (frozen: FrozenReply, platformKey: string, attemptStartedAt: number): Promise<ReconcileOutcome> =>
      fixture.connector.reconcile({ ...fixture.target, frozen, part: 0, platformKey, attemptStartedAt, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const delivered = (outcome: SendOutcome): string => {
      if (outcome.kind !== 'delivered') throw new Error(JSON.stringify(outcome));
      return outcome.remoteId;
    };
    async function heardPost(remoteId: string): Promise<InboundPost> {
      let found: InboundPost | undefined;
      await eventually(`${remoteId} to be heard`, () => (found = fixture.heard().find((m): m is InboundPost => m.kind === 'post' && m.remoteId === remoteId)) !== undefined, TIMEOUT_MS);
      return found as unknown as InboundPost;
    }
    const usual = (): Visibility => fixture.inboundVisibilities[0] ?? 'public';
    const asked = async (text: string, visibility = usual(), author = 'lena'): Promise<InboundPost> => heardPost(await fixture.say({ author, text, visibility }));
    const ours = async (text: string): Promise<number> => (await fixture.effects()).filter((effect) => effect.text.includes(text)).length;

    test('CHAN-5 the descriptor says what the connector and the platform can do, no more and no less', () => {
      const { descriptor, connector } = fixture;
      expect(connector.channel).toBe(descriptor.name);
      expect({ correct: connector.correct !== undefined, remove: connector.remove !== undefined, refresh: connector.refresh !== undefined }).toEqual({ correct: descriptor.canEdit, remove: descriptor.canDelete, refresh: descriptor.credential.rotates || descriptor.credential.instead?.kind.rotates === true });
      const facts = PLATFORM_FACTS[descriptor.name];
      expect({ hears: facts?.hears, faults: facts?.faults }).toEqual({ hears: fixture.inboundVisibilities, faults: fixture.faults });
      expect({ edits: fixture.edit !== undefined, deletions: fixture.erase !== undefined }).toEqual({ edits: facts?.edits.length !== 0, deletions: facts?.deletions.length !== 0 });
      expect({ edits: facts?.edits.includes(usual()), deletions: facts?.deletions.includes(usual()) }).toEqual({ edits: descriptor.tellsEdits, deletions: descriptor.tellsDeletions });
      expect(fixture.inboundVisibilities.every((v) => descriptor.visibilities.includes(v))).toBe(true);
      for (const field of [...descriptor.credential.fields, ...descriptor.settings]) expect(field.label.de.length * field.label.en.length).toBeGreaterThan(0);
      expect(descriptor.settings.every((field) => field.kind !== 'secret')).toBe(true);
      const at = 1_000_000_000_000;
      const safe = connector.safeToRepeat({ firstAttemptAt: at, now: at + 365 * 86_400_000, visibility: usual() });
      expect(safe && descriptor.idempotency.kind === 'none').toBe(false);
    });

    test('CHAN-6 what a customer writes is heard once, whole, with its author, and is a valid inbound message', async () => {
      for (const visibility of fixture.inboundVisibilities) {
        const text = `Seit heute früh kein Netz (${visibility}), äöüß 😀`;
        const post = await asked(text, visibility);
        expect(inboundMessageSchema.safeParse(post).success).toBe(true);
        expect(post).toMatchObject({ channel: fixture.descriptor.name, account: fixture.account, direction: 'in', visibility });
        expect(post.text).toContain(text);
        expect(post.author.remoteId).not.toBe('');
        expect(fixture.heard().filter((m) => m.kind === 'post' && m.remoteId === post.remoteId)).toHaveLength(1);
        held('receive', visibility);
      }
    });

    test('CHAN-6 a thread of two people is one thread, and a second word of the same person the same author', async () => {
      const root = await asked('Wer weiß etwas über die Störung?');
      const own = await heardPost(await fixture.say({ author: 'lena', text: 'Keiner?', visibility: usual(), inReplyTo: root.remoteId }));
      expect(own.author.remoteId).toBe(root.author.remoteId);
      expect(own.threadRemoteId ?? own.inReplyToRemoteId).toBe(root.threadRemoteId ?? root.remoteId);
      held('thread', usual());
      if (!fixture.descriptor.threadsOfMany) return;
      const other = await heardPost(await fixture.say({ author: 'jonas', text: 'Bei mir auch nicht', visibility: usual(), inReplyTo: root.remoteId }));
      expect(other.author.remoteId).not.toBe(root.author.remoteId);
      expect(other.threadRemoteId ?? other.inReplyToRemoteId).toBe(root.threadRemoteId ?? root.remoteId);
      held('many', usual());
    });

    test('CHAN-6 what is delivered twice is ingested once', async () => {
      const world = await ingestWorld(fixture.descriptor.name, fixture.account);
      for (const visibility of fixture.inboundVisibilities) {
        const post = await asked('Einmal gesagt', visibility);
        const all = fixture.heard().filter((m) => m.remoteId === post.remoteId);
        expect((await world.take(all))[0]).toMatchObject({ status: 'ingested' });
        expect((await world.take([...all, ...all])).every((r) => r.status === 'duplicate')).toBe(true);
        held('duplicate', visibility);
      }
      await world.close();
    });

    test('CHAN-6 edits and deletions arrive as such', async () => {
      const facts = PLATFORM_FACTS[fixture.descriptor.name];
      for (const visibility of facts?.edits ?? []) {
        const post = await asked('Zuerst so', visibility);
        await fixture.edit?.(post.remoteId, 'Dann anders');
        await eventually('the edit', () => fixture.heard().some((m) => m.kind === 'edit' && m.remoteId === post.remoteId && m.text.includes('Dann anders')), TIMEOUT_MS);
        held('edit', visibility);
      }
      for (const visibility of facts?.deletions ?? []) {
        const post = await asked('Gleich wieder weg', visibility);
        await fixture.erase?.(post.remoteId);
        await eventually('the deletion', () => fixture.heard().some((m) => m.kind === 'deletion' && m.remoteId === post.remoteId), TIMEOUT_MS);
        held('deletion', visibility);
      }
    });

    test('CHAN-7 an answer stands once in its thread, and comes back as our own', async () => {
      for (const visibility of fixture.inboundVisibilities) {
        const post = await asked('Wann geht es wieder?', visibility);
        const words = `Wir schauen gerade nach der Leitung (${visibility}).`;
        const id = delivered(await send(fixture.answer(post, words, visibility), nextKey()));
        const effect = (await fixture.effects()).find((e) => e.remoteId === id);
        expect(effect).toMatchObject({ visibility });
        expect(effect?.text).toContain(words);
        if (effect?.inReplyTo !== undefined) expect(effect.inReplyTo).toBe(post.remoteId);
        expect(await ours(words)).toBe(1);
        held('reply', visibility);
      }
    });

    test('CHAN-7 a private answer to a public post goes to one person only, where the channel has both', async () => {
      const { descriptor } = fixture;
      if (!descriptor.visibilities.includes('private') || !descriptor.visibilities.includes('public')) {
        expect(descriptor.visibilities).toHaveLength(1);
        expect(descriptor.oneShotPrivateReply).toBeUndefined();
        return;
      }
      const post = await asked('Bitte privat weiter', 'public', 'jonas');
      const id = delivered(await send(fixture.answer(post, 'Ihre Kundennummer, bitte?', 'private'), nextKey()));
      expect((await fixture.effects()).find((e) => e.remoteId === id)).toMatchObject({ visibility: 'private' });
      held('privateReply', 'private');
      if (descriptor.oneShotPrivateReply === undefined) return;
      expect(await send(fixture.answer(post, 'Und noch eine private Nachricht', 'private'), nextKey())).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
      held('once', 'private');
    });

    test('CHAN-7 a lost answer is unknown, is found, and its repeat makes no second post', async () => {
      expect(fixture.faults).toContain('answerLost');
      for (const visibility of fixture.inboundVisibilities) {
        const post = await asked('Und wenn die Leitung reißt?', visibility);
        const words = `Dann wird nachgesehen, nicht geraten (${visibility}).`;
        const frozen = fixture.answer(post, words, visibility);
        const key = nextKey();
        const startedAt = Date.now();
        await fixture.fault('answerLost');
        expect((await send(frozen, key)).kind).toBe('unknown');
        await fixture.calm();
        held('unknown', visibility);
        const found = await reconcile(frozen, key, startedAt);
        expect(found.kind).toBe('found');
        expect(await ours(words)).toBe(1);
        held('reconcile', visibility);
        // Another answer of the same words is not taken for this one.
        if (found.kind === 'found' && fixture.descriptor.idempotency.kind === 'none' && PLATFORM_FACTS[fixture.descriptor.name]?.showsKey !== true) expect((await fixture.connector.reconcile({ ...fixture.target, frozen, part: 0, platformKey: key, attemptStartedAt: startedAt, isTaken: (id) => id === found.remoteId, signal: AbortSignal.timeout(TIMEOUT_MS) })).kind).toBe('notFound');
        if (!fixture.connector.safeToRepeat({ firstAttemptAt: startedAt, now: Date.now(), visibility })) continue;
        const again = await send(frozen, key);
        if (again.kind === 'delivered' && found.kind === 'found') expect(again.remoteId).toBe(found.remoteId);
        expect(await ours(words)).toBe(1);
      }
    });

    test('CHAN-7 a request that got lost is never called delivered, and looking says not found, not refused', async () => {
      expect(fixture.faults).toContain('requestLost');
      for (const visibility of fixture.inboundVisibilities) {
        const post = await asked('Kommt etwas an?', visibility);
        const frozen = fixture.answer(post, `Diese Worte gehen unterwegs verloren (${visibility}).`, visibility);
        const key = nextKey();
        const startedAt = Date.now();
        await fixture.fault('requestLost');
        expect(['unknown', 'failed']).toContain((await send(frozen, key)).kind);
        await fixture.calm();
        expect(await ours('gehen unterwegs verloren')).toBe(0);
        expect((await reconcile(frozen, key, startedAt)).kind).toBe('notFound');
        held('requestLost', visibility);
      }
    });

    test('CHAN-7 an empty budget says so and nothing went out', async () => {
      if (!fixture.faults.includes('rateLimited')) return expect(fixture.descriptor.limits ?? []).toEqual([]);
      for (const visibility of fixture.inboundVisibilities) {
        const post = await asked('Noch jemand da?', visibility);
        await fixture.fault('rateLimited');
        expect(await send(fixture.answer(post, 'Zu viel auf einmal.', visibility), nextKey())).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', retryable: true } });
        await fixture.calm();
        expect(await ours('Zu viel auf einmal.')).toBe(0);
        held('rateLimit', visibility);
      }
    });

    test('CHAN-7 a credential that ran out or cannot be read is said so and nothing went out', async () => {
      const check = (credential: string) => fixture.connector.check({ ...fixture.target, credential, signal: AbortSignal.timeout(TIMEOUT_MS) });
      for (const credential of fixture.badCredentials) expect(await check(credential)).toMatchObject({ ok: false });
      expect(await check(fixture.target.credential)).toMatchObject({ ok: true });
      for (const visibility of fixture.inboundVisibilities) {
        const frozen = fixture.answer(await asked('Sind Sie angemeldet?', visibility), 'Das darf nicht ankommen.', visibility);
        for (const credential of fixture.badCredentials) expect(await send(frozen, nextKey(), { credential })).toMatchObject({ kind: 'failed', credentialRejected: true });
        if (!fixture.faults.includes('credentialExpired')) {
          expect(fixture.descriptor.credential.kind).toBe('none');
          continue;
        }
        await fixture.fault('credentialExpired');
        expect(await send(frozen, nextKey())).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED', retryable: true }, credentialRejected: true });
        await fixture.calm();
        held('expiry', visibility);
      }
      expect(await ours('Das darf nicht ankommen.')).toBe(0);
    });

    test('FILE-4 files go along once, with their descriptions; a lost upload posts nothing, and its repeat posts once', async () => {
      // Our own chat has them before leave is given: nothing is brought by its connector.
      if (fixture.descriptor.credential.kind === 'none') return expect(fixture.filesOf).toBeUndefined();
      const taking = fixture.inboundVisibilities.filter((visibility) => fixture.descriptor.media?.[visibility] !== undefined);
      expect(fixture.filesOf !== undefined).toBe(taking.length > 0);
      for (const visibility of taking) await filesGoAlong(visibility);
    });

    async function filesGoAlong(visibility: Visibility): Promise<void> {
      const media = fixture.descriptor.media?.[visibility];
      const { filesOf } = fixture;
      if (media === undefined || filesOf === undefined) throw new Error('the channel takes no files here');
      const post = await asked('Wie sieht das aus?', visibility);
      const words = `So sieht es aus, wenn alles geht (${visibility}).`;
      const pictures = PICTURES.slice(0, media.maxCount);
      const files = pictures.map((content, i) => ({ digest: createHash('sha256').update(content).digest('hex'), name: `Bild ${i + 1} ä.png`, mediaType: 'image/png', bytes: content.length, content, ...(i === 0 ? { alt: 'Ein Router mit grünem Licht' } : {}) }));
      const plain = fixture.answer(post, words, visibility);
      const frozen: FrozenReply = { ...plain, files: files.map(({ content: _content, ...file }) => file), ...(media.apart === true ? { parts: [...plain.parts, ...files.map(({ name }) => name)], filesApart: true } : {}) };
      const key = nextKey();
      const ids: string[] = [];
      const request = () => {
        const going = filesOfPart(frozen, ids.length).map(({ digest }) => files.find((file) => file.digest === digest) ?? files[0]).filter((file) => file !== undefined);
        return fixture.connector.send({ ...fixture.target, frozen, part: ids.length, ...(going.length === 0 ? {} : { files: going }), ...(ids.length === 0 ? {} : { previousRemoteId: ids.at(-1) }), platformKey: key, signal: AbortSignal.timeout(TIMEOUT_MS) });
      };
      if (media.apart === true) ids.push(delivered(await request()));
      const before = (await fixture.effects()).length;
      if (fixture.loseUpload !== undefined) {
        await fixture.loseUpload();
        expect(await request()).toMatchObject({ kind: 'failed', failure: { retryable: true } });
        expect(await fixture.effects()).toHaveLength(before);
      }
      if (media.apart === true) {
        // The upload arrives, the answer to the message is lost: unknown, then found, and not by its words.
        const startedAt = Date.now();
        await fixture.fault('answerLost');
        expect((await request()).kind).toBe('unknown');
        await fixture.calm();
        const found = await fixture.connector.reconcile({ ...fixture.target, frozen, part: 1, previousRemoteId: ids[0], platformKey: key, attemptStartedAt: startedAt, signal: AbortSignal.timeout(TIMEOUT_MS) });
        ids.push(found.kind === 'found' ? found.remoteId : JSON.stringify(found));
        // A second picture of which nothing is there is not the first one.
        expect(await fixture.connector.reconcile({ ...fixture.target, frozen, part: 2, previousRemoteId: ids[1], platformKey: key, attemptStartedAt: startedAt, signal: AbortSignal.timeout(TIMEOUT_MS) })).toEqual({ kind: 'notFound' });
      }
      while (ids.length < frozen.parts.length) ids.push(delivered(await request()));
      const shown = (await Promise.all(ids.map((id) => filesOf(id)))).flat();
      expect(shown.map(({ bytes }) => bytes.toString('base64'))).toEqual(pictures.map((bytes) => bytes.toString('base64')));
      expect(shown.map(({ mediaType }) => mediaType)).toEqual(pictures.map(() => 'image/png'));
      if (media.alt === true) expect(shown[0]?.alt).toBe('Ein Router mit grünem Licht');
      else if (shown[0]?.name !== undefined) expect(shown[0].name).toBe('Bild 1 ä.png');
      expect(await ours(words)).toBe(1);
      held('files', visibility);
    }

    test('CHAN-8 our own post is put right where the platform allows it', async () => {
      const { connector, descriptor } = fixture;
      const post = await asked('Was stand da?');
      const id = delivered(await send(fixture.answer(post, 'Hier steht etwas Falsches.', usual()), nextKey()));
      const change = { ...fixture.target, remoteId: id, visibility: usual(), signal: AbortSignal.timeout(TIMEOUT_MS) };
      let shown = id;
      if (connector.correct !== undefined) {
        const done = await connector.correct({ ...change, text: 'Hier steht das Richtige.' });
        expect(done).toMatchObject({ kind: 'done' });
        shown = done.kind === 'done' ? (done.remoteId ?? id) : id;
        expect(await ours('Hier steht das Richtige.')).toBe(1);
        expect(await ours('Hier steht etwas Falsches.')).toBe(0);
        held('correct', usual());
      }
      if (connector.remove !== undefined) {
        expect(await connector.remove({ ...change, remoteId: shown })).toMatchObject({ kind: 'done' });
        expect((await fixture.effects()).some((e) => e.remoteId === shown)).toBe(false);
        expect(await connector.remove({ ...change, remoteId: shown })).toMatchObject({ kind: 'done' });
        held('remove', usual());
      }
      expect([connector.correct !== undefined, connector.remove !== undefined]).toEqual([descriptor.canEdit, descriptor.canDelete]);
    });

    test('CHAN-16 what ran is what the table of the documents names, no more and no less', ({ task, skip }) => {
      // With a filter on the command line there is nothing to compare.
      if (task.suite?.tasks.some(({ mode }) => mode !== 'run') === true) skip();
      expect([...ran].sort()).toEqual(expectedCases(fixture.descriptor));
    });
  });
}
