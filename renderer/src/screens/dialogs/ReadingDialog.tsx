import { useState, type ReactNode } from 'react';
import { labelOf, READING_ORDER } from '../../../../shared/domain/reading-summary.ts';
import { signalKindSchema, verdictSchemas, type CorrectionTask, type VerdictTask } from '../../../../shared/domain/reading.ts';
import { specialMailKindSchema } from '../../../../shared/domain/strategy.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { useNumberKeys } from '../../hooks/number-keys.ts';
import { useConversation } from '../../store/conversation.ts';
import { correctReading, labelWords, newestRead, taskWords } from '../../store/reading.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

type Step = { readonly kind: 'tasks' } | { readonly kind: 'labels'; readonly task: VerdictTask } | { readonly kind: 'signs'; readonly tasks: readonly CorrectionTask[] };
interface Line {
  readonly id: string;
  readonly label: string;
  readonly now?: string | undefined;
  readonly run: () => void;
}

/** "Read as …": a number for what is wrong, a number for what is right. */
export function ReadingDialog({ conversationId }: { readonly conversationId: string }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const [step, setStep] = useState<Step>({ kind: 'tasks' });
  const current = useConversation((state) => state.current);
  const message = current?.id === conversationId ? newestRead(current) : undefined;
  const choose = (task: CorrectionTask, label: string): void => {
    closeDialog();
    if (message !== undefined) void correctReading(message, task, label);
  };
  const toggle = (task: CorrectionTask): Line => {
    const now = message === undefined ? 'false' : labelOf(message.reading, task);
    return { id: task, label: taskWords(texts, task), now: labelWords(texts, task, now), run: () => choose(task, now === 'true' ? 'false' : 'true') };
  };
  const lines: readonly Line[] =
    message === undefined
      ? []
      : step.kind === 'labels'
        ? verdictSchemas[step.task].options.map((label) => ({ id: label, label: labelWords(texts, step.task, label), run: () => choose(step.task, label) }))
        : step.kind === 'signs'
          ? step.tasks.map(toggle)
          : [
              ...READING_ORDER.map((task): Line => ({ id: task, label: taskWords(texts, task), now: labelWords(texts, task, labelOf(message.reading, task)), run: () => setStep({ kind: 'labels', task }) })),
              { id: 'signals', label: t('reading.restSignals'), run: () => setStep({ kind: 'signs', tasks: signalKindSchema.options }) },
              { id: 'special', label: t('reading.restSpecial'), run: () => setStep({ kind: 'signs', tasks: specialMailKindSchema.options }) },
            ];
  useNumberKeys(lines, (line) => line.run());
  return (
    <Dialog title={t('reading.change')} onClose={closeDialog} testId="dialog-reading">
      <p className="field-label">{step.kind === 'labels' ? t('reading.chooseLabel', taskWords(texts, step.task)) : t('reading.chooseTask')}</p>
      <ol className="reading-choices">
        {lines.map((line, place) => (
          <li key={`${step.kind}-${line.id}`}>
            <button type="button" className="reading-choice" onClick={line.run} data-testid={`reading-choice-${line.id}`} autoFocus={place === 0}>
              <span>{line.label}</span>
              {line.now !== undefined && <span className="muted">{line.now}</span>}
              <kbd className="keys" aria-hidden="true">
                {place + 1}
              </kbd>
            </button>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
