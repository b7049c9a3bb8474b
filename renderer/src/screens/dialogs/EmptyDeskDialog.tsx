import { useState, type ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Dialog } from '../../components/Dialog.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useDeskOf } from '../../hooks/desk-of.ts';
import { runCommand } from '../../store/commands.ts';
import { reassign } from '../../store/reassign.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { mayStillSend } from '../supervisor/may-still-send.ts';
import { HandoverLines, lineOf } from './HandoverLines.tsx';
import { TargetList, type Target } from './TargetList.tsx';

const QUEUE = 'own';

/** S1: everything of one person's desk goes on, each item with a line for whoever gets it; and nothing new comes meanwhile. */
export function EmptyDeskDialog({ agentId }: { readonly agentId: string }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const agent = center.agents.get(agentId);
  const rows = useDeskOf(agentId);
  const [target, setTarget] = useState<Target | undefined>({ kind: 'queue', id: QUEUE });
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const takesNew = agent?.state === 'available' || agent?.state === 'notResponding';
  const [stop, setStop] = useState(true);
  const [force, setForce] = useState(false);
  const warnings = mayStillSend(rows, center, texts);
  const needs = [...new Map(rows.flatMap((row) => row.item.needs).map((need) => [need.skillId, need])).values()];

  const confirm = async (): Promise<void> => {
    if (target === undefined) return;
    closeDialog();
    // First, or what goes back to its queue would come straight back.
    if (takesNew && stop && (await runCommand({ type: 'agent.forceState', data: { agentId, state: 'runOut' } })) === 'refused') return;
    const to = target.kind === 'agent' ? { kind: 'agent' as const, agentId: target.id } : { kind: 'queue' as const };
    const lines = rows.flatMap((row) => {
      const line = lineOf(row, typed).trim();
      return line === '' ? [] : [{ workItemId: row.item.id, line }];
    });
    await reassign(rows.map((row) => row.item.id), { to, force, ...(lines.length === 0 ? {} : { lines }) });
  };
  return (
    <Dialog
      title={t('emptyDesk.title', agent?.name ?? agentId, rows.length)}
      width="wide"
      onClose={closeDialog}
      confirm={{ label: t('emptyDesk.confirm', rows.length), onPress: () => void confirm(), look: force ? 'danger' : 'primary', isDisabled: target === undefined || rows.length === 0 }}
      testId="dialog-empty-desk"
    >
      <p className="muted">{t('emptyDesk.hint')}</p>
      <HandoverLines rows={rows} typed={typed} onType={(id, line) => setTyped((before) => new Map(before).set(id, line))} />
      <TargetList needs={needs} queues={[{ id: QUEUE, label: t('reassign.toQueue') }]} target={target} onChoose={setTarget} withMe isFirst={false} notId={agentId} />
      {warnings.map((warning) => (
        <p key={warning} className="guard guard-red">
          {warning}
        </p>
      ))}
      {takesNew && <Tick label={t('emptyDesk.stop')} isOn={stop} onChange={setStop} testId="empty-desk-stop" />}
      <Tick label={t('reassign.force')} isOn={force} onChange={setForce} testId="empty-desk-force" />
      {force && <p className="muted">{t('reassign.forceHint')}</p>}
    </Dialog>
  );
}

function Tick({ label, isOn, onChange, testId }: { readonly label: string; readonly isOn: boolean; readonly onChange: (on: boolean) => void; readonly testId: string }): ReactNode {
  return (
    <Checkbox className="checkbox" isSelected={isOn} onChange={onChange} data-testid={testId}>
      <span className="checkbox-box" aria-hidden="true">
        {isOn && <Icon name="check" size={14} />}
      </span>
      {label}
    </Checkbox>
  );
}
