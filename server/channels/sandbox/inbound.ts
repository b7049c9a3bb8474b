import { sandboxChatChannel } from '../../../shared/channels/sandbox-chat.ts';
import { sandboxChannel } from '../../../shared/channels/sandbox.ts';
import type { ChannelDescriptor } from '../../../shared/channels/index.ts';
import type { InboundChannel, WebhookRequest, WebhookResult } from '../ports.ts';
import { checkSignature } from './signature.ts';
import { sandboxFeed } from './feed.ts';
import { messagesOf } from './messages-of.ts';
import { sandboxDeliverySchema } from './wire.ts';

function inboundFor(descriptor: ChannelDescriptor): InboundChannel {
  return { name: descriptor.name, readWebhook: (request) => readWebhook(descriptor, request), openFeed: (config) => sandboxFeed(descriptor, config) };
}

function readWebhook(descriptor: ChannelDescriptor, request: WebhookRequest): WebhookResult {
  const { rawBody, headers, secret, now } = request;
  const checked = checkSignature({ secret, rawBody, signature: headers['x-sandbox-signature'], timestamp: headers['x-sandbox-timestamp'], now });
  if (checked === 'forged') return { kind: 'refused', code: 'WEBHOOK_FORGED', detail: 'x-sandbox-signature does not fit the body' };
  if (checked === 'stale') return { kind: 'refused', code: 'WEBHOOK_STALE', detail: 'x-sandbox-timestamp is too far from the present' };
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return { kind: 'refused', code: 'INPUT_INVALID', detail: 'the body is not JSON in UTF-8' };
  }
  const delivery = sandboxDeliverySchema.safeParse(body);
  if (!delivery.success) {
    const issue = delivery.error.issues[0];
    return { kind: 'refused', code: 'INPUT_INVALID', detail: `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`.slice(0, 500) };
  }
  return { kind: 'messages', messages: messagesOf(descriptor, delivery.data.events) };
}

export const sandboxInbound: InboundChannel = inboundFor(sandboxChannel);
export const sandboxChatInbound: InboundChannel = inboundFor(sandboxChatChannel);
