import type { WorkItem } from '../../../../../shared/domain/work-item.ts';
import type { Composition } from '../../../store/composer.ts';
import { promiseOf, promisedSentence } from '../../../store/draft-guards.ts';
import type { ThreadModel } from '../../../store/thread-model.ts';
import type { Texts } from '../../../text/index.tsx';
import type { GuardEntry } from './GuardList.tsx';

export interface PromiseFacts {
  readonly composition: Composition;
  readonly item: WorkItem | undefined;
  readonly thread: ThreadModel;
  readonly wanted: 'du' | 'sie' | 'none' | undefined;
  readonly nameOf: (agentId: string | undefined) => string;
  /** ms. */
  readonly now: number;
}

export interface PromiseActs {
  readonly keep: (promise: { readonly text: string; readonly dueAt: number }) => void;
  readonly none: (text: string) => void;
  readonly put: (text: string) => void;
}

/** D7: what the draft promises becomes an entry by one confirmation; what was promised before and comes due is offered to be followed up. */
export function promiseEntries({ t, f }: Texts, facts: PromiseFacts, acts: PromiseActs): readonly GuardEntry[] {
  const { composition, item, now } = facts;
  const entries: GuardEntry[] = [];
  const { found } = promiseOf(composition, now);
  const due = item?.promise;
  if (due?.woke === true && composition.text.trim() === '' && item?.state === 'assigned') {
    const sentence = promisedSentence(facts.thread, due.dueAt);
    const text = sentence === undefined ? t(facts.wanted === 'sie' ? 'promise.followUpSie' : 'promise.followUpDu') : t(facts.wanted === 'sie' ? 'promise.followUpOfSie' : 'promise.followUpOfDu', sentence);
    entries.push({
      id: 'followUp',
      weight: 60,
      tone: 'amber',
      body: (
        <p>
          {t(due.dueAt < now ? 'promise.overdue' : 'promise.comesDue', f.moment(due.dueAt, now), facts.nameOf(due.byAgentId))}
          {sentence !== undefined && <q className="guard-quote">{sentence}</q>}
        </p>
      ),
      fixes: [{ id: 'follow-up', label: t('promise.followUp'), run: () => acts.put(text), testId: 'promise-follow-up' }],
    });
  }
  if (found !== undefined)
    entries.push({
      id: 'promise',
      weight: 40,
      tone: 'amber',
      body: <p>{t('promise.found', found.text, f.moment(found.dueAt, now))}</p>,
      fixes: [
        { id: 'promise-keep', label: t('promise.keep'), run: () => acts.keep({ text: found.text, dueAt: found.dueAt }), testId: 'promise-keep' },
        { id: 'promise-none', label: t('promise.none'), run: () => acts.none(found.text), isQuiet: true, testId: 'promise-none' },
      ],
    });
  return entries;
}
