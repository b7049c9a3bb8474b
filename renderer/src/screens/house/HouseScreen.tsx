import type { ReactNode } from 'react';
import { houseDiff, recordName } from '../../../../shared/domain/house.ts';
import { Button } from '../../components/Button.tsx';
import { TabBar } from '../../components/TabBar.tsx';
import { useFocusInSight } from '../../hooks/focus-home.ts';
import { useMinute } from '../../hooks/ticker.ts';
import { useDesk } from '../../store/desk.ts';
import { applyHouse, dropHouse, HOUSE_TABS, problemOf, setHouseNote, showHouseTab, tryHouse, useHouse, useHouseTab } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { ChangesPanel } from '../ChangesPanel.tsx';
import { queueName } from '../names.ts';
import { CalendarsTab } from './CalendarsTab.tsx';
import { HouseHistory } from './HouseHistory.tsx';
import { PeopleTab } from './PeopleTab.tsx';
import { QueuesTab } from './QueuesTab.tsx';
import { RecordDiff } from './RecordDiff.tsx';
import { RosterTab } from './RosterTab.tsx';
import { SkillsTab } from './SkillsTab.tsx';
import { TagsTab } from './TagsTab.tsx';
import { TargetsTab } from './TargetsTab.tsx';

/** S4, S5: the rules of the house: read, changed, tried, put in force, taken back. */
export function HouseScreen(): ReactNode {
  const { t } = useText();
  const online = useDesk((state) => state.connection.kind === 'online');
  const tab = useHouseTab((state) => state.tab);
  return (
    <main className="page rules-page" data-testid="screen-house">
      <h1>{t('screen.house')}</h1>
      <Changes online={online} />
      <TabBar label={t('screen.house')} tabs={HOUSE_TABS.map((id) => ({ id, label: t(`house.tab.${id}`) }))} chosen={tab} onChoose={showHouseTab}>
        {tab === 'hours' && <CalendarsTab />}
        {tab === 'targets' && <TargetsTab />}
        {tab === 'people' && <PeopleTab />}
        {tab === 'roster' && <RosterTab />}
        {tab === 'skills' && <SkillsTab />}
        {tab === 'queues' && <QueuesTab />}
        {tab === 'tags' && <TagsTab />}
        {tab === 'history' && <HouseHistory online={online} />}
      </TabBar>
    </main>
  );
}

/** HOUSE-6: what would change, what it would be refused for, what would come of it. */
function Changes({ online }: { readonly online: boolean }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const { edits, note, busy } = useHouse();
  const now = useMinute();
  const list = [...edits.values()];
  const problem = problemOf(center, edits);
  const trials = problem === undefined ? tryHouse(center, edits, now) : [];
  useFocusInSight(`${list.length} ${trials.length} ${problem === undefined}`);
  return (
    <ChangesPanel
      name="house"
      online={online}
      note={note}
      onNote={setHouseNote}
      lines={list.map((edit) => (
        <li key={`${edit.noun} ${edit.id}`}>
          <RecordDiff noun={edit.noun} name={recordName(edit)} kind={edit.before === null ? 'added' : edit.after === null ? 'removed' : 'changed'} diff={houseDiff(edit)} />
        </li>
      ))}
      acts={
        <>
          <Button look="primary" onPress={() => void applyHouse()} isDisabled={!online || busy || problem !== undefined} testId="house-apply">
            {t('rules.apply')}
          </Button>
          <Button look="quiet" onPress={dropHouse} testId="house-drop">
            {t('rules.drop')}
          </Button>
        </>
      }
    >
      {problem !== undefined && (
        <p className="guard guard-amber" data-testid="house-problem">
          {t('house.problem', problem.detail)}
        </p>
      )}
      {trials.length > 0 && (
        <div data-testid="house-trial" aria-live="polite">
          <h3>{t('rules.try')}</h3>
          <ul>
            {trials.map((trial) => (
              <li key={trial.queueId}>{t('house.trial', queueName(center, texts, trial.queueId), f.moment(trial.dueBefore, now), f.moment(trial.dueAfter, now), trial.earlier, trial.later, trial.late)}</li>
            ))}
          </ul>
        </div>
      )}
    </ChangesPanel>
  );
}
