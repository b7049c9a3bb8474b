import { z } from 'zod';

/** Why a conversation stands still: something this build cannot read. `app`: the build that met it; a later one fetches it anew. */
const freezeSchema = z.object({ what: z.string(), v: z.number().optional(), seq: z.number(), app: z.string() });
export type Freeze = z.infer<typeof freezeSchema>;

export function freezeText(freeze: Freeze): string {
  return JSON.stringify(freeze);
}

export function readFreeze(text: string | undefined): Freeze | undefined {
  if (text === undefined) return undefined;
  try {
    return freezeSchema.parse(JSON.parse(text));
  } catch {
    // Written by another build in another form: it stands all the same.
    return { what: text.slice(0, 200), seq: 0, app: '' };
  }
}

/** Asked for anew only by another build than the one that could not read it: the same one would stop at the same place. */
export function wantsFreshSnapshot(text: string | undefined, app: string): boolean {
  const freeze = readFreeze(text);
  return freeze !== undefined && freeze.app !== app;
}
