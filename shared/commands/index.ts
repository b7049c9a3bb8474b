import { z } from 'zod';
import * as agent from './agent.ts';
import * as approval from './approval.ts';
import * as article from './article.ts';
import * as briefing from './briefing.ts';
import * as bulkAnswer from './bulk-answer.ts';
import * as caseCommands from './case.ts';
import * as center from './center.ts';
import * as cluster from './cluster.ts';
import * as house from './house.ts';
import { envelope } from './envelope.ts';
import * as escalation from './escalation.ts';
import * as figures from './figures.ts';
import * as identity from './identity.ts';
import * as invitation from './invitation.ts';
import * as deskTools from './desk-tools.ts';
import * as message from './message.ts';
import * as person from './person.ts';
import * as reading from './reading.ts';
import * as reply from './reply.ts';
import * as situation from './situation.ts';
import * as profile from './profile.ts';
import * as searchTerms from './search-terms.ts';
import * as strategy from './strategy.ts';
import * as text from './text.ts';
import * as whisper from './whisper.ts';
import * as workItem from './work-item.ts';

const definitions = { ...agent, ...approval, ...article, ...briefing, ...bulkAnswer, ...caseCommands, ...center, ...cluster, ...deskTools, ...escalation, ...house, ...figures, ...identity, ...invitation, ...message, ...person, ...profile, ...reading, ...reply, ...searchTerms, ...situation, ...strategy, ...text, ...whisper, ...workItem };
type Definition = (typeof definitions)[keyof typeof definitions];

export type CommandType = Definition['type'];
type CommandFrom<D> = D extends { readonly type: infer T; readonly schema: infer S } ? (S extends z.ZodType ? { readonly type: T; readonly data: z.infer<S> } : never) : never;
export type Command = CommandFrom<Definition>;
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

export const COMMAND_DEFINITIONS: ReadonlyMap<string, Definition> = new Map(Object.values(definitions).map((d) => [d.type, d]));

/** A command as it crosses a door. */
export const commandEnvelopeSchema = z.object({ type: z.string().min(1).max(64), v: z.number().int().min(1), data: z.unknown() });
export type CommandEnvelope = z.infer<typeof commandEnvelopeSchema>;

export type ReadCommand = { readonly ok: true; readonly command: Command; readonly definition: Definition } | { readonly ok: false; readonly code: 'INPUT_INVALID' | 'VERSION_UNKNOWN'; readonly field: string; readonly detail: string };

/** Checks a command at a door. Never throws. */
export function readCommand(input: unknown): ReadCommand {
  const envelope = commandEnvelopeSchema.safeParse(input);
  if (!envelope.success) return { ok: false, code: 'INPUT_INVALID', field: envelope.error.issues[0]?.path.join('.') ?? '', detail: envelope.error.issues[0]?.message ?? '' };
  const definition = COMMAND_DEFINITIONS.get(envelope.data.type);
  if (definition === undefined) return { ok: false, code: 'VERSION_UNKNOWN', field: 'type', detail: `no command ${envelope.data.type}` };
  if (envelope.data.v !== definition.v) return { ok: false, code: 'VERSION_UNKNOWN', field: 'v', detail: `version ${envelope.data.v} of ${envelope.data.type}` };
  const data = definition.schema.safeParse(envelope.data.data);
  if (!data.success) return { ok: false, code: 'INPUT_INVALID', field: `data.${data.error.issues[0]?.path.join('.') ?? ''}`, detail: data.error.issues[0]?.message ?? '' };
  return { ok: true, definition, command: { type: definition.type, data: data.data } as Command };
}

export function envelopeOf(command: Command): CommandEnvelope {
  return envelope(command);
}
