import type { ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import type { Composition } from '../../store/composer.ts';
import { useCenter } from '../../store/rows.ts';
import { renewSituation, toldSituation } from '../../store/situations.ts';
import { useText } from '../../text/index.tsx';

/** D14: what the draft tells of has changed since it was put in. */
export function SituationNotice({ conversationId, composition, now }: { readonly conversationId: string; readonly composition: Composition; readonly now: number }): ReactNode {
  const { t, f } = useText();
  const told = toldSituation(composition);
  const row = useCenter((center) => (told === undefined ? undefined : center.situations.get(told.id)));
  const isOld = row !== undefined && told !== undefined && (row.version !== told.version || row.state === 'closed');
  return (
    <div className="composer-notices" aria-live="polite">
      {isOld && (
        <div className="guard guard-amber" data-testid="guard-situation">
          <p>{row.state === 'closed' ? t('situation.nowClosed', row.title) : t('situation.nowOther', row.title, row.untilAt === undefined ? t('situation.untilOpen') : t('situation.until', f.moment(row.untilAt, now)))}</p>
          {row.state === 'open' && (
            <Button isSmall onPress={() => renewSituation(conversationId, row)} testId="situation-renew">
              {t('situation.renew')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
