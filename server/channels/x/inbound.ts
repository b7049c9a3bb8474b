import { xChannel } from '../../../shared/channels/x.ts';
import type { InboundChannel, WebhookRequest, WebhookResult } from '../ports.ts';
import { activityMessages } from './activity.ts';
import { openXFeed } from './feed.ts';
import { challengeAnswer, isSigned } from './signature.ts';
import { activitySchema, type Activity } from './wire.ts';

export const xInbound: InboundChannel = { name: xChannel.name, readWebhook, openFeed: openXFeed };

/** Account activity; the secret is the app's consumer secret, which signs and answers the challenge. */
function readWebhook(request: WebhookRequest): WebhookResult {
  const { rawBody, headers, query, secret } = request;
  if (request.method === 'GET') {
    const token = query['crc_token'];
    if (token === undefined || token === '' || token.length > 1_000) return { kind: 'refused', code: 'INPUT_INVALID', detail: 'crc_token is missing' };
    return { kind: 'challenge', body: challengeAnswer(secret, token), contentType: 'application/json' };
  }
  if (!isSigned(secret, rawBody, headers['x-twitter-webhooks-signature'])) return { kind: 'refused', code: 'WEBHOOK_FORGED', detail: 'x-twitter-webhooks-signature does not fit the body' };
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return { kind: 'refused', code: 'INPUT_INVALID', detail: 'the body is not JSON in UTF-8' };
  }
  // An end of a subscription names nobody it is for.
  if (typeof body === 'object' && body !== null && 'user_event' in body) return { kind: 'messages', messages: [] };
  const activity = activitySchema.safeParse(body);
  if (!activity.success) {
    const issue = activity.error.issues[0];
    return { kind: 'refused', code: 'INPUT_INVALID', detail: `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`.slice(0, 500) };
  }
  const own = activity.data.for_user_id;
  return { kind: 'messages', messages: activityMessages(activity.data, request.accountOf?.(own) ?? handleIn(activity.data, own) ?? request.account ?? own) };
}

/** The account's name, where the delivery happens to say it. */
function handleIn(activity: Activity, own: string): string | undefined {
  const named = activity.users?.[own]?.screen_name;
  if (named !== undefined) return named;
  for (const post of activity.tweet_create_events ?? []) {
    const author = [post.user, post.quoted_status?.user].find((user) => user?.id_str === own);
    const found = author ?? (post.extended_tweet?.entities ?? post.entities)?.user_mentions?.find((one) => one.id_str === own);
    if (found !== undefined) return found.screen_name;
  }
  return undefined;
}
