import { z } from 'zod';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { pause } from '../../../shared/util/pause.ts';
import { FeedFailure, type Feed, type FeedConfig, type FeedRun } from '../ports.ts';
import { settingTermsSchema, termsInForce } from '../terms-port.ts';
import { type Live, openLive } from './live.ts';
import { changed, lookAgain, type Looks, lookRound, postOf } from './looks.ts';
import { Place } from './place.ts';
import { type ReadApi, read } from './read-api.ts';
import { toDeletion } from './to-inbound.ts';
import { accountSchema, idSchema, instanceSchema, notificationSchema, statusSchema, streamMessageSchema } from './wire.ts';

const settingsSchema = z.object({
  instance: z.url({ protocol: /^https?$/ }),
  streaming: z.boolean().default(true),
  /** Seconds between two looks while nothing is streamed. */
  everySeconds: z.number().min(0.05).max(3_600).default(30),
  /** Minutes between two looks that check the stream has left nothing out. */
  checkMinutes: z.number().min(0.001).max(1_440).default(5),
  /** Seconds until a stream that broke is tried again. */
  streamAgainSeconds: z.number().min(0.05).max(3_600).default(60),
  /** Minutes between two looks at what came in, for edits and deletions. */
  againMinutes: z.number().min(0.001).max(1_440).default(10),
  terms: settingTermsSchema,
});
const secretsSchema = z.object({ token: z.string().min(1).max(500) });

/** Mentions and own posts, streamed where the instance lets us and asked for where not. The token needs `read:notifications` and `read:statuses`, nothing else. */
export function openMastodonFeed(config: FeedConfig): Feed {
  const settings = settingsSchema.safeParse(config.settings);
  const secrets = secretsSchema.safeParse(config.secrets);
  if (!settings.success) throw new CodedError('CONFIG_INVALID', { field: `settings.${settings.error.issues[0]?.path.join('.') ?? ''}`, detail: settings.error.issues[0]?.message });
  if (!secrets.success) throw new CodedError('CONFIG_INVALID', { field: 'secrets.token', detail: 'The token with read scopes is missing.' });
  const { terms } = settings.data;
  return {
    run: async (run) => {
      const api: ReadApi = { instance: settings.data.instance, token: secrets.data.token, now: () => run.clock.now(), signal: run.signal, spend: async () => run.spend?.('read'), heard: (reading) => run.heard?.({ action: 'read', ...reading }) };
      const me = await read(api, `/api/v1/accounts/lookup?acct=${encodeURIComponent(config.account)}`, accountSchema);
      if (me === 'gone') throw new FeedFailure('ACCOUNT_UNKNOWN', `the instance knows no @${config.account}`);
      const looks: Looks = { api, own: { handle: config.account, id: me.data.id }, place: new Place(run.cursor), termsNow: termsInForce(run, terms) };
      await listen(looks, settings.data, run);
    },
  };
}

async function listen(looks: Looks, settings: z.infer<typeof settingsSchema>, run: FeedRun): Promise<void> {
  const { place, api } = looks;
  let live: Live | undefined;
  let tryStreamAt = settings.streaming ? run.clock.now() : Number.POSITIVE_INFINITY;
  let lookAt = run.clock.now();
  let wasOpen = false;
  let wakeUp = new AbortController();
  const wake = (): void => wakeUp.abort();
  run.signal.addEventListener('abort', wake, { once: true });
  try {
    while (!run.signal.aborted) {
      wakeUp = new AbortController();
      const messages: InboundMessage[] = [];
      const isOpen = live?.isOpen() === true;
      // What came between the last look and the stream's beginning, or since it broke, is asked for.
      if (isOpen !== wasOpen) lookAt = run.clock.now();
      if (wasOpen && !isOpen) tryStreamAt = run.clock.now() + settings.streamAgainSeconds * 1_000;
      wasOpen = isOpen;
      const before = place.cursor();
      for (const text of live?.take() ?? []) messages.push(...(await streamed(looks, text)));
      if (run.clock.now() >= lookAt) {
        const seen = await lookRound(looks);
        messages.push(...seen.messages);
        lookAt = run.clock.now() + Math.max(seen.waitMs ?? 0, isOpen ? settings.checkMinutes * 60_000 : settings.everySeconds * 1_000 * (0.95 + run.rng.next() / 10));
      }
      if (place.held.size > 0 && run.clock.now() - place.lookedAgainAt >= settings.againMinutes * 60_000) messages.push(...(await lookAgain(looks)));
      if (run.signal.aborted) return;
      if (messages.length > 0 || place.cursor() !== before) await run.deliver(messages, place.cursor());
      run.state({ state: isOpen ? 'live' : 'polling' });
      if (!isOpen && run.clock.now() >= tryStreamAt) {
        live?.close();
        tryStreamAt = run.clock.now() + settings.streamAgainSeconds * 1_000;
        live = openLive(await streamAddress(api), api.token ?? '', run, wake);
      }
      const next = Math.min(lookAt, isOpen ? Number.POSITIVE_INFINITY : tryStreamAt, place.held.size === 0 ? Number.POSITIVE_INFINITY : place.lookedAgainAt + settings.againMinutes * 60_000);
      await pause({ timers: run.timers, signal: wakeUp.signal }, Math.max(0, next - run.clock.now()));
    }
  } finally {
    run.signal.removeEventListener('abort', wake);
    live?.close();
  }
}

async function streamAddress(api: ReadApi): Promise<URL> {
  const instance = await read(api, '/api/v2/instance', instanceSchema).catch(() => 'gone' as const);
  const base = instance === 'gone' ? api.instance.replace(/^http/, 'ws') : instance.data.configuration.urls.streaming;
  return new URL('/api/v1/streaming?stream=user', base);
}

/** One message of the stream. What cannot be read is left out; the next look finds it. */
async function streamed(looks: Looks, text: string): Promise<InboundMessage[]> {
  const { own, place, api } = looks;
  const message = streamMessageSchema.safeParse(parse(text));
  if (!message.success) return [];
  const { event, payload = '' } = message.data;
  switch (event) {
    case 'notification': {
      const told = notificationSchema.safeParse(parse(payload));
      const status = told.success && told.data.type === 'mention' ? told.data.status : undefined;
      return status === undefined || status === null ? [] : await postOf(looks, status, true);
    }
    case 'update': {
      const status = statusSchema.safeParse(parse(payload));
      return status.success && status.data.account.id === own.id ? await postOf(looks, status.data, true) : [];
    }
    case 'status.update': {
      const status = statusSchema.safeParse(parse(payload));
      return status.success ? changed(own, place, status.data) : [];
    }
    case 'delete': {
      const id = idSchema.safeParse(payload);
      return id.success && place.held.delete(id.data) ? [toDeletion(own, id.data, api.now())] : [];
    }
    default:
      return [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
