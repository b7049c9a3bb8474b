import type { ReactNode } from 'react';
import { strategyDiff } from '../../../../shared/domain/strategy-diff.ts';
import { STRATEGY_ID, strategyInForce } from '../../../../shared/domain/strategy.ts';
import { Button } from '../../components/Button.tsx';
import { useFocusInSight } from '../../hooks/focus-home.ts';
import { useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { applyProposal, applyRules, changeRules, dropChanges, proposeRules, setNote, tryRules, useStrategy } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';
import { ChangesPanel } from '../ChangesPanel.tsx';
import { agentLong } from '../names.ts';
import { BrandRules } from './BrandRules.tsx';
import { BlendingTable } from './BlendingTable.tsx';
import { diffWords } from './diff-words.ts';
import { DryRunPanel } from './DryRunPanel.tsx';
import { FlagRules } from './FlagRules.tsx';
import { readNumber, SECTIONS, writeNumber } from './fields.ts';
import { HistoryPanel } from './HistoryPanel.tsx';
import { LanguageNeeds } from './LanguageNeeds.tsx';
import { NeedsEditor } from './NeedsEditor.tsx';
import { NumberField } from './NumberField.tsx';
import { QueueRings } from './QueueRings.tsx';
import { ReadRules } from './ReadRules.tsx';
import { SpecialRoutes } from './SpecialRoutes.tsx';

/** The rules of routing: read in words, changed, tried on what waits now, put in force, taken back. */
export function StrategyScreen(): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const strategy = center.strategies.get(STRATEGY_ID);
  const { version, rules: inForce } = strategyInForce(strategy);
  const draft = useStrategy();
  const online = useDesk((state) => state.connection.kind === 'online');
  const rules = draft.rules ?? inForce;
  const changes = draft.rules === undefined ? [] : strategyDiff(inForce, draft.rules);
  const isStale = draft.rules !== undefined && draft.baseVersion !== version;
  const proposal = strategy?.proposal;
  useFocusInSight(changes.length);
  return (
    <main className="page rules-page" data-testid="screen-strategy">
      <h1>{t('screen.strategy')}</h1>
      <p className="muted">{version === 0 ? t('rules.defaults') : t('rules.inForce', version)}</p>
      {proposal !== undefined && (
        <section className="panel" data-testid="strategy-proposal">
          <h2>{t('rules.proposal', agentLong(center, proposal.byAgentId))}</h2>
          {proposal.note !== undefined && <p>„{proposal.note}“</p>}
          <ul>
            {strategyDiff(inForce, proposal.rules).map((one) => (
              <li key={one.path}>{diffWords(one, texts, center)}</li>
            ))}
          </ul>
          <Button onPress={() => void tryRules(proposal.rules)} isDisabled={!online || draft.busy}>
            {t('rules.try')}
          </Button>
          <Button look="primary" onPress={() => void applyProposal(proposal.id, version)} isDisabled={!online || draft.busy}>
            {t('rules.apply')}
          </Button>
        </section>
      )}
      <ChangesPanel
        name="strategy"
        online={online}
        note={draft.note}
        onNote={setNote}
        lines={changes.map((one) => (
          <li key={one.path}>{diffWords(one, texts, center)}</li>
        ))}
        acts={
          <>
            <Button onPress={() => void tryRules(rules)} isDisabled={!online || draft.busy} testId="strategy-try">
              {t('rules.try')}
            </Button>
            <Button look="primary" onPress={() => void applyRules()} isDisabled={!online || draft.busy || isStale} testId="strategy-apply">
              {t('rules.apply')}
            </Button>
            <Button onPress={() => void proposeRules()} isDisabled={!online || draft.busy || isStale}>
              {t('rules.propose')}
            </Button>
            <Button look="quiet" onPress={dropChanges} testId="strategy-drop">
              {t('rules.drop')}
            </Button>
          </>
        }
      >
        {isStale && <p className="guard guard-amber">{t('rules.stale', version)}</p>}
      </ChangesPanel>
      {draft.dryRun !== undefined && (
        <DryRunPanel run={draft.dryRun} isOld={draft.triedRules !== draft.rules && draft.rules !== undefined} />
      )}
      {SECTIONS.map(({ section, rule, numbers }) => (
        <section key={section} className="panel">
          <h2>
            {t(`ruleSection.${section}`)} <span className="rule-id">{rule}</span>
          </h2>
          <div className="rule-numbers">
            {numbers.map((one) => (
              <NumberField
                key={one.key}
                label={t(`rule.${one.key as 'perHour'}`)}
                value={readNumber(rules, section, one)}
                unit={one.unit}
                min={one.min}
                max={one.max}
                onChange={(shown) => changeRules((all) => writeNumber(all, section, one, shown))}
                testName={`rule-${one.key}`}
              />
            ))}
          </div>
          {section === 'danger' && (
            <>
              <p>{t('rules.dangerNeeds')}</p>
              <NeedsEditor
                needs={rules.danger.needs}
                onChange={(needs) => changeRules((all) => ({ ...all, danger: { ...all.danger, needs } }))}
                testId="danger-needs"
              />
            </>
          )}
        </section>
      ))}
      <LanguageNeeds rules={rules} />
      <QueueRings rules={rules} />
      <BlendingTable rules={rules} />
      <SpecialRoutes rules={rules} />
      <ReadRules rules={rules} />
      <FlagRules rules={rules} />
      <BrandRules rules={rules} />
      <HistoryPanel strategy={strategy} online={online} />
    </main>
  );
}
