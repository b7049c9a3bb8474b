import { EVENT_DEFINITIONS, placeEvent, type CenterEvent, type NewEvent } from '../../shared/events/index.ts';
import { quickCopyOf } from '../../shared/events/quick-read.ts';

// Written out at start and not under the first of each kind.
for (const type of EVENT_DEFINITIONS.keys()) quickCopyOf(type);

/** As `placeEvent`: a checked copy in its place. Throws the schema's error. */
export function placeQuickly(event: NewEvent, seq: number, at: number, actor: string): CenterEvent {
  const known = quickCopyOf(event.type);
  const data = known?.copy(event.data);
  if (known === null || data === undefined) return placeEvent(event, { seq, at, actor });
  return { seq, at, actor, type: event.type, v: known.v, data } as CenterEvent;
}
