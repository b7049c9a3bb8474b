import type { SkillLevel, SkillNeed } from '../../shared/domain/skill.ts';
import type { ChannelRule } from './schema.ts';

/** An item as a dispatcher sees it. Instants in ms. */
export interface SimItem {
  readonly no: number;
  readonly id: string;
  readonly contactId: string;
  readonly channel: ChannelRule;
  readonly needs: readonly SkillNeed[];
  readonly arrivedAt: number;
  readonly dueAt: number;
}

export interface SimPerson {
  readonly no: number;
  readonly id: string;
  readonly skills: readonly SkillLevel[];
  readonly capacity: number;
}

export type Decision =
  | { readonly kind: 'assign'; readonly item: string; readonly person: string }
  | { readonly kind: 'offer'; readonly item: string; readonly person: string; readonly offer: string }
  /** The item went back to the queue: its link was gone too long, or its person went home. */
  | { readonly kind: 'return'; readonly item: string; readonly person: string }
  | { readonly kind: 'offerEnded'; readonly item: string; readonly person: string; readonly offer: string }
  /** Missed too many offers. */
  | { readonly kind: 'absent'; readonly person: string };

export type PersonState = 'available' | 'runOut' | 'offDuty';

/** Who gives out the work: the product's engine, or a rule to compare it with. The simulation tells it what happens and asks. */
export interface Dispatcher {
  person(person: SimPerson, now: number): void;
  state(personId: string, state: PersonState, now: number): void;
  link(personId: string, up: boolean, now: number): void;
  queue(item: SimItem, now: number): void;
  accept(itemId: string, offerId: string, now: number): void;
  /** The person has begun with it; until then it only lies on their desk. */
  begin?(itemId: string, personId: string, now: number): void;
  /** Done, or the customer gave up. */
  close(itemId: string, now: number): void;
  settle(now: number): readonly Decision[];
  /** When it wants to be asked without anything having happened. */
  wakeAt(now: number): number | undefined;
}
