import { useState, type ReactNode } from 'react';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { stateText } from '../names.ts';

const STATES = ['available', 'runOut', 'onBreak', 'offDuty'] as const;

/** A lead sets somebody's state: for a desk that was left open, or a person who cannot do it. */
export function ForceStateDialog({ agentId }: { readonly agentId: string }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const agent = useCenter((state) => state.agents.get(agentId));
  const [state, setState] = useState<(typeof STATES)[number]>('offDuty');
  const confirm = (): void => {
    closeDialog();
    void runCommand({
      type: 'agent.forceState',
      data: { agentId, state, ...(state === 'onBreak' ? { breakReason: 'technical' as const } : {}) },
    });
  };
  return (
    <Dialog
      title={t('forceState.title', agent?.name ?? agentId)}
      onClose={closeDialog}
      confirm={{ label: t('forceState.confirm'), onPress: confirm }}
      testId="dialog-force-state"
    >
      {agent !== undefined && <p className="muted">{t('forceState.now', stateText(texts, agent))}</p>}
      <Choices
        label={t('forceState.to')}
        value={state}
        onChange={setState}
        autoFocus
        choices={STATES.map((id) => ({ id, label: id === 'onBreak' ? t('breakReason.technical') : t(`agentState.${id}`) }))}
      />
      <p className="muted">{t('forceState.hint')}</p>
    </Dialog>
  );
}
