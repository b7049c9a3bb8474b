import type { ReactNode } from 'react';
import type { OpenInterval } from '../../../../shared/domain/hours.ts';
import type { HouseDiff, HouseNoun } from '../../../../shared/domain/house.ts';
import { agentOfRoster, mondayOfRoster, ROSTER_DAYS, type RosterDay, type RosterShift } from '../../../../shared/domain/roster.ts';
import { useCenter } from '../../store/rows.ts';
import { useText, type Texts } from '../../text/index.tsx';
import { germanDate, writeIntervals } from './hours-text.ts';
import { writeDay } from './roster-text.ts';

const MINUTE = 60_000;
const MOST_SHOWN = 8;

/** What differs in one record, in words. */
export function RecordDiff({ noun, name, kind, diff }: { readonly noun: HouseNoun; readonly name: string; readonly kind: 'added' | 'changed' | 'removed'; readonly diff: readonly HouseDiff[] }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const nameOf = (id: string): string => center.skills.get(id)?.name[texts.language] ?? center.teams.get(id)?.name ?? center.calendars.get(id)?.name ?? center.tags.get(id)?.name ?? center.accounts.get(id)?.name ?? center.agents.get(id)?.name ?? id;
  // There is one of it, and it has no name.
  const head = noun === 'roster' ? t('house.rosterOf', center.agents.get(agentOfRoster(name))?.name ?? agentOfRoster(name), germanDate(mondayOfRoster(name))) : noun === 'houseSetting' ? t('house.noun.houseSetting') : `${t(`house.noun.${noun}`)} „${name}“`;
  // A first plan says what it is: which days, which hours.
  if (kind !== 'changed' && noun !== 'roster') return t(kind === 'added' ? 'house.added' : 'house.removed', head);
  const parts = diff.filter(({ path }) => noun !== 'roster' || path.startsWith('days.')).slice(0, MOST_SHOWN).map((one) => `${placeWords(one.path, texts, nameOf)}: ${valueWords(one.path, one.from, texts, nameOf)} → ${valueWords(one.path, one.to, texts, nameOf)}`);
  return `${head}: ${parts.join('; ')}${diff.length > MOST_SHOWN ? ` ${t('house.more', diff.length - MOST_SHOWN)}` : ''}`;
}

const PLACES = ['name', 'initials', 'role', 'teamIds', 'place', 'skills', 'wishes', 'capacity', 'disabled', 'trainee', 'kind', 'needs', 'match', 'order', 'priority', 'targets', 'targetRows', 'calendarId', 'distribution', 'offerMs', 'hours', 'away', 'colour', 'description', 'archived', 'was', 'openTags', 'runOutMs', 'handle', 'brand', 'channel', 'settings', 'rights', 'person', 'budget'] as const;

function placeWords(path: string, { t }: Texts, nameOf: (id: string) => string): string {
  const [first = '', second, third] = path.split('.');
  if (first === 'days' && second !== undefined) return t(`weekday.${((ROSTER_DAYS.indexOf(second as RosterDay) + 1) % 7) as 0}`);
  if (first === 'hours' && second === 'state') return t('house.state');
  if (first === 'hours' && second === 'week' && third !== undefined) return t(`weekday.${Number(third) as 0}`);
  if (first === 'targets') return t(second === 'firstResponseMs' ? 'house.first' : second === 'nextResponseMs' ? 'house.further' : 'house.solved');
  const known = PLACES.find((one) => one === first);
  const place = known === undefined ? first : t(`house.at.${known}`);
  if (first === 'rights' && (second === 'answer' || second === 'read' || second === 'administer')) return t(`rights.${second}`);
  if (second !== undefined && first === 'settings') return `${place} ${second}`;
  return second !== undefined && (first === 'skills' || first === 'wishes' || first === 'needs') ? `${place} ${nameOf(second)}` : place;
}

function valueWords(path: string, json: string | undefined, { t }: Texts, nameOf: (id: string) => string): string {
  if (json === undefined) return t('house.nothing');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return json.slice(0, 80);
  }
  if (typeof value === 'number' && path.endsWith('Ms')) return path === 'offerMs' ? `${value / 1000} s` : `${value / MINUTE} min`;
  if (typeof value === 'boolean') return t(value ? 'house.yes' : 'house.no');
  if (typeof value === 'string') return nameOf(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return t('house.nothing');
    if (path.startsWith('days.')) return writeDay(value as RosterShift[]);
    if (path.includes('week') && value.every((day) => Array.isArray(day))) return (value as OpenInterval[][]).map((day) => (day.length === 0 ? t('house.closedWord') : writeIntervals(day))).join(' | ');
    if (value.every((one) => typeof one === 'string')) return (value as string[]).slice(0, 8).map(nameOf).join(', ');
    return t('house.entries', value.length);
  }
  return String(value);
}
