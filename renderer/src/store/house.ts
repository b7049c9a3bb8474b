import { create } from 'zustand';
import { changedQueues, recordOf, worldAfter, type Listing } from '../../../shared/deciders/house.ts';
import { houseProblem, type HouseProblem } from '../../../shared/deciders/house-checks.ts';
import { deadlines, resolutionDueAt, responseDueAt } from '../../../shared/domain/deadlines.ts';
import type { Entity, EntityReader, Noun } from '../../../shared/domain/entity.ts';
import { agentRecord, HOUSE_ID, sameRecord, type HouseChange, type HouseEdit, type HouseNoun, type HouseRecord } from '../../../shared/domain/house.ts';
import type { Queue } from '../../../shared/domain/queue.ts';
import { askCommand } from './commands.ts';
import { items, useCenter, type CenterState } from './rows.ts';
import { showScreen } from './ui.ts';

/** What somebody changes in the house before it holds, record by record. */
export interface HouseDraft {
  readonly edits: ReadonlyMap<string, HouseEdit>;
  readonly note: string;
  readonly busy: boolean;
}

const NOTHING: HouseDraft = { edits: new Map(), note: '', busy: false };
export const useHouse = create<HouseDraft>(() => NOTHING);

const keyOf = (noun: HouseNoun, id: string): string => `${noun} ${id}`;
const PLACES = { calendar: 'calendars', queue: 'queues', skill: 'skills', team: 'teams', agent: 'agents', tag: 'tags', houseSetting: 'houseSettings', roster: 'rosters', account: 'accounts', strategy: 'strategies' } as const;

/** The house as this desk knows it, for the rules the server asks as well. */
function known(center: CenterState): EntityReader & Listing {
  const table = (noun: Noun): ReadonlyMap<string, unknown> => (noun in PLACES ? center[PLACES[noun as keyof typeof PLACES]] : new Map());
  return {
    get: <N extends Noun>(noun: N, id: string) => table(noun).get(id) as Entity<N> | undefined,
    *all<N extends Noun>(noun: N): Iterable<Entity<N>> {
      if (noun === 'workItem') for (const row of items.all().values()) yield row.item as Entity<N>;
      else yield* table(noun).values() as Iterable<Entity<N>>;
    },
  };
}

/** The lines of the book that name this record, the newest first. */
export function changesOf(center: Pick<CenterState, 'houses'>, noun: HouseNoun, id: string): HouseChange[] {
  return (center.houses.get(HOUSE_ID)?.history ?? []).filter(({ records }) => records.some((record) => record.noun === noun && record.id === id)).toReversed();
}

/** A record as it is shown: with the changes made to it; undefined: there is none. */
export function shownRecord<N extends HouseNoun>(center: CenterState, edits: HouseDraft['edits'], noun: N, id: string): HouseRecord<N> | undefined {
  const edit = edits.get(keyOf(noun, id));
  if (edit !== undefined) return (edit.after ?? undefined) as HouseRecord<N> | undefined;
  return recordOf(known(center), noun, id);
}

/** All of a kind, as they would be. */
export function shownRecords<N extends HouseNoun>(center: CenterState, edits: HouseDraft['edits'], noun: N): HouseRecord<N>[] {
  return [...worldAfter(known(center), known(center), [...edits.values()]).all(noun)];
}

/** Takes a record to another form; null: it goes. What ends up as it was is no change. */
export function putRecord<N extends HouseNoun>(noun: N, id: string, after: HouseRecord<N> | null): void {
  const edits = new Map(useHouse.getState().edits);
  const now = recordOf(known(useCenter.getState()), noun, id) ?? null;
  const before = edits.get(keyOf(noun, id))?.before ?? (noun === 'agent' && now !== null ? agentRecord(now as HouseRecord<'agent'>) : now);
  if (sameRecord(before, after)) edits.delete(keyOf(noun, id));
  else edits.set(keyOf(noun, id), { noun, id, before, after } as HouseEdit);
  useHouse.setState({ edits });
}

export const HOUSE_TABS = ['hours', 'targets', 'people', 'roster', 'skills', 'queues', 'tags', 'history'] as const;
export type HouseTab = (typeof HOUSE_TABS)[number];
/** Which part of the house's page is open. */
export const useHouseTab = create<{ readonly tab: HouseTab }>(() => ({ tab: 'hours' }));
export const showHouseTab = (tab: HouseTab): void => useHouseTab.setState({ tab });
export function openHouseTab(tab: HouseTab): void {
  showHouseTab(tab);
  showScreen('house');
}

export const setHouseNote = (note: string): void => useHouse.setState({ note });
export const dropHouse = (): void => useHouse.setState(NOTHING);

/** What the server would refuse it for. */
export function problemOf(center: CenterState, edits: HouseDraft['edits']): HouseProblem | undefined {
  const list = [...edits.values()];
  return list.length === 0 ? undefined : houseProblem(worldAfter(known(center), known(center), list), list);
}

/** What would come of it for one queue. Instants in ms. */
export interface QueueTrial {
  readonly queueId: string;
  /** When something that came now would be due. */
  readonly dueBefore: number;
  readonly dueAfter: number;
  readonly earlier: number;
  readonly later: number;
  /** Of those that wait, so many would be late at once and are not now. */
  readonly late: number;
}

/** Nothing of it happens. Further answers are counted like first ones: a desk does not know of each line which it is. */
export function tryHouse(center: CenterState, edits: HouseDraft['edits'], now: number): QueueTrial[] {
  const world = known(center);
  return changedQueues(world, world.all, [...edits.values()]).flatMap((queue) => {
    const before = center.queues.get(queue.id);
    if (before === undefined) return [];
    let [earlier, later, late] = [0, 0, 0];
    for (const item of world.all('workItem')) {
      if (item.queueId !== queue.id || item.state === 'closed' || item.waitingFor !== 'us' || item.special !== undefined || item.promise !== undefined) continue;
      const [was, is] = [dueUnder(before, item.channel, item), dueUnder(queue, item.channel, item)];
      if (is < was) earlier += 1;
      if (is > was) later += 1;
      if (is < now && was >= now) late += 1;
    }
    const at = (one: Queue): number => responseDueAt(one, '', now, 'first');
    return [{ queueId: queue.id, dueBefore: at(before), dueAfter: at(queue), earlier, later, late }];
  });
}

function dueUnder(queue: Queue, channel: string, item: Pick<Entity<'workItem'>, 'queuedAt' | 'createdAt' | 'caseType'>): number {
  return deadlines(responseDueAt(queue, channel, item.queuedAt, 'first', item.caseType), resolutionDueAt(queue, channel, item.createdAt, item.caseType)).dueAt;
}

export async function applyHouse(): Promise<void> {
  const { edits, note } = useHouse.getState();
  if (edits.size === 0) return;
  await decide({ type: 'house.change', data: { edits: [...edits.values()], ...(note.trim() === '' ? {} : { note: note.trim() }) } });
}

/** One record at once, beside what is being prepared. `before`: as it was when the person began. Gives whether it holds. */
export async function changeRecord<N extends HouseNoun>(noun: N, before: HouseRecord<N> | null, after: HouseRecord<N>): Promise<boolean> {
  const { status } = await askCommand({ type: 'house.change', data: { edits: [{ noun, id: after.id, before, after } as HouseEdit] } });
  return status === 'accepted';
}

export async function undoHouse(version: number): Promise<void> {
  await decide({ type: 'house.undo', data: { version } }, true);
}

async function decide(command: Parameters<typeof askCommand>[0], keeps = false): Promise<void> {
  useHouse.setState({ busy: true });
  const { status } = await askCommand(command);
  useHouse.setState(status === 'refused' || keeps ? { busy: false } : NOTHING);
}
