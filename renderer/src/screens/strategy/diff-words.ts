import type { FlagReason } from '../../../../shared/domain/approval.ts';
import type { SkillNeed } from '../../../../shared/domain/skill.ts';
import type { FlagConditions, FlagRule, QueueRules, ReadCause, SpecialMailKind, StrategyDiff } from '../../../../shared/domain/strategy.ts';
import type { CenterState } from '../../store/rows.ts';
import { useStrategy } from '../../store/strategy.ts';
import type { Texts } from '../../text/index.tsx';
import { conditionName } from '../flag-words.ts';
import { agentLong, queueName, skillName } from '../names.ts';
import { SECTIONS, UNITS, type NumberRule, type Unit } from './fields.ts';

interface Words {
  readonly head: string;
  value(json: unknown): string;
}

/** One change of the rules as a line: "Neue Anliegen je Stunde: 40 → 20". Places without words of their own are told as they stand in the document. */
export function diffWords({ path, from, to }: StrategyDiff, texts: Texts, center: CenterState): string {
  const words = wordsOf(path, texts, center);
  const value = (json: string | undefined): string => {
    if (words === undefined) return json ?? '–';
    const shown = json === undefined ? undefined : parsed(json);
    return shown === CUT ? '…' : words.value(shown);
  };
  return `${words?.head ?? path}: ${value(from)} → ${value(to)}`;
}

const CUT = Symbol('cut');

/** Of a long value only the beginning is kept. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return CUT;
  }
}

function wordsOf(path: string, texts: Texts, center: CenterState): Words | undefined {
  const { t } = texts;
  const [section, ...places] = path.split('.');
  const last = places.at(-1) ?? '';
  const rule: NumberRule | undefined = SECTIONS.find((one) => one.section === section)?.numbers.find((one) => one.key === places[0]);
  if (rule !== undefined) return { head: t(`rule.${rule.key as 'perHour'}`), value: (shown) => amount(shown, rule.unit, texts) };
  if (section === 'blending' && places[0] === 'standard')
    return {
      head: t('rules.blend', t(`workKind.${places[1] as 'async'}`), t(`workKind.${last as 'async'}`)),
      value: (shown) => t(`blend.${shown as 'together'}`),
    };
  if (section === 'special') return specialWords(places[0] as SpecialMailKind, last, texts, center);
  if (section === 'danger') return { head: t('rules.dangerNeeds').replace(/:$/u, ''), value: (shown) => needWords(shown as SkillNeed[] | undefined, texts, center) };
  if (section === 'languages') return { head: t('rules.languageNeeds', t(`messageLanguage.${last as 'de'}`)).replace(/:$/u, ''), value: (shown) => needWords(shown as SkillNeed[] | undefined, texts, center) };
  if (section === 'reading') return readWords(places[0] as ReadCause, last, texts, center);
  if (section === 'flags') return flagRuleWords(places, texts, center);
  // An id may hold dots itself.
  const queue = queueName(center, texts, places.slice(0, -1).join('.'));
  if (section === 'queues' && last === 'rings') return { head: t('rules.ringsOf', queue), value: (shown) => ringWords(shown as QueueRules['rings'] | undefined, texts, center) };
  return undefined;
}

function specialWords(kind: SpecialMailKind, field: string, texts: Texts, center: CenterState): Words | undefined {
  const { t } = texts;
  const head = (what: string): string => `${t(`special.${kind}`)}, ${what}`;
  if (field === 'dueMs') return { head: head(t('rules.specialDue')), value: (shown) => amount(shown, 'hours', texts) };
  if (field === 'queueId') return { head: head(t('rules.specialQueue')), value: (shown) => (shown === undefined ? t('rules.sameQueue') : queueName(center, texts, shown as string)) };
  return undefined;
}

function readWords(cause: ReadCause, field: string, texts: Texts, center: CenterState): Words | undefined {
  const { t } = texts;
  const head = (what: string): string => `${t(`readCause.${cause}`)}, ${what}`;
  if (field === 'priority') return { head: head(t('rules.readPriority')), value: (shown) => amount(shown, 'count', texts) };
  if (field === 'surePercent') return { head: head(t('rules.readSure')), value: (shown) => amount(shown, 'percent', texts) };
  if (field === 'needs') return { head: head(t('facts.needs')), value: (shown) => needWords(shown as SkillNeed[] | undefined, texts, center) };
  return undefined;
}

const CONDITIONS: Readonly<Record<string, FlagReason['kind']>> = { read: 'read', languages: 'language', channels: 'channel', accounts: 'account', visibility: 'visibility', queues: 'queue', tags: 'tag', contact: 'contact' };

/** FLAG-1: `flags.<rule>.<field>`, the rule by the name it has now or had last. */
function flagRuleWords([ruleId = '', field, condition]: readonly string[], texts: Texts, center: CenterState): Words {
  const { t } = texts;
  const strategy = center.strategies.get('center');
  const known = [useStrategy.getState().rules, strategy?.rules, ...(strategy?.documents ?? []).map(({ rules }) => rules)];
  const rule = t('flagRule.of', known.map((rules) => rules?.flags[ruleId]?.name).find((name) => name !== undefined) ?? ruleId);
  const head = (what: string): string => `${rule}, ${what}`;
  const text = (shown: unknown): string => (shown === undefined ? '–' : (shown as string));
  if (field === 'when') {
    const kind = CONDITIONS[condition ?? ''];
    const list = (shown: unknown): string => ((shown as readonly string[] | undefined) ?? []).map((value) => (kind === undefined ? value : conditionName(kind, value, texts, center))).join(', ') || '–';
    return { head: head(condition === 'words' ? t('flagWhen.words').split(',')[0] ?? '' : t(`flagWhen.${condition as Exclude<keyof FlagConditions, 'words'>}`)), value: list };
  }
  switch (field as keyof FlagRule) {
    case 'isOn':
      return { head: head(t('flagRule.isOn')), value: (shown) => (shown === undefined ? '–' : t(shown === true ? 'flagRule.yes' : 'flagRule.no')) };
    case 'surePercent':
      return { head: head(t('flagRule.sure')), value: (shown) => amount(shown, 'percent', texts) };
    case 'dueMs':
      return { head: head(t('flagRule.due')), value: (shown) => amount(shown, 'minutes', texts) };
    case 'approverId':
      return { head: head(t('flagRule.approver')), value: (shown) => (shown === undefined ? t('flagRule.approverAny') : agentLong(center, shown as string)) };
    case 'standInId':
      return { head: head(t('flagRule.standIn')), value: (shown) => (shown === undefined ? t('flagRule.standInNone') : agentLong(center, shown as string)) };
    default:
      return { head: head(t('flagRule.name')), value: text };
  }
}

function amount(shown: unknown, unit: Unit, { t, f }: Texts): string {
  if (typeof shown !== 'number') return '–';
  const number = f.number(shown / UNITS[unit]);
  return unit === 'count' ? number : `${number} ${t(`unit.${unit}`)}`;
}

const needWords = (needs: readonly SkillNeed[] | undefined, texts: Texts, center: CenterState): string =>
  needs === undefined || needs.length === 0 ? '–' : needs.map((need) => `${skillName(center, texts, need.skillId)} ${texts.t('rules.level', need.minLevel)}`).join(', ');

function ringWords(rings: QueueRules['rings'] | undefined, texts: Texts, center: CenterState): string {
  if (rings === undefined || rings.length === 0) return '–';
  const { t } = texts;
  const what = (ring: QueueRules['rings'][number]): string => {
    const parts = ring.drop.map((id) => t('rules.drops', skillName(center, texts, id)));
    if (ring.lower.length > 0) parts.push(needWords(ring.lower, texts, center));
    return parts.length === 0 ? t('rules.dropsNothing') : parts.join(', ');
  };
  return rings.map((ring) => t('rules.ringWords', amount(ring.afterMs, 'minutes', texts), what(ring))).join('; ');
}
