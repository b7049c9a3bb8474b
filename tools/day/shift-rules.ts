import { z } from 'zod';
import { envelopeOf } from '../../shared/commands/index.ts';
import { strategyRulesSchema } from '../../shared/domain/strategy.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { AdminClient } from '../admin-client.ts';

const inForceSchema = z.object({ version: z.number().int().min(0), rules: strategyRulesSchema });
const madeSchema = z.object({ result: z.object({ version: z.number().int().min(1) }) });

/**
 * A compressed day passes faster than the center's clock: what a shift's beginning allows an hour would hold everybody back for most of it. The rules for that
 * are off until the returned function puts the former ones in force again.
 */
export async function withoutShiftStart(admin: AdminClient): Promise<() => Promise<void>> {
  const { version, rules } = inForceSchema.parse((await admin.call('GET', '/strategy')).body);
  if (rules.shift.startMs === 0) return () => Promise.resolve();
  const changed = { ...rules, shift: { ...rules.shift, startMs: 0 } };
  const applied = await admin.call('POST', '/commands', {
    command: envelopeOf({ type: 'strategy.apply', data: { rules: changed, baseVersion: version, note: 'compressed day' } }),
  });
  if (!applied.ok) throw new CodedError('NOT_ALLOWED', { field: 'strategy.apply', detail: `${applied.code} ${applied.message}` });
  const made = madeSchema.parse(applied.body).result.version;
  return async () => {
    // Somebody else may have changed them meanwhile: then theirs stay.
    await admin.call('POST', '/commands', { command: envelopeOf({ type: 'strategy.undo', data: { version: made } }) });
  };
}
