import { createHash } from 'node:crypto';
import { z } from 'zod';
import { COMMAND_DEFINITIONS, commandEnvelopeSchema } from '../../shared/commands/index.ts';
import { contactProfileSchema } from '../../shared/domain/contact.ts';
import { entitySchemas } from '../../shared/domain/entity.ts';
import { inboundAccountSchema, inboundMessageSchema, ingestBatchSchema, ingestResultSchema } from '../../shared/domain/inbound.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import { draftBodySchema, frozenReplySchema } from '../../shared/domain/reply.ts';
import { rowSchemas } from '../../shared/domain/rows.ts';
import { EVENT_DEFINITIONS, eventEnvelopeSchema } from '../../shared/events/index.ts';
import { IPC_CALLS, IPC_TOPICS } from '../../shared/ipc/index.ts';
import { ackSchema, DOWN_MESSAGES, UP_ANSWERS } from '../../shared/protocol/down.ts';
import { handshakeSchema, UP_MESSAGES } from '../../shared/protocol/up.ts';
import { canonicalJson } from '../../shared/sync/canonical-json.ts';

export type Shapes = Readonly<Record<string, string>>;

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a schema takes in, as one text: fields, types, limits and patterns. Refinements written as code are not seen. */
export function shapeOf(schema: z.ZodType): string {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', cycles: 'throw', reused: 'inline' });
  return canonicalJson(json);
}

function shapes(of: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>>): Shapes {
  return Object.fromEntries(Object.entries(of).flatMap(([family, schemas]) => Object.entries(schemas).map(([name, schema]) => [`${family} ${name}`, sha(shapeOf(schema)).slice(0, 16)])));
}

const versioned = (definitions: Iterable<{ readonly type: string; readonly v: number; readonly schema: z.ZodType }>): Record<string, z.ZodType> => Object.fromEntries([...definitions].map((d) => [`${d.type} v${d.v}`, d.schema]));

/** Everything desk and server, platforms and server, or this build and an older log must agree about. */
export function wireShapes(): Shapes {
  return shapes({
    up: { handshake: handshakeSchema, ...UP_MESSAGES },
    answer: { acknowledgement: ackSchema(z.null()), ...UP_ANSWERS },
    down: DOWN_MESSAGES,
    command: { envelope: commandEnvelopeSchema, ...versioned(COMMAND_DEFINITIONS.values()) },
    event: { envelope: eventEnvelopeSchema, ...versioned(EVENT_DEFINITIONS.values()) },
    entity: entitySchemas,
    row: rowSchemas,
    text: { message: messageBodySchema, draft: draftBodySchema, reply: frozenReplySchema, profile: contactProfileSchema },
    ingest: { message: inboundMessageSchema, account: inboundAccountSchema, batch: ingestBatchSchema, result: ingestResultSchema },
  });
}

/** Everything screen and desk core must agree about. */
export function ipcShapes(): Shapes {
  const requests = Object.fromEntries(Object.entries(IPC_CALLS).map(([name, c]) => [name, c.request]));
  const responses = Object.fromEntries(Object.entries(IPC_CALLS).map(([name, c]) => [name, c.response]));
  return shapes({ request: requests, response: responses, topic: IPC_TOPICS, entity: entitySchemas, row: rowSchemas });
}

/** One SHA-256 (hex) over all of them, whatever their order. */
export function hashOf(all: Shapes): string {
  return sha(canonicalJson(all));
}

/** Names whose shape is not what it was, with what happened to them. */
export function changesBetween(before: Shapes, now: Shapes): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.flatMap((name) => (before[name] === now[name] ? [] : [`${before[name] === undefined ? 'new' : now[name] === undefined ? 'gone' : 'changed'}: ${name}`]));
}
