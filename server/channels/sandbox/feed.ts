import { z } from 'zod';
import type { ChannelDescriptor } from '../../../shared/channels/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { FeedFailure, type Feed, type FeedConfig } from '../ports.ts';
import { pollFeed } from '../poll-port.ts';
import { pollSandbox } from './poll.ts';

const settingsSchema = z.strictObject({
  url: z.string().max(2_000).refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'an http or https address'),
  everyMs: z.number().int().min(50).max(3_600_000).default(5_000),
});
const secretsSchema = z.strictObject({ token: z.string().min(1).max(500) });
const CALL_TIMEOUT_MS = 20_000;

/** Reads a brand's inbox again and again, for where no webhook can reach us. */
export function sandboxFeed(descriptor: ChannelDescriptor, config: FeedConfig): Feed {
  const settings = settingsSchema.safeParse(config.settings);
  if (!settings.success) throw new CodedError('CONFIG_INVALID', { field: `feeds.${descriptor.name}.settings.${settings.error.issues[0]?.path.join('.') ?? ''}`, detail: settings.error.issues[0]?.message });
  const secrets = secretsSchema.safeParse(config.secrets);
  if (!secrets.success) throw new CodedError('CONFIG_INVALID', { field: `feeds.${descriptor.name}.secrets`, detail: 'It needs a token with the scope read.' });
  const { url, everyMs } = settings.data;
  return pollFeed({
    everyMs,
    poll: async (cursor, run) => {
      const signal = AbortSignal.any([run.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]);
      const after = /^\d{1,15}$/.test(cursor ?? '') ? Number(cursor) : 0;
      const result = await pollSandbox({ descriptor, url, token: secrets.data.token, account: config.account, after, signal });
      if (result.kind === 'failed') throw new FeedFailure(result.code, result.detail, result.retryAfterMs);
      return { messages: result.messages, cursor: String(result.cursor), more: result.more };
    },
  });
}
