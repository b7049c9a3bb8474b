import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { compose, type Composition } from '../../store/composer.ts';
import { promiseOf } from '../../store/draft-guards.ts';
import { useText } from '../../text/index.tsx';

export interface PromiseNoticeProps {
  readonly conversationId: string;
  readonly composition: Composition;
  /** ms. */
  readonly now: number;
}

/** D7: what the draft promises becomes an entry with a time of its own, after one confirmation. */
export function PromiseNotice({ conversationId, composition, now }: PromiseNoticeProps): ReactNode {
  const { t, f } = useText();
  const { kept, found } = promiseOf(composition, now);
  const toField = (): void => document.getElementById('composer-text')?.focus();
  return (
    <div className="composer-notices" aria-live="polite">
      {kept !== undefined && (
        <div className="guard guard-plain" data-testid="promise-kept">
          <p>{t('promise.kept', kept.text, f.moment(kept.dueAt, now))}</p>
          <Button isSmall look="quiet" onPress={() => (compose(conversationId, { promise: undefined, noPromise: [...composition.noPromise, kept.text] }), toField())} testId="promise-drop">
            {t('promise.drop')}
          </Button>
        </div>
      )}
      {found !== undefined && (
        <div className="guard guard-amber" data-testid="guard-promise">
          <p>{t('promise.found', found.text, f.moment(found.dueAt, now))}</p>
          <Button isSmall onPress={() => (compose(conversationId, { promise: { text: found.text, dueAt: found.dueAt } }), toField())} testId="promise-keep">
            {t('promise.keep')}
          </Button>
          <Button isSmall look="quiet" onPress={() => (compose(conversationId, { noPromise: [...composition.noPromise, found.text] }), toField())} testId="promise-none">
            {t('promise.none')}
          </Button>
        </div>
      )}
    </div>
  );
}
