import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readCommand } from '../shared/commands/index.ts';
import { roleSchema } from '../shared/domain/agent.ts';
import { CodedError } from '../shared/util/errors.ts';
import type { AuthService } from './auth/service.ts';
import type { CommandDesk } from './commands/command-desk.ts';

const bootstrapSchema = z.strictObject({
  commands: z.array(z.unknown()).max(5_000),
  users: z.array(z.strictObject({ name: z.string().min(1).max(120), password: z.string().min(8).max(500), role: roleSchema, agentId: z.string().min(1).max(128) })).max(5_000),
});

/** Fills an empty center: commands first (as an administrator would give them), then sign-ins. CONFIG_INVALID names what is wrong. */
export async function bootstrap(path: string, commands: CommandDesk, auth: AuthService): Promise<{ commands: number; users: number }> {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new CodedError('CONFIG_UNREADABLE', { field: 'bootstrapFile', cause });
  }
  const parsed = bootstrapSchema.safeParse(raw);
  if (!parsed.success) throw new CodedError('CONFIG_INVALID', { field: `bootstrapFile: ${parsed.error.issues[0]?.path.join('.') ?? ''}`, detail: parsed.error.issues[0]?.message });
  for (const [i, input] of parsed.data.commands.entries()) {
    const read = readCommand(input);
    if (!read.ok) throw new CodedError('CONFIG_INVALID', { field: `bootstrapFile: commands.${i}.${read.field}`, detail: read.detail });
    const answer = await commands.run({ agentId: 'system', role: 'admin', replicaId: 'bootstrap' }, read.command);
    if (answer.status === 'refused') throw new CodedError('CONFIG_INVALID', { field: `bootstrapFile: commands.${i}`, detail: answer.error.message });
  }
  await Promise.all(parsed.data.users.map((user) => auth.createUser(user)));
  return { commands: parsed.data.commands.length, users: parsed.data.users.length };
}
