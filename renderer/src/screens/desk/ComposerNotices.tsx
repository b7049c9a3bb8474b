import type { ReactNode } from 'react';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import { Button } from '../../components/Button.tsx';
import type { ComposerJudgement } from '../../store/composer-rules.ts';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';
import { openLink } from '../../store/open-link.ts';

export interface ComposerNoticesProps {
  readonly judgement: ComposerJudgement;
  readonly item: WorkItem | undefined;
  /** The platform's own page of what is answered. */
  readonly siteUrl: string | undefined;
}

/** Why something cannot go, what to know before it goes, and the way out where there is one. */
export function ComposerNotices({ judgement, item, siteUrl }: ComposerNoticesProps): ReactNode {
  const { t } = useText();
  const center = useCenter();
  const { block } = judgement;
  const workItemId = item?.id ?? '';
  return (
    <div className="composer-notices" aria-live="polite">
      {block !== undefined && block !== 'empty' && block !== 'personalData' && block !== 'speaker' && block !== 'files' && block !== 'unchecked' && block !== 'answered' && block !== 'changed' && (
        <div
          className={`guard ${block === 'queued' || block === 'closed' || block === 'notOwner' || block === 'siteOnly' ? 'guard-plain' : 'guard-red'}`}
          data-testid={`block-${block}`}
        >
          <p>
            {block === 'notOwner'
              ? t('block.notOwner', agentLong(center, item?.ownerAgentId))
              : block === 'tooLong'
                ? t('block.tooLong', -(judgement.length?.remaining ?? 0))
                : block === 'closed' && item?.disposition?.kind === 'answeredElsewhere'
                  ? t('block.answeredElsewhere')
                  : t(`block.${block}`)}
          </p>
          {block === 'queued' && (
            <Button
              isSmall
              look="primary"
              onPress={() => void runCommand({ type: 'workItem.take', data: { workItemId } })}
              testId="composer-take"
            >
              {t('action.take')}
            </Button>
          )}
          {block === 'closed' && item !== undefined && (
            <Button isSmall onPress={() => void runCommand({ type: 'workItem.reopen', data: { workItemId } })}>
              {t('action.reopen')}
            </Button>
          )}
          {block === 'siteOnly' && siteUrl !== undefined && (
            <Button isSmall look="primary" onPress={() => openLink(siteUrl)} testId="open-on-site">
              {t('action.onSite')}
            </Button>
          )}
        </div>
      )}
      {judgement.hints.filter((hint) => hint !== 'windowSoon' && hint !== 'newMessage').map((hint) => (
        <div key={hint} className="guard guard-amber" data-testid={`hint-${hint}`}>
          <p>
            {hint === 'inParts' ? t('hint.inParts', judgement.parts ?? 1) : t(`hint.${hint}`)}
          </p>
        </div>
      ))}
    </div>
  );
}
