import { create } from 'zustand';
import type { ArticleRow } from '../../../shared/domain/article.ts';
import type { Briefing, BriefingReads } from '../../../shared/domain/briefing.ts';
import type { Calendar } from '../../../shared/domain/calendar.ts';
import type { ClusterRow } from '../../../shared/domain/cluster.ts';
import type { FigureRules } from '../../../shared/domain/figure-rules.ts';
import type { InvitationRow } from '../../../shared/domain/invitation.ts';
import type { Roster } from '../../../shared/domain/roster.ts';
import type { HouseSetting } from '../../../shared/domain/house-setting.ts';
import type { HouseTag } from '../../../shared/domain/tag.ts';
import type { House } from '../../../shared/domain/house.ts';
import type { DeskSetup, Mention, SavedView } from '../../../shared/domain/desk-tools.ts';
import type { Queue } from '../../../shared/domain/queue.ts';
import type { AccountRow, AgentRow, RowKind, RowPatch, RowValue } from '../../../shared/domain/rows.ts';
import type { SearchBook } from '../../../shared/domain/search-terms.ts';
import type { SituationRow } from '../../../shared/domain/situation.ts';
import type { Skill, Team } from '../../../shared/domain/skill.ts';
import type { Spike } from '../../../shared/domain/spike.ts';
import type { Strategy } from '../../../shared/domain/strategy.ts';
import { ItemTable } from './item-table.ts';

export const items = new ItemTable({ schedule: (publish) => void requestFrame(publish) });

/** A hidden window gets no frames, yet its badge and its announcements must go on. */
function requestFrame(run: () => void): void {
  if (typeof document === 'undefined' || document.hidden) setTimeout(run, 50);
  else requestAnimationFrame(run);
}

export interface CenterState {
  readonly agents: ReadonlyMap<string, AgentRow>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly skills: ReadonlyMap<string, Skill>;
  readonly teams: ReadonlyMap<string, Team>;
  readonly accounts: ReadonlyMap<string, AccountRow>;
  /** Leads only, under the id `center`; empty while the defaults hold. */
  readonly strategies: ReadonlyMap<string, Strategy>;
  /** Leads only. */
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Leads only, under the id `center`. */
  readonly houses: ReadonlyMap<string, House>;
  readonly clusters: ReadonlyMap<string, ClusterRow>;
  readonly situations: ReadonlyMap<string, SituationRow>;
  /** Leads only. */
  readonly spikes: ReadonlyMap<string, Spike>;
  /** Leads only, by brand. */
  readonly searchBooks: ReadonlyMap<string, SearchBook>;
  /** Under the id `center`; none while nobody has switched anything. */
  readonly figureRules: ReadonlyMap<string, FigureRules>;
  /** Leads only, by the person they are for. */
  readonly invitations: ReadonlyMap<string, InvitationRow>;
  readonly tags: ReadonlyMap<string, HouseTag>;
  /** Under the id `center`; none while the defaults hold. */
  readonly houseSettings: ReadonlyMap<string, HouseSetting>;
  /** By person and week: leads all, others their own. */
  readonly rosters: ReadonlyMap<string, Roster>;
  readonly articles: ReadonlyMap<string, ArticleRow>;
  /** One's own and shared ones. */
  readonly savedViews: ReadonlyMap<string, SavedView>;
  /** One's own. */
  readonly deskSetups: ReadonlyMap<string, DeskSetup>;
  /** Notes that name this person, not looked at yet. */
  readonly mentions: ReadonlyMap<string, Mention>;
  readonly briefings: ReadonlyMap<string, Briefing>;
  /** Leads only. */
  readonly briefingReads: ReadonlyMap<string, BriefingReads>;
}

const EMPTY: CenterState = { agents: new Map(), queues: new Map(), skills: new Map(), teams: new Map(), accounts: new Map(), strategies: new Map(), calendars: new Map(), houses: new Map(), clusters: new Map(), situations: new Map(), spikes: new Map(), searchBooks: new Map(), figureRules: new Map(), invitations: new Map(), tags: new Map(), houseSettings: new Map(), rosters: new Map(), articles: new Map(), savedViews: new Map(), deskSetups: new Map(), mentions: new Map(), briefings: new Map(), briefingReads: new Map() };
/** The small tables of the center: who and what there is. Work items live in `items`. */
export const useCenter = create<CenterState>(() => EMPTY);

const PLACES = { agent: 'agents', queue: 'queues', skill: 'skills', team: 'teams', account: 'accounts', strategy: 'strategies', calendar: 'calendars', house: 'houses', cluster: 'clusters', situation: 'situations', spike: 'spikes', searchBook: 'searchBooks', figureRules: 'figureRules', invitation: 'invitations', tag: 'tags', houseSetting: 'houseSettings', roster: 'rosters', article: 'articles', savedView: 'savedViews', deskSetup: 'deskSetups', mention: 'mentions', briefing: 'briefings', briefingReads: 'briefingReads' } as const satisfies Partial<
  Record<RowKind, keyof CenterState>
>;
const seqs = new Map<string, number>();

/** Takes rows as the desk program gives them; the latest `seq` of each wins. */
export function applyRows(patches: readonly RowPatch[], reset: boolean): void {
  items.apply(patches, reset);
  if (reset) seqs.clear();
  const next: { -readonly [K in keyof CenterState]?: Map<string, RowValue> } = {};
  const state = useCenter.getState();
  for (const patch of patches) {
    if (patch.kind === 'workItem') continue;
    const name = `${patch.kind}:${patch.id}`;
    if ((seqs.get(name) ?? -1) > patch.seq) continue;
    seqs.set(name, patch.seq);
    const place: keyof CenterState | undefined = (PLACES as Partial<Record<RowKind, keyof CenterState>>)[patch.kind];
    // Kept elsewhere, or of no use here.
    if (place === undefined) continue;
    const table = (next[place] ??= new Map(reset ? [] : (state[place] as ReadonlyMap<string, RowValue>)));
    if (patch.value === null) table.delete(patch.id);
    else table.set(patch.id, patch.value);
  }
  if (reset || Object.keys(next).length > 0) useCenter.setState({ ...(reset ? EMPTY : {}), ...(next as Partial<CenterState>) });
}
