import type { SituationRow } from '../../../shared/domain/situation.ts';
import { askCommand } from './commands.ts';
import { compose, compositionOf, write, type Composition } from './composer.ts';
import { focusComposerField } from './composer-focus.ts';
import { addressOfOpen, entityOf, useConversation } from './conversation.ts';
import { wantedAddress } from './draft-guards.ts';
import { currentTexts } from './errors.ts';
import { chooseCluster, openQuestions } from './questions.ts';
import { items, useCenter, type CenterState } from './rows.ts';

/** Those that are open, the one changed last first. */
export function openSituations(center: CenterState): readonly SituationRow[] {
  return [...center.situations.values()].filter((row) => row.state === 'open').toSorted((a, b) => b.changedAt - a.changedAt);
}

/** What it says to somebody, with the time where the wording names one. */
export function wording(situation: Pick<SituationRow, 'du' | 'sie' | 'untilAt'>, form: 'du' | 'sie', now: number): string {
  const { t, f } = currentTexts();
  return situation[form].replaceAll('{until}', situation.untilAt === undefined ? t('situation.untilUnknown') : f.moment(situation.untilAt, now));
}

/** How the person of this conversation is spoken to: as they want it, as they speak, else politely. */
function formFor(conversationId: string): 'du' | 'sie' {
  const { current } = useConversation.getState();
  const conversation = current?.id === conversationId ? entityOf(current, 'conversation', conversationId) : undefined;
  const contact = current === undefined ? undefined : entityOf(current, 'contact', conversation?.contactId);
  const known = wantedAddress(current === undefined ? undefined : addressOfOpen(current, contact?.id), undefined) ?? conversation?.addressForm ?? items.forConversation(conversationId)?.addressForm;
  return known === 'du' ? 'du' : 'sie';
}

/** Puts the wording into the open answer, behind what is written there; without a situation the one of its question, else the newest. */
export function insertSituation(situation?: SituationRow): void {
  const { openId } = useConversation.getState();
  const center = useCenter.getState();
  const chosen = situation ?? situationFor(center, openId);
  if (openId === undefined || chosen === undefined) return;
  const { text, mode } = compositionOf(openId);
  const said = wording(chosen, formFor(openId), Date.now());
  write(openId, { text: text.trim() === '' ? said : `${text.trimEnd()} ${said}`, ...(mode === 'note' ? { mode: items.forConversation(openId)?.visibility ?? 'public' } : {}) });
  compose(openId, { situation: { id: chosen.id, version: chosen.version, text: said } });
  focusComposerField();
}

export function situationFor(center: CenterState, conversationId: string | undefined): SituationRow | undefined {
  const open = openSituations(center);
  const own = [...center.clusters.values()].find((row) => conversationId !== undefined && row.situationId !== undefined && row.conversationIds.includes(conversationId));
  return open.find((row) => row.id === own?.situationId) ?? open[0];
}

/** The situation an answer rests on, as long as its words are still there. */
export function toldSituation({ situation, text }: Pick<Composition, 'situation' | 'text'>): { readonly id: string; readonly version: number } | undefined {
  if (situation === undefined || !text.includes(situation.text.slice(0, 40))) return undefined;
  return { id: situation.id, version: situation.version };
}

/** Puts what holds now in the place of what was inserted. */
export function renewSituation(conversationId: string, situation: SituationRow): void {
  const composition = compositionOf(conversationId);
  const old = composition.situation;
  if (old === undefined) return;
  const said = wording(situation, formFor(conversationId), Date.now());
  write(conversationId, { text: composition.text.includes(old.text) ? composition.text.replace(old.text, said) : `${composition.text.trimEnd()} ${said}` });
  compose(conversationId, { situation: { id: situation.id, version: situation.version, text: said } });
}

/** D14: everybody who was promised another time becomes a set that is answered together. */
export async function followUp(situation: SituationRow): Promise<void> {
  const { t } = currentTexts();
  const answer = await askCommand({ type: 'situation.followUp', data: { situationId: situation.id, label: t('situation.followUpLabel', situation.title).slice(0, 120) } });
  const clusterId = answer.result?.['clusterId'];
  if (answer.status !== 'accepted' || typeof clusterId !== 'string') return;
  openQuestions('questions');
  chooseCluster(clusterId);
}
