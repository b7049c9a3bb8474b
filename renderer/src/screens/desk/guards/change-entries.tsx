import type { ReactNode } from 'react';
import { Countdown } from '../../../components/DueRing.tsx';
import { showHidden } from '../../../components/plain-text.ts';
import type { Composition } from '../../../store/composer.ts';
import { changedMessages, type ComposerJudgement, type SeenMarks } from '../../../store/composer-rules.ts';
import type { ThreadMessage, ThreadModel } from '../../../store/thread-model.ts';
import type { Texts } from '../../../text/index.tsx';
import type { GuardEntry } from './GuardList.tsx';

export interface ChangeFacts {
  readonly composition: Composition;
  readonly judgement: ComposerJudgement;
  readonly marks: SeenMarks;
  readonly thread: ThreadModel;
  /** How a colleague is named; undefined: answered outside the desk. */
  readonly nameOf: (agentId: string | undefined) => string;
}

const EXCERPT = 280;

/** What happened while somebody wrote: answered by somebody else, edited, taken back, written on; and the window that is about to close. */
export function changeEntries({ t }: Texts, { composition, judgement, marks, thread, nameOf }: ChangeFacts, onSeen: () => void): readonly GuardEntry[] {
  const entries: GuardEntry[] = [];
  const seen = { id: 'seen', label: t('action.seen'), run: onSeen, testId: 'seen' };
  const messages = new Map(thread.entries.flatMap((entry) => (entry.kind === 'message' ? [[entry.message.id, entry.message] as const] : [])));
  const { answered, changed } = changedMessages(composition.seen, marks);
  if (answered.length > 0 && judgement.block === 'answered') {
    const message = messages.get(answered.at(-1) ?? '');
    entries.push({
      id: 'answered',
      weight: 100,
      tone: 'red',
      body: (
        <>
          <p>{t('guard.answered', nameOf(message?.agentId))}</p>
          {message?.text !== undefined && <blockquote className="guard-quote">{excerpt(message.text)}</blockquote>}
        </>
      ),
      fixes: [seen],
    });
  }
  if (judgement.block === 'changed')
    entries.push({
      id: 'changed',
      weight: 99,
      tone: 'red',
      body: (
        <>
          <p>{t('block.changed')}</p>
          {changed.map((id) => (
            <BeforeAfter key={id} before={composition.seenTexts?.[id]} message={messages.get(id)} t={t} />
          ))}
        </>
      ),
      fixes: [seen],
    });
  if (judgement.hints.includes('windowSoon') && judgement.windowEndsAt !== undefined)
    entries.push({
      id: 'window',
      weight: 70,
      tone: 'amber',
      body: (
        <p>
          {t('hint.windowSoon')} <Countdown until={judgement.windowEndsAt} />
        </p>
      ),
      fixes: [],
    });
  if (judgement.hints.includes('newMessage')) entries.push({ id: 'newMessage', weight: 65, tone: 'amber', body: <p>{t('hint.newMessage')}</p>, fixes: [seen] });
  return entries;
}

function BeforeAfter({ before, message, t }: { readonly before: string | undefined; readonly message: ThreadMessage | undefined; readonly t: Texts['t'] }): ReactNode {
  const isGone = message === undefined || message.deletedAt !== undefined;
  return (
    <dl className="guard-change">
      {before !== undefined && (
        <div>
          <dt>{t('guard.before')}</dt>
          <dd>
            <del>{excerpt(before)}</del>
          </dd>
        </div>
      )}
      <div>
        <dt>{t('guard.after')}</dt>
        <dd>{isGone ? <em>{t('guard.deleted')}</em> : <ins>{excerpt(message.text ?? '')}</ins>}</dd>
      </div>
    </dl>
  );
}

function excerpt(text: string): string {
  return showHidden(text.length > EXCERPT ? `${text.slice(0, EXCERPT)} …` : text);
}
