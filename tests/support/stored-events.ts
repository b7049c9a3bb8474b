import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { eventEnvelopeSchema, readEvent, type CenterEvent, type EventEnvelope } from '../../shared/events/index.ts';

const FOLDER = path.join(import.meta.dirname, 'events-fixtures');
const fixtureSchema = z.strictObject({ stored: eventEnvelopeSchema, reads: z.unknown() });

export interface StoredFixture {
  readonly file: string;
  readonly type: string;
  readonly v: number;
  readonly stored: EventEnvelope;
  /** What the data must read as today. */
  readonly reads: unknown;
}

/** One file per kind and version, as a log once stored it: `TYPE.vN.json`. Written once; later builds must still read them. */
export function fixtures(): StoredFixture[] {
  return readdirSync(FOLDER).map((file) => {
    const match = /^(.+)\.v(\d+)\.json$/.exec(file);
    if (match === null) throw new Error(`${file}: fixtures are called TYPE.vN.json`);
    const fixture = fixtureSchema.parse(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')));
    return { file, type: match[1] as string, v: Number(match[2]), ...fixture };
  });
}

/** Every fixture as this build reads it. */
export function storedEvents(): { readonly file: string; readonly event: CenterEvent }[] {
  return fixtures().map(({ file, stored }) => {
    const read = readEvent(stored);
    if (read.kind !== 'event') throw new Error(`${file} is ${read.kind}`);
    return { file, event: read.event };
  });
}
