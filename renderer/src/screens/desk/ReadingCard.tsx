import type { ReactNode } from 'react';
import { alternativeOf, isVerdictTask, labelOf, leastSure, READING_ORDER } from '../../../../shared/domain/reading-summary.ts';
import type { CorrectionTask } from '../../../../shared/domain/reading.ts';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import { Button } from '../../components/Button.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { useMinute } from '../../hooks/ticker.ts';
import type { OpenConversation } from '../../store/conversation.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { asRead, correctReading, focusReading, labelWords, newestRead, noAnswerReason, spansOfTask, taskWords, useReadingFocus, type ReadMessage } from '../../store/reading.ts';
import { closeItem } from '../../store/replies.ts';
import { useCenter } from '../../store/rows.ts';
import { readText } from '../../store/thread-model.ts';
import { openDialog } from '../../store/ui.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle, agentShort } from '../names.ts';

/** What was read of the newest message: each verdict, how sure, the words it rests on, and one key to put it right. */
export function ReadingCard({ open, item }: { readonly open: OpenConversation; readonly item: WorkItem | undefined }): ReactNode {
  const { t, language } = useText();
  const hint = useKeyHint();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const message = newestRead(open);
  if (message === undefined) return null;
  const text = readText(open.bodies.get(message.bodyRef)) ?? '';
  const reason = item?.state === 'assigned' && item.ownerAgentId === me ? noAnswerReason(message) : undefined;
  const found = [...message.reading.signals, ...message.reading.special].map((one) => one.kind as CorrectionTask);
  const said = (Object.keys(message.reading.corrections ?? {}) as CorrectionTask[]).filter((task) => !isVerdictTask(task) && !found.includes(task));
  const doubt = leastSure(message.reading)?.task;
  // What is as always takes no line; all of it stands behind L.
  const usual: Partial<Record<CorrectionTask, string>> = { answer: 'true', relevant: 'true', abuse: 'other', language };
  const telling = READING_ORDER.filter((task) => task === doubt || message.reading.corrections?.[task] !== undefined || labelOf(message.reading, task) !== usual[task]);
  return (
    <section className="context-part" aria-label={t('reading.title')} data-testid="reading">
      <h2>{t('reading.title')}</h2>
      <ul className="card reading-list">
        {[...found, ...said, ...telling].map((task) => (
          <VerdictLine key={task} message={message} task={task} text={text} />
        ))}
        <Beside message={message} text={text} />
      </ul>
      {reason !== undefined && item !== undefined && (
        <Button isSmall onPress={() => void closeItem(item.id, item.conversationId, { kind: 'noAnswerNeeded', reason })} keys={hint('takeNoAnswer')} testId="reading-close">
          {t('reading.closeAs', t(`noAnswerReason.${reason}`))}
        </Button>
      )}
      <Button isSmall look="quiet" onPress={() => openDialog({ kind: 'reading', conversationId: open.id })} keys={hint('readAs')} testId="reading-change">
        {t('reading.change')}
      </Button>
    </section>
  );
}

function VerdictLine({ message, task, text }: { readonly message: ReadMessage; readonly task: CorrectionTask; readonly text: string }): ReactNode {
  const texts = useText();
  const hint = useKeyHint();
  const { t, f } = texts;
  const center = useCenter();
  const now = useMinute();
  const focus = useReadingFocus();
  const { reading } = message;
  const label = labelOf(reading, task);
  const correction = reading.corrections?.[task];
  const doubt = leastSure(reading);
  const confidence = confidenceOf(message, task);
  const words = wordsAt(text, spansOfTask(reading, task));
  const isChosen = focus.messageId === message.id && focus.task === task;
  return (
    <li className="reading-line" data-testid={`reading-${task}`} data-label={label}>
      <button type="button" className="reading-verdict" aria-pressed={isChosen} onClick={() => focusReading(message.id, task)} title={t('reading.showWords', taskWords(texts, task))}>
        <span className="muted">{taskWords(texts, task)}</span> <strong>{labelWords(texts, task, label)}</strong>
        {correction === undefined && confidence !== undefined && <span className="muted"> · {t('reading.sure', `${f.number(Math.round(confidence * 100))}\u00a0%`)}</span>}
      </button>
      {correction === undefined ? (
        isChosen && <span className="muted reading-words">{words.length === 0 ? t('reading.noWords') : words.map((word) => `„${showHidden(word)}“`).join(', ')}</span>
      ) : (
        <span className="reading-words">
          {t('reading.by', agentShort(center, correction.byAgentId), f.moment(correction.at, now), labelWords(texts, task, asRead(message, task)))}{' '}
          <Button isSmall look="quiet" onPress={() => void correctReading(message, task, asRead(message, task))} testId={`reading-back-${task}`}>
            {t('reading.takeBack')}
          </Button>
        </span>
      )}
      {correction === undefined && (doubt?.task === task || isChosen) && (
        <Button isSmall onPress={() => void correctReading(message, task, alternativeOf(task, label))} keys={doubt?.task === task ? hint('correctReading') : undefined} testId={doubt?.task === task ? 'reading-doubt' : `reading-rather-${task}`}>
          {t('reading.rather', labelWords(texts, task, alternativeOf(task, label)))}
        </Button>
      )}
    </li>
  );
}

/** Personal data, reach, pace, impostor, wave. */
function Beside({ message, text }: { readonly message: ReadMessage; readonly text: string }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const { personal, marks } = message.reading;
  const kinds = [...new Set(personal.map((one) => one.kind))];
  return (
    <>
      {kinds.length > 0 && (
        <li className="reading-line" data-testid="reading-personal">
          <span>
            <span className="muted">{t('reading.personal')}</span> <strong>{f.join(kinds.map((kind) => t(`personal.${kind}`)))}</strong>
          </span>
          <span className="muted reading-words">{personal.map((one) => `„${showHidden(text.slice(one.start, one.end))}“`).join(', ')}</span>
        </li>
      )}
      {marks.reach !== undefined && <li className="reading-line">{t('reading.reach', f.number(10 ** marks.reach))}</li>}
      {marks.perHour !== undefined && <li className="reading-line">{t('reading.perHour', marks.perHour)}</li>}
      {marks.impostor !== undefined && <li className="reading-line reading-warns">{t('reading.impostor', accountHandle(center, marks.impostor.accountId))}</li>}
      {marks.wave !== undefined && (
        <li className="reading-line reading-warns" data-testid="reading-wave">
          {t('reading.wave', marks.wave.size)}
          <Button isSmall onPress={() => openDialog({ kind: 'wave', waveId: marks.wave?.id ?? '' })} testId="wave-open">
            {t('reading.waveClose')}
          </Button>
        </li>
      )}
    </>
  );
}

function confidenceOf({ reading }: ReadMessage, task: CorrectionTask): number | undefined {
  const verdict = isVerdictTask(task) ? reading[task] : [...reading.signals, ...reading.special].find((one) => one.kind === task);
  return verdict?.confidence;
}

function wordsAt(text: string, spans: readonly number[]): string[] {
  return Array.from({ length: Math.floor(spans.length / 2) }, (_, at) => text.slice(spans[at * 2], spans[at * 2 + 1])).filter((word) => word !== '');
}
