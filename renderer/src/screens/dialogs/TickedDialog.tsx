import { useState, type ReactNode } from 'react';
import type { Disposition } from '../../../../shared/domain/disposition.ts';
import { noAnswerReasonSchema, type NoAnswerReason } from '../../../../shared/domain/disposition.ts';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { isLead, signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { actableRows, runTicked, type TickedAct, type TickedStep } from '../../store/ticked-acts.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { MOST_TAGS, TagField, tagsIn, useTagProblem } from './TagField.tsx';
import { TargetList, type Target } from './TargetList.tsx';
import { useWhen, WhenFields } from './WhenFields.tsx';

const OUTCOMES = ['resolved', 'noAnswerNeeded'] as const;

/** One act for all ticked rows: what is asked of one is asked once for all. */
export function TickedDialog({ act, workItemIds }: { readonly act: TickedAct; readonly workItemIds: readonly string[] }): ReactNode {
  const { t, language } = useText();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const lead = useDesk((state) => isLead(state.session));
  const queues = useCenter((state) => state.queues);
  // As they were when the person chose: what comes in meanwhile is left out.
  const [{ fit, rest }] = useState(() => actableRows(workItemIds, act, me, lead));
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>('resolved');
  const [reason, setReason] = useState<NoAnswerReason>('thanks');
  const [text, setText] = useState('');
  const [target, setTarget] = useState<Target>();
  const when = useWhen();
  const tags = act === 'tags' ? tagsIn(text) : [];
  const tagProblem = useTagProblem(tags, []);
  const step = (row: QueueRow): TickedStep | undefined => {
    const { id: workItemId } = row.item;
    if (act === 'done') {
      const disposition: Disposition = outcome === 'resolved' ? { kind: outcome } : { kind: outcome, reason };
      return { row, command: { type: 'workItem.close', data: { workItemId, disposition } }, undo: { type: 'workItem.reopen', data: { workItemId } } };
    }
    if (act === 'snooze') return when.at === undefined ? undefined : { row, command: { type: 'workItem.snooze', data: { workItemId, untilAt: when.at } }, undo: { type: 'workItem.wake', data: { workItemId } } };
    if (act === 'tags') {
      const before = row.tags ?? [];
      const after = [...new Set([...before, ...tags])].slice(0, MOST_TAGS);
      return { row, command: { type: 'conversation.tag', data: { conversationId: row.conversationId, tags: after } }, undo: { type: 'conversation.tag', data: { conversationId: row.conversationId, tags: before } } };
    }
    const to = target?.kind === 'agent' ? { kind: 'agent' as const, agentId: target.id } : target === undefined ? undefined : { kind: 'queue' as const, ...(target.id === row.item.queueId ? {} : { queueId: target.id }) };
    // Whoever has it then works on it: taking it back is theirs to do.
    return to === undefined ? undefined : { row, command: { type: 'workItem.transfer', data: { workItemId, to, ...(text.trim() === '' ? {} : { note: text.trim() }) } } };
  };
  const steps = fit.flatMap((row) => step(row) ?? []);
  const confirm = (): void => {
    closeDialog();
    void runTicked(act, steps);
  };
  return (
    <Dialog
      title={t(`ticked.title.${act}`, fit.length)}
      onClose={closeDialog}
      confirm={{ label: t(`ticked.confirm.${act}`), onPress: confirm, isDisabled: steps.length === 0 || tagProblem !== undefined || (act === 'tags' && tags.length === 0) }}
      testId={`dialog-ticked-${act}`}
    >
      {rest > 0 && (
        <p className="guard guard-amber" role="status" data-testid="ticked-rest">
          {t('ticked.rest', rest)}
        </p>
      )}
      {act === 'done' && (
        <>
          <Choices label={t('done.outcome')} value={outcome} onChange={setOutcome} autoFocus choices={OUTCOMES.map((id) => ({ id, label: t(`disposition.${id}`) }))} />
          {outcome === 'noAnswerNeeded' && <Choices<NoAnswerReason> label={t('noAnswer.reason')} value={reason} onChange={setReason} choices={noAnswerReasonSchema.options.map((id) => ({ id, label: t(`noAnswerReason.${id}`) }))} />}
        </>
      )}
      {act === 'snooze' && <WhenFields when={when} />}
      {act === 'tags' && <TagField text={text} onChange={setText} hint={t('ticked.tagsHint')} problem={tagProblem} />}
      {act === 'transfer' && (
        <>
          <TargetList
            needs={[]}
            queues={[...queues.values()].toSorted((a, b) => a.order - b.order).map((queue) => ({ id: queue.id as string, label: queue.name[language] }))}
            target={target}
            onChoose={setTarget}
          />
          <Field label={t('dialog.note')} value={text} onChange={setText} lines={2} />
        </>
      )}
    </Dialog>
  );
}
