import { randomUUID } from 'node:crypto';
import { createDeskCore } from '../../../../electron/main/core/desk-core.ts';
import { createConnectors } from '../../../../electron/main/channels/registry.ts';
import { systemIds, systemRng, systemTimers } from '../../../../electron/main/core/system-ports.ts';
import { CodedError } from '../../../../shared/util/errors.ts';
import { ERROR_CATALOGUE } from '../../../../shared/util/error-catalogue.ts';
import { PASSWORD } from '../../../support/server-world.ts';
import { fail, openLimits, until, type Limits } from './world.ts';

/** What one case saw. `said`: the coded word a person gets. `answers`: text → how often it must be out in the end. */
export interface Seen {
  readonly said: readonly string[];
  readonly answers: ReadonlyMap<string, number>;
  readonly posts: ReadonlyMap<string, number>;
}
export type Case = () => Promise<Seen>;

const HOUR = 3_600_000;

async function inWorld(config: Parameters<typeof openLimits>[0], run: (limits: Limits, answers: Map<string, number>) => Promise<string[]>): Promise<Seen> {
  const limits = await openLimits(config);
  const answers = new Map<string, number>();
  try {
    const said = await run(limits, answers);
    return { said, answers, posts: await limits.posts() };
  } finally {
    await limits.close();
  }
}

async function answer(limits: Limits, answers: Map<string, number>, conversationId?: string, times = 1): Promise<string> {
  const text = `Antwort ${randomUUID()}`;
  const replyId = await limits.send(conversationId ?? (await limits.talk()), text);
  answers.set(text, times);
  return replyId;
}

const limited = (headers: Record<string, string>) => ({ status: 429, code: 'RATE_LIMITED', headers });

/** The word of the catalogue, or an error: a code without meaning and remedy is no clear message. */
function coded(code: string | undefined): string {
  if (code === undefined || !(code in ERROR_CATALOGUE)) throw new Error(`not a coded message: ${code ?? 'nothing'}`);
  const { meaning, remedy }: { meaning: string; remedy: string } = ERROR_CATALOGUE[code as keyof typeof ERROR_CATALOGUE];
  if (meaning === '' || remedy === '') throw new Error(`${code} says neither what nor what to do`);
  return code;
}

export const CASES: Readonly<Record<string, Case>> = {
  'retry-after': () =>
    inWorld({}, async (limits, answers) => {
      limits.front.script.push(limited({ 'retry-after': '2' }));
      const replyId = await answer(limits, answers);
      const said = await heldBack(limits, replyId, 1);
      await limits.reaches(replyId, 'delivered');
      const [first = 0, second = 0] = limits.front.askedAt;
      if (second - first < 1_950) throw new Error(`asked again after ${second - first} ms, although the platform said 2 s`);
      return [said];
    }),

  'no-retry-after': () =>
    inWorld({}, async (limits, answers) => {
      limits.front.script.push(limited({}), limited({}));
      const replyId = await answer(limits, answers);
      const said = await heldBack(limits, replyId, 1);
      await limits.reaches(replyId, 'delivered');
      if (limits.front.refused !== 2) throw new Error(`the platform refused ${limits.front.refused} times instead of 2`);
      return [said];
    }),

  'platform-token-expired': () =>
    inWorld({}, async (limits, answers) => {
      limits.front.script.push({ status: 401, code: 'TOKEN_INVALID' });
      const replyId = await answer(limits, answers);
      await until('the credential is rejected', async () => (await limits.core.handlers['credentials.list']({})).credentials.some((one) => one.status === 'rejected'));
      const waiting = await limits.reaches(replyId, 'waiting');
      if (waiting.state.kind !== 'waiting' || waiting.state.reason !== 'credential') throw new Error(`it says ${JSON.stringify(waiting.state)}`);
      await limits.core.handlers['credentials.set']({ credentialId: 'sandbox', value: limits.credential });
      await limits.reaches(replyId, 'delivered');
      return ['waiting:credential', 'credential:rejected'];
    }),

  'server-token-expires-mid-send': () =>
    inWorld({ accessTokenMs: 1_500 }, async (limits, answers) => {
      const replyIds: string[] = [];
      const spare = await limits.talk();
      for (let i = 0; i < 4; i += 1) {
        replyIds.push(await answer(limits, answers));
        await new Promise((resolve) => setTimeout(resolve, 700));
      }
      // Sent with the renewal under way, and with the line cut right when the token has run out.
      limits.line.cut();
      replyIds.push(await answer(limits, answers, spare));
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      limits.line.mend();
      for (const replyId of replyIds) await limits.reaches(replyId, 'delivered', 60_000);
      const session = await limits.core.handlers['session.get']({});
      if (session.kind !== 'signedIn') throw new Error('an expired access token ended the session');
      return ['signedIn'];
    }),

  'two-instances': () =>
    inWorld({}, async (limits, answers) => {
      const second = await createDeskCore({
        dataDir: limits.deskDir,
        appVersion: '0.1.0-second',
        secretStore: { store: limits.secrets, kind: 'keychain' },
        connectors: createConnectors(() => limits.deskClock.now()),
        clock: limits.deskClock,
        timers: systemTimers,
        ids: systemIds,
        rng: systemRng,
        log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
        serverUrl: limits.line.url,
      });
      const view = await second.handlers['session.get']({});
      const code = coded(view.kind === 'signedOut' ? view.error?.code : undefined);
      let refusal: unknown;
      await second.handlers['session.signIn']({ serverUrl: limits.line.url, name: 'Ann Berg', password: PASSWORD }).catch((error: unknown) => (refusal = error));
      const again = coded(refusal instanceof CodedError ? refusal.code : undefined);
      await limits.reaches(await answer(limits, answers), 'delivered');
      await second.close();
      return [code, again];
    }),

  'disk-full': () =>
    inWorld({}, async (limits, answers) => {
      const first = await limits.talk();
      const second = await limits.talk();
      limits.line.cut();
      const kept = await answer(limits, answers, first);
      const { replica } = limits.opened();
      replica.pragma(`max_page_count = ${Number(replica.pragma('page_count'))}`);
      // Pages that are there already have room left: it is filled first.
      for (const size of [40_000, 4_000, 400]) {
        try {
          for (let i = 0; i < 2_000; i += 1) limits.opened().stores.bodies.put(`filler-${size}-${i}`, 'filler', randomUUID().repeat(size / 40));
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== 'DISK_FULL') throw error;
        }
      }
      const text = `${'Länger '.repeat(700)}${randomUUID()}`;
      const result = await limits.core.handlers['reply.send']({ conversationId: second, text, visibility: 'public', followUp: false, then: { kind: 'keep' } });
      answers.set(text, 0);
      const refusals = result.status === 'refused' ? [result.code] : [];
      const code = coded(refusals[0]);
      if (code !== 'DISK_FULL') throw new Error(`a full disk said ${code}`);
      replica.pragma('max_page_count = 1000000');
      limits.line.mend();
      await limits.reaches(kept, 'delivered', 60_000);
      await limits.online();
      await limits.reaches(await answer(limits, answers), 'delivered', 60_000);
      return [code];
    }),

  'locked-keychain-while-sending': () =>
    inWorld({}, async (limits, answers) => {
      await limits.core.handlers['credentials.delete']({ credentialId: 'sandbox' });
      await limits.core.handlers['credentials.set']({ credentialId: 'sandbox', value: limits.credential });
      const talk = await limits.talk();
      const get = limits.secrets.get.bind(limits.secrets);
      limits.secrets.get = () => Promise.reject(new CodedError('KEYCHAIN_TIMEOUT'));
      await limits.core.handlers['reply.retry']({ replyId: await answer(limits, answers, talk) });
      const replyId = limits.opened().stores.outbox.all()[0]?.replyId ?? fail('nothing was accepted');
      await until('it waits for the credential', async () => {
        const state = (await limits.entry(replyId))?.state;
        return state?.kind === 'waiting' && state.reason === 'credential';
      });
      let refusal: unknown;
      await limits.core.handlers['credentials.list']({}).catch((error: unknown) => (refusal = error));
      const code = coded(refusal instanceof CodedError ? refusal.code : undefined);
      limits.secrets.get = get;
      await limits.core.handlers['reply.retry']({ replyId });
      await limits.reaches(replyId, 'delivered', 60_000);
      return ['waiting:credential', code];
    }),

  'locked-keychain-at-start': () =>
    inWorld({}, async (limits, answers) => {
      const talk = await limits.talk();
      limits.line.cut();
      const replyId = await answer(limits, answers, talk);
      await limits.core.close();
      const get = limits.secrets.get.bind(limits.secrets);
      limits.secrets.get = () => Promise.reject(new CodedError('KEYCHAIN_TIMEOUT'));
      await limits.open();
      const view = await limits.core.handlers['session.get']({});
      const code = coded(view.kind === 'signedOut' ? view.error?.code : undefined);
      await limits.core.close();
      limits.secrets.get = get;
      limits.line.mend();
      await limits.open();
      await limits.reaches(replyId, 'delivered', 60_000);
      return [code];
    }),

  'clock-an-hour-ahead': () => turned(HOUR),
  'clock-an-hour-behind': () => turned(-HOUR),

  'summer-time-begins': () => overTheSwitch(Date.UTC(2026, 2, 29, 1, 0, 0)),
  'summer-time-ends': () => overTheSwitch(Date.UTC(2026, 9, 25, 1, 0, 0)),

  'asleep-8-hours': () =>
    inWorld({}, async (limits, answers) => {
      const talk = await limits.talk();
      limits.line.cut();
      const replyId = await answer(limits, answers, talk);
      sleepOver(limits, 8 * HOUR);
      limits.line.mend();
      await limits.reaches(replyId, 'delivered', 60_000);
      return ['delivered'];
    }),

  'asleep-8-hours-and-reassigned': () =>
    inWorld({}, async (limits, answers) => {
      const talk = await limits.talk();
      limits.line.cut();
      const replyId = await answer(limits, answers, talk, 0);
      sleepOver(limits, 8 * HOUR);
      const { committed } = limits.server.app.center;
      const itemId = committed.get('conversation', talk)?.workItemId ?? fail('no item');
      const lead = await limits.server.desk('lea');
      await lead.hello();
      await until('the lead may take it', async () => {
        if (committed.get('conversation', talk)?.ownerAgentId === 'ben') return true;
        await lead.command({ type: 'workItem.reassign', data: { workItemIds: [itemId], to: { kind: 'agent', agentId: 'ben' }, force: true } });
        return false;
      });
      limits.line.mend();
      const entry = await limits.reaches(replyId, 'becameDraft', 60_000);
      await until('the text is on the server as a draft', () => committed.get('draft', talk)?.fromReplyId === replyId);
      return [coded(entry.state.kind === 'becameDraft' ? entry.state.code : undefined)];
    }),
};

/** What the screen says while the platform wants fewer posts: a wait with its reason and its end. */
async function heldBack(limits: Limits, replyId: string, refusals: number): Promise<string> {
  let said = '';
  await until('it says how long it waits', async () => {
    const state = (await limits.entry(replyId))?.state;
    if (limits.front.refused < refusals || state?.kind !== 'waiting' || state.until === undefined) return false;
    said = `waiting:${state.reason} until a named time`;
    return true;
  });
  return said;
}

/** The desk's wall clock is wrong by so much: from before a reply is accepted, and turned back while another waits. */
function turned(byMs: number): Promise<Seen> {
  return inWorld({}, async (limits, answers) => {
    const talks = [await limits.talk(), await limits.talk(), await limits.talk()] as const;
    limits.deskClock.wallMs = byMs;
    const first = await answer(limits, answers, talks[0]);
    await limits.reaches(first, 'delivered', 60_000);
    limits.line.cut();
    const second = await answer(limits, answers, talks[1]);
    limits.deskClock.wallMs = 0;
    const third = await answer(limits, answers, talks[2]);
    limits.line.mend();
    await limits.reaches(second, 'delivered', 60_000);
    await limits.reaches(third, 'delivered', 60_000);
    return ['delivered'];
  });
}

/** Both machines live through the night in which the clocks change: a reply before it, one across it, one after. */
function overTheSwitch(at: number): Promise<Seen> {
  return inWorld({}, async (limits, answers) => {
    const set = (ms: number): void => {
      limits.deskClock.wallMs = ms - Date.now();
      limits.serverClock.wallMs = Math.max(limits.serverClock.wallMs, ms - Date.now());
    };
    if (at < Date.now()) return liveAcross(limits, answers, 0);
    set(at - 4_000);
    return liveAcross(limits, answers, at);
  });
}

async function liveAcross(limits: Limits, answers: Map<string, number>, at: number): Promise<string[]> {
  const talks = [await limits.talk(), await limits.talk(), await limits.talk()] as const;
  const before = await answer(limits, answers, talks[0]);
  await limits.reaches(before, 'delivered', 60_000);
  limits.line.cut();
  const across = await answer(limits, answers, talks[1]);
  await until('the switch', () => limits.deskClock.now() > at, 10_000);
  limits.line.mend();
  await limits.reaches(across, 'delivered', 60_000);
  await limits.reaches(await answer(limits, answers, talks[2]), 'delivered', 60_000);
  const { committed } = limits.server.app.center;
  const due = talks.map((id) => committed.get('workItem', committed.get('conversation', id)?.workItemId ?? '')).map((item) => (item === undefined ? 0 : item.dueAt - item.createdAt));
  if (due.some((ms) => ms !== due[0])) throw new Error(`the time to answer changed with the clocks: ${due.join(', ')}`);
  return ['delivered'];
}

/** The lid is closed: the wall goes on everywhere, the desk's steady clock stands still, and its session's token runs out. */
function sleepOver(limits: Limits, ms: number): void {
  limits.deskClock.wallMs += ms;
  limits.serverClock.wallMs += ms;
  limits.serverClock.steadyMs += ms;
}
