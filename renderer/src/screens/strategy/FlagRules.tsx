import type { ReactNode } from 'react';
import type { FlagReason } from '../../../../shared/domain/approval.ts';
import { contactMarkSchema, flagCauseSchema, flagRuleSchema, messageLanguageSchema, MOST_FLAG_RULES, type FlagConditions, type FlagRule, type StrategyRules } from '../../../../shared/domain/strategy.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Tick } from '../../components/Tick.tsx';
import { useCenter, type CenterState } from '../../store/rows.ts';
import { changeRules } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';
import { conditionName } from '../flag-words.ts';
import { freshId } from '../house/fresh-id.ts';
import { TypedField } from '../house/TypedField.tsx';
import { agentLong } from '../names.ts';
import { UNITS } from './fields.ts';
import { ListField } from './ListField.tsx';
import { NumberField } from './NumberField.tsx';

const DUE_MINUTES = 10;
const DAY_MINUTES = 1_440;

type Chosen = Exclude<keyof FlagConditions, 'words'>;
const KINDS: readonly { readonly key: Chosen; readonly kind: FlagReason['kind'] }[] = [
  { key: 'read', kind: 'read' },
  { key: 'tags', kind: 'tag' },
  { key: 'contact', kind: 'contact' },
  { key: 'channels', kind: 'channel' },
  { key: 'accounts', kind: 'account' },
  { key: 'visibility', kind: 'visibility' },
  { key: 'queues', kind: 'queue' },
  { key: 'languages', kind: 'language' },
];

/** S2: rules by which conversations flag themselves (FLAG-1). */
export function FlagRules({ rules }: { readonly rules: StrategyRules }): ReactNode {
  const { t, f } = useText();
  const all = Object.entries(rules.flags).toSorted(([a], [b]) => f.compare(a, b));
  const add = (): void => {
    const taken = new Set(all.map(([, rule]) => rule.name));
    const name = Array.from({ length: MOST_FLAG_RULES + 1 }, (_, i) => (i === 0 ? t('flagRule.newName') : `${t('flagRule.newName')} ${i + 1}`)).find((one) => !taken.has(one)) ?? t('flagRule.newName');
    changeRules((was) => ({ ...was, flags: { ...was.flags, [freshId('flag', '')]: flagRuleSchema.parse({ name }) } }));
  };
  return (
    <section className="panel" data-testid="flag-rules">
      <h2>
        {t('ruleSection.flags')} <span className="rule-id">S2</span>
      </h2>
      <p className="muted">{t(all.length === 0 ? 'flagRule.none' : 'flagRule.hint')}</p>
      {all.map(([ruleId, rule]) => (
        <RuleLine key={ruleId} ruleId={ruleId} rule={rule} />
      ))}
      {all.length < MOST_FLAG_RULES && (
        <Button isSmall onPress={add} testId="flag-rule-add">
          {t('flagRule.add')}
        </Button>
      )}
    </section>
  );
}

function RuleLine({ ruleId, rule }: { readonly ruleId: string; readonly rule: FlagRule }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const put = (change: Partial<FlagRule>): void => changeRules((was) => ({ ...was, flags: { ...was.flags, [ruleId]: { ...rule, ...change } } }));
  const when = (change: Partial<FlagConditions>): void => put({ when: { ...rule.when, ...change } });
  const remove = (): void =>
    changeRules((was) => {
      const { [ruleId]: _gone, ...flags } = was.flags;
      return { ...was, flags };
    });
  const leads = [...center.agents.values()].filter(({ role, disabled }) => role !== 'agent' && !disabled).map(({ id }) => ({ id: id as string, label: agentLong(center, id) })).toSorted((a, b) => f.compare(a.label, b.label));
  const { approverId, standInId, dueMs: _due, ...unnamed } = rule;
  const name = (approver: string, standIn: string): void =>
    changeRules((was) => ({ ...was, flags: { ...was.flags, [ruleId]: { ...unnamed, ...(rule.dueMs === undefined ? {} : { dueMs: rule.dueMs }), ...(approver === '' ? {} : { approverId: approver }), ...(approver === '' || standIn === '' || standIn === approver ? {} : { standInId: standIn }) } } }));
  const isEmpty = Object.values(rule.when).every((asked) => asked.length === 0);
  return (
    <div className="rule-queue flag-rule" role="group" aria-label={t('flagRule.of', rule.name)} data-testid="flag-rule">
      <div className="rule-ring">
        <TypedField label={t('flagRule.name')} value={rule.name} write={(text) => text} read={(text) => (text.trim() === '' ? undefined : text.trim())} onChange={(text) => put({ name: text })} name={`flag-name-${ruleId}`} problem={t('flagRule.nameWrong')} maxLength={60} />
        <Tick label={t('flagRule.isOn')} isSelected={rule.isOn} onChange={(isOn) => put({ isOn })} />
        <IconButton label={t('flagRule.remove', rule.name)} onPress={remove}>
          <Icon name="close" size={13} />
        </IconButton>
      </div>
      {isEmpty && <p className="guard guard-amber">{t('flagRule.empty')}</p>}
      {KINDS.map(({ key, kind }) => (
        <AnyOf key={key} ruleId={ruleId} what={key} kind={kind} chosen={rule.when[key]} onChange={(values) => when({ [key]: values })} />
      ))}
      <ListField label={t('flagWhen.words')} hint={t('flagWhen.wordsHint')} value={rule.when.words} by="," onChange={(words) => when({ words })} name={`flag-words-${ruleId}`} fits={(one) => one.length >= 2 && one.length <= 60} />
      <div className="rule-ring">
        {rule.when.read.length > 0 && <NumberField label={t('flagRule.sure')} value={rule.surePercent} unit="percent" min={0} max={100} onChange={(surePercent) => put({ surePercent: Math.round(surePercent) })} testName={`flag-sure-${ruleId}`} />}
        <NumberField label={t('flagRule.due')} value={rule.dueMs === undefined ? DUE_MINUTES : rule.dueMs / UNITS.minutes} unit="minutes" min={1} max={DAY_MINUTES} onChange={(minutes) => put({ dueMs: Math.round(minutes * UNITS.minutes) })} testName={`flag-due-${ruleId}`} />
      </div>
      <div className="needs">
        <span className="flag-kind">{t('flagRule.approver')}</span>
        <Picker<string> label={t('flagRule.approver')} value={approverId ?? ''} options={[{ id: '', label: t('flagRule.approverAny') }, ...leads]} onChange={(id) => name(id, standInId ?? '')} isActive={approverId !== undefined} />
        {approverId !== undefined && <Picker<string> label={t('flagRule.standIn')} value={standInId ?? ''} options={[{ id: '', label: t('flagRule.standInNone') }, ...leads.filter(({ id }) => id !== approverId)]} onChange={(id) => name(approverId, id)} isActive={standInId !== undefined} />}
      </div>
    </div>
  );
}

/** Values of one kind: one of them must fit. Nothing chosen: it does not matter. */
function AnyOf({ ruleId, what, kind, chosen, onChange }: { readonly ruleId: string; readonly what: Chosen; readonly kind: FlagReason['kind']; readonly chosen: readonly string[]; readonly onChange: (values: string[]) => void }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const label = t(`flagWhen.${what}`);
  const named = (value: string): string => conditionName(kind, value, texts, center);
  const free = choicesOf(what, center).filter((value) => !chosen.includes(value));
  return (
    <div className="needs" role="group" aria-label={label} data-testid={`flag-when-${what}`}>
      <span className="flag-kind">{label}</span>
      {chosen.map((value) => (
        <span key={value} className="need">
          {named(value)}
          <IconButton label={t('flagRule.removeFrom', named(value), label)} onPress={() => onChange(chosen.filter((one) => one !== value))}>
            <Icon name="close" size={13} />
          </IconButton>
        </span>
      ))}
      {free.length + chosen.length === 0 && <span className="muted">{t('flagRule.noTags')}</span>}
      {free.length > 0 && (
        <Picker<string> label={t('flagRule.addTo', label)} value="" options={[{ id: '', label: t('flagRule.addTo', label) }, ...free.map((id) => ({ id, label: named(id) })).toSorted((a, b) => f.compare(a.label, b.label))]} onChange={(value) => value !== '' && onChange([...chosen, value])} testId={`flag-${what}-${ruleId}`} />
      )}
    </div>
  );
}

function choicesOf(what: Chosen, center: CenterState): readonly string[] {
  switch (what) {
    case 'read':
      return flagCauseSchema.options;
    case 'contact':
      return contactMarkSchema.options;
    case 'languages':
      return messageLanguageSchema.options;
    case 'visibility':
      return ['public', 'private'];
    case 'channels':
      return [...new Set([...center.accounts.values()].map(({ channel }) => channel))];
    case 'accounts':
      return [...center.accounts.keys()];
    case 'queues':
      return [...center.queues.keys()];
    case 'tags':
      return [...center.tags.values()].filter(({ archived }) => !archived).map(({ name }) => name);
  }
}
