import { create } from 'zustand';
import type { Message } from '../../../shared/domain/message.ts';
import type { CorrectionTask, MessageReading } from '../../../shared/domain/reading.ts';
import { isVerdictTask, labelOf, leastSure, readLabel } from '../../../shared/domain/reading-summary.ts';
import type { NoAnswerReason } from '../../../shared/domain/disposition.ts';
import { hasText, type Texts } from '../text/index.tsx';
import { runCommand } from './commands.ts';
import { entitiesOf, useConversation, type OpenConversation } from './conversation.ts';
import { currentTexts } from './errors.ts';
import { announce, showToast } from './ui.ts';

export type ReadMessage = Message & { readonly reading: MessageReading };

/** Whose words are marked in the thread: those one verdict of one message rests on. */
export const useReadingFocus = create<{ readonly messageId?: string | undefined; readonly task?: CorrectionTask | undefined }>(() => ({}));

export const focusReading = (messageId: string, task: CorrectionTask): void =>
  useReadingFocus.setState((state) => (state.messageId === messageId && state.task === task ? { messageId: undefined, task: undefined } : { messageId, task }));

/** The customer's newest message of this conversation of which something was read. */
export function newestRead(open: OpenConversation | undefined): ReadMessage | undefined {
  if (open === undefined) return undefined;
  const read = entitiesOf(open, 'message').filter((message): message is ReadMessage => message.conversationId === open.id && message.direction === 'in' && message.reading !== undefined && message.deletedAt === undefined);
  return read.toSorted((a, b) => b.seq - a.seq)[0];
}

/** Places of the words a verdict rests on, in pairs; of a message nobody chose: what warns. */
export function markedSpans(messageId: string, reading: MessageReading | undefined, focus: { readonly messageId?: string | undefined; readonly task?: CorrectionTask | undefined }): readonly number[] {
  if (reading === undefined) return [];
  if (focus.messageId === messageId && focus.task !== undefined) return spansOfTask(reading, focus.task);
  return [...reading.signals.filter((one) => one.kind !== 'praise'), ...reading.special].flatMap((one) => one.spans);
}

export function spansOfTask(reading: MessageReading, task: CorrectionTask): readonly number[] {
  if (isVerdictTask(task)) return reading[task].spans;
  return [...reading.signals, ...reading.special].find((one) => one.kind === task)?.spans ?? [];
}

/** A label in the person's language. */
export function labelWords({ t }: Texts, task: CorrectionTask, label: string): string {
  if (!isVerdictTask(task)) return t(label === 'true' ? 'reading.isThere' : 'reading.isNotThere');
  switch (task) {
    case 'address':
      return t(`addressForm.${label as 'du'}`);
    case 'language':
      return t(`messageLanguage.${label as 'de'}`);
    case 'caseType':
      return t(`caseType.${label as 'fault'}`);
    case 'sentiment':
      return t(`sentiment.${label as 'neutral'}`);
    case 'answer':
      return t(`answer.${label as 'true'}`);
    case 'relevant':
      return t(`relevant.${label as 'true'}`);
    case 'abuse':
      return t(`abuse.${label as 'other'}`);
  }
}

/** What a verdict is about. */
export function taskWords({ t }: Pick<Texts, 't'>, task: CorrectionTask): string {
  const special = `special.${task}`;
  return hasText(special) ? t(special as 'special.press') : t(`readingTask.${task as 'caseType'}`);
}

/** Puts a verdict right; the person hears what it counts as now and may take it back. */
export async function correctReading(message: ReadMessage, task: CorrectionTask, label: string): Promise<void> {
  const { conversationId } = message;
  const was = labelOf(message.reading, task);
  if (conversationId === undefined || was === label) return;
  const outcome = await runCommand({ type: 'message.correctReading', data: { messageId: message.id, conversationId, task, label } });
  if (outcome === 'refused') return;
  const texts = currentTexts();
  const text = texts.t('reading.corrected', taskWords(texts, task), labelWords(texts, task, label));
  showToast({ tone: 'info', text, action: { kind: 'correctReading', messageId: message.id, conversationId, task, label: was } });
  announce(text);
}

/** One key: the verdict that is least sure becomes what it is most often mistaken for. */
export function correctLeastSure(): void {
  const message = newestRead(useConversation.getState().current);
  const doubt = message === undefined ? undefined : leastSure(message.reading);
  if (message !== undefined && doubt !== undefined) void correctReading(message, doubt.task, doubt.alternative);
}

/** T8: why it probably needs no answer, as a reason to close with; undefined where it needs one. */
export function noAnswerReason(message: ReadMessage | undefined): NoAnswerReason | undefined {
  if (message === undefined || labelOf(message.reading, 'answer') === 'true' || labelOf(message.reading, 'danger') === 'true') return undefined;
  if (labelOf(message.reading, 'caseType') === 'praise' || labelOf(message.reading, 'sentiment') === 'positive') return 'thanks';
  return labelOf(message.reading, 'relevant') === 'false' ? 'noise' : 'noQuestion';
}

/** What a correction takes back to. */
export const asRead = (message: ReadMessage, task: CorrectionTask): string => readLabel(message.reading, task);
