import type { Calendar } from '../domain/calendar.ts';
import type { HouseSetting } from '../domain/house-setting.ts';
import type { Roster } from '../domain/roster.ts';
import type { HouseTag } from '../domain/tag.ts';
import { houseDiff, recordName, type House, type HouseChange } from '../domain/house.ts';
import type { CenterEvent } from '../events/index.ts';

const HISTORY = 100;
/** So many records are kept whole, newest first: the book goes to every lead's desk. */
const WHOLE = 200;

export function reduceHouse(state: House | undefined, event: CenterEvent): House | undefined {
  if (event.type !== 'house.changed') return state;
  const { version, edits, undoes, byAgentId, at, note } = event.data;
  const records = edits.map((edit) => ({ noun: edit.noun, id: edit.id, name: recordName(edit), kind: edit.before === null ? ('added' as const) : edit.after === null ? ('removed' as const) : ('changed' as const), diff: houseDiff(edit) }));
  const change: HouseChange = { version, at, byAgentId, records, edits, ...(note === undefined ? {} : { note }), ...(undoes === undefined ? {} : { undoes }) };
  return { id: 'center', version, history: lighter([...(state?.history ?? []), change].slice(-HISTORY)) };
}

function lighter(history: readonly HouseChange[]): HouseChange[] {
  let whole = 0;
  return history
    .toReversed()
    .map((change) => {
      whole += change.edits?.length ?? 0;
      if (whole <= WHOLE || change.edits === undefined) return change;
      const { edits: _gone, ...rest } = change;
      return rest;
    })
    .toReversed();
}

export function reduceCalendar(state: Calendar | undefined, event: CenterEvent): Calendar | undefined {
  if (event.type === 'house.removed') return event.data.noun === 'calendar' ? undefined : state;
  return event.type === 'calendar.defined' ? event.data : state;
}

export function reduceTag(state: HouseTag | undefined, event: CenterEvent): HouseTag | undefined {
  if (event.type === 'house.removed') return event.data.noun === 'tag' ? undefined : state;
  return event.type === 'tag.defined' ? event.data : state;
}

export function reduceHouseSetting(state: HouseSetting | undefined, event: CenterEvent): HouseSetting | undefined {
  if (event.type === 'house.removed') return event.data.noun === 'houseSetting' ? undefined : state;
  return event.type === 'houseSetting.defined' ? event.data : state;
}

export function reduceRoster(state: Roster | undefined, event: CenterEvent): Roster | undefined {
  if (event.type === 'house.removed') return event.data.noun === 'roster' ? undefined : state;
  return event.type === 'roster.defined' ? event.data : state;
}
