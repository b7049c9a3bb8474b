// What leads of the sample center have set up on top of its queues, so that whoever looks at the house first sees how it is meant.
import type { Command } from '../../shared/commands/index.ts';
import { STANDARD_AWAY, type Calendar } from '../../shared/domain/calendar.ts';
import { sameRecord, type HouseEdit } from '../../shared/domain/house.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { HouseTag } from '../../shared/domain/tag.ts';

const NAMES = ['Rund um die Uhr', 'Täglich 8 bis 22 Uhr'];

const TAGS: readonly HouseTag[] = [
  { id: 'tag-stoerung', name: 'Störung', colour: 'red', description: 'Etwas geht bei mehreren nicht.', archived: false },
  { id: 'tag-rechnung', name: 'Rechnung', colour: 'amber', archived: false },
  { id: 'tag-kuendigung', name: 'Kündigung', colour: 'amber', description: 'Auch angedrohte.', archived: false },
  { id: 'tag-technikertermin', name: 'Technikertermin', colour: 'blue', archived: false },
  { id: 'tag-lob', name: 'Lob', colour: 'green', description: 'Wird mittwochs im Team vorgelesen.', archived: false },
  { id: 'tag-presse', name: 'Presse', colour: 'plain', description: 'Vor jeder Antwort mit der Pressestelle sprechen.', archived: false },
];

/** One change of the house: queues of equal hours get a calendar, and the house its tags. No queue's hours change. At most as many kinds of hours as there are names. */
export function furnishing(queues: readonly Queue[]): Command {
  const calendars: Calendar[] = [];
  const calendarOf = ({ hours }: Queue): Calendar => {
    const known = calendars.find((one) => sameRecord(one.hours, hours));
    if (known !== undefined) return known;
    const made: Calendar = { id: `calendar-${calendars.length + 1}`, name: NAMES[calendars.length] ?? `Zeiten ${calendars.length + 1}`, hours, away: { ...STANDARD_AWAY, enabled: false } };
    calendars.push(made);
    return made;
  };
  const follow = queues.map((queue): HouseEdit => ({ noun: 'queue', id: queue.id ?? '', before: queue, after: { ...queue, calendarId: calendarOf(queue).id } }));
  const edits: HouseEdit[] = [
    ...calendars.map((calendar): HouseEdit => ({ noun: 'calendar', id: calendar.id ?? '', before: null, after: calendar })),
    ...TAGS.map((tag): HouseEdit => ({ noun: 'tag', id: tag.id, before: null, after: tag })),
    ...follow,
  ];
  return { type: 'house.change', data: { edits, note: 'So fängt es an' } };
}
