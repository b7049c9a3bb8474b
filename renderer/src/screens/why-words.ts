import type { Candidate, DryRunOutcome, Exclusion, ExclusionCount, Explanation } from '../../../shared/domain/explanation.ts';
import type { AssignmentReason } from '../../../shared/domain/work-item.ts';
import type { CenterState } from '../store/rows.ts';
import type { Texts } from '../text/index.tsx';
import { agentLong, agentShort, skillName } from './names.ts';

const SHORTEST_WAIT_MS = 60_000;

/** Why an item came to somebody, as parts of one sentence, the weightiest first. */
export function reasonWords(reason: AssignmentReason | undefined, center: CenterState, texts: Texts): string[] {
  if (reason === undefined) return [];
  const { t, f } = texts;
  const parts: string[] = [];
  if (reason.by === 'self') parts.push(t('event.takenBySelf'));
  if (reason.by === 'offer') parts.push(t('event.byOffer'));
  if (reason.by === 'person') parts.push(t('event.byPerson', agentShort(center, reason.personId)));
  if (reason.pick !== undefined) parts.push(t(`why.pick.${reason.pick}`));
  for (const skill of reason.skills ?? []) parts.push(t('event.skill', skillName(center, texts, skill.skillId), skill.has));
  if (reason.ring !== undefined) parts.push(t('why.ring', reason.ring));
  if (reason.lastAgent === true) parts.push(t('event.lastAgent'));
  if (reason.bulkId !== undefined) parts.push(t('why.bulk'));
  if (reason.forced === true) parts.push(t('event.forced'));
  if (reason.waitedMs !== undefined && reason.waitedMs >= SHORTEST_WAIT_MS) parts.push(t('event.waited', f.span(reason.waitedMs)));
  if (reason.note !== undefined && reason.note !== '') parts.push(`„${reason.note}“`);
  return parts;
}

/** The whole of it in one sentence: who has it or why nobody has. */
export function whySentence(why: Explanation, center: CenterState, texts: Texts, me: string): string {
  const { t, f } = texts;
  const read = why.readAs === undefined ? [] : [t('why.readAs', f.join(why.readAs.map((cause) => t(`readCause.${cause}`))))];
  if (why.owner !== undefined) {
    const who = why.owner.agentId === me ? t('why.owner.you') : t('why.owner.other', agentLong(center, why.owner.agentId));
    const parts = [...reasonWords(why.owner.reason, center, texts), ...read];
    return parts.length === 0 ? t('why.given', who) : t('why.because', who, f.join(parts));
  }
  if (why.blockedBy !== undefined) return t(`why.blocked.${why.blockedBy}`);
  if (why.able > 0) return t('why.soon', why.able);
  const most = why.excluded.toSorted((a, b) => b.people - a.people).slice(0, 3);
  return most.length === 0 ? t('why.nobody') : t('why.nobodyBecause', f.join(most.map((one) => exclusionCount(one, texts))));
}

/** "4 × Skill fehlt": how many people a reason leaves out. */
export function exclusionCount({ because, people }: ExclusionCount, { t }: Texts): string {
  const known = BECAUSE.find((one) => one === because);
  return t('why.count', people, known === undefined ? because : t(`why.short.${known}`));
}

const BECAUSE = [
  'disabled',
  'disconnected',
  'state',
  'queueTeam',
  'accountTeam',
  'skill',
  'capacity',
  'declined',
  'offerPending',
  'keptForLastAgent',
  'shiftStart',
  'runOut',
  'blending',
] as const satisfies readonly Exclusion['because'][];

/** Why one person cannot have it now, with the figures. */
export function exclusionWords(exclusion: Exclusion, center: CenterState, texts: Texts): string {
  const { t, f } = texts;
  switch (exclusion.because) {
    case 'state':
      return t(`agentState.${exclusion.state}`);
    case 'skill':
      return f.join(exclusion.missing.map(({ skillId, need, has }) => t('why.skillMissing', skillName(center, texts, skillId), need, has)));
    case 'capacity':
      return t('why.full', exclusion.used, exclusion.capacity, exclusion.cost);
    case 'keptForLastAgent':
      return t('why.kept', agentShort(center, exclusion.lastAgentId), f.time(exclusion.untilAt));
    case 'shiftStart':
      return t('why.shiftStart', exclusion.given, exclusion.perHour, exclusion.atOnce);
    case 'runOut':
      return t('why.runOut', f.time(exclusion.shiftEndsAt));
    case 'blending':
      return t('why.blending', t(`workKind.${exclusion.comes}`), t(`workKind.${exclusion.holds}`));
    case 'disabled':
    case 'disconnected':
    case 'queueTeam':
    case 'accountTeam':
    case 'declined':
    case 'offerPending':
      return t(`why.short.${exclusion.because}`);
  }
}

/** What speaks for somebody who may have it, in the order in which it counts. */
export function scoreWords({ scores }: Candidate, { t, f }: Texts, now: number): string {
  return f.join([
    ...(scores.lastAgent ? [t('event.lastAgent')] : []),
    t('why.load', scores.used, scores.capacity),
    t('why.fit', scores.proficiency),
    ...(scores.otherSkills > 0 ? [t('why.otherSkills', scores.otherSkills)] : []),
    t('why.resting', f.span(Math.max(0, now - scores.restingSince))),
  ]);
}

/** What a rule would do with one waiting item. */
export function outcomeWords(outcome: DryRunOutcome, center: CenterState, texts: Texts): string {
  const { t, f } = texts;
  if (outcome.kind === 'waits') {
    const most = outcome.excluded.toSorted((a, b) => b.people - a.people).slice(0, 2);
    return most.length === 0 ? t('dryRun.waits') : t('dryRun.waitsBecause', f.join(most.map((one) => exclusionCount(one, texts))));
  }
  const parts = reasonWords(outcome.reason, center, texts);
  const who = t(`dryRun.${outcome.kind}`, agentShort(center, outcome.agentId));
  return parts.length === 0 ? who : `${who} (${f.join(parts)})`;
}
