import { useState, type ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Picker } from '../../components/Picker.tsx';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useWhen, WhenFields } from './WhenFields.tsx';

const ALL = 'all';
const A_SHIFT_MS = 12 * 3_600_000;

/** A lead writes what has to be known before work begins, or changes it: then it is to be read anew. */
export function WriteBriefingDialog({ briefingId }: { readonly briefingId: string | undefined }): ReactNode {
  const { t, f } = useText();
  const teams = useCenter((state) => state.teams);
  // As it was when it opened: its version says whether somebody else was faster.
  const [old] = useState(() => (briefingId === undefined ? undefined : useCenter.getState().briefings.get(briefingId)));
  const [id] = useState(() => old?.id ?? crypto.randomUUID());
  const [title, setTitle] = useState(old?.title ?? '');
  const [text, setText] = useState(old?.text ?? '');
  const [teamId, setTeamId] = useState<string>(old?.teamIds[0] ?? ALL);
  const [mustRead, setMustRead] = useState(old?.mustRead ?? true);
  const [first] = useState(() => old?.untilAt ?? Date.now() + A_SHIFT_MS);
  const when = useWhen(first);
  const isReady = title.trim() !== '' && text.trim() !== '' && when.at !== undefined;
  const save = async (): Promise<void> => {
    if (when.at === undefined) return;
    // Several teams, set elsewhere, stay unless another choice is made here.
    const teamIds = old !== undefined && (old.teamIds[0] ?? ALL) === teamId ? [...old.teamIds] : teamId === ALL ? [] : [teamId];
    const done = await runCommand({ type: 'briefing.write', data: { id, title: title.trim(), text: text.trim(), teamIds, mustRead, untilAt: when.at, baseVersion: old?.version ?? 0 } });
    if (done !== 'accepted') return;
    // Who wrote it has read it: it must not open before them next.
    await runCommand({ type: 'briefing.read', data: { id, version: (old?.version ?? 0) + 1 } });
    closeDialog();
  };
  return (
    <Dialog title={t(old === undefined ? 'briefing.new' : 'briefing.change')} width="wide" onClose={closeDialog} confirm={{ label: t('briefing.publish'), onPress: () => void save(), isDisabled: !isReady }} testId="dialog-write-briefing">
      <Field label={t('briefing.field.title')} value={title} onChange={setTitle} maxLength={120} name="briefing-title" autoFocus />
      <Field label={t('briefing.field.text')} value={text} onChange={setText} lines={6} maxLength={4000} name="briefing-text" />
      <Picker
        label={t('briefing.field.team')}
        value={teamId}
        isActive={teamId !== ALL}
        options={[{ id: ALL, label: t('briefing.everybody') }, ...[...teams.values()].toSorted((a, b) => f.compare(a.name, b.name)).map((team) => ({ id: team.id as string, label: team.name }))]}
        onChange={setTeamId}
      />
      <p className="field-label">{t('briefing.field.until')}</p>
      <WhenFields when={when} isFirst={false} />
      <Checkbox className="checkbox" isSelected={mustRead} onChange={setMustRead}>
        <span className="checkbox-box" aria-hidden="true">
          {mustRead && <Icon name="check" size={14} />}
        </span>
        {t('briefing.mustRead')}
      </Checkbox>
      {old !== undefined && <p className="muted">{t('briefing.anew')}</p>}
    </Dialog>
  );
}
