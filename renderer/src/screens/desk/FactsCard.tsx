import type { ReactNode } from 'react';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import { Button } from '../../components/Button.tsx';
import { DueRing } from '../../components/DueRing.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useClock, useMinute } from '../../hooks/ticker.ts';
import { useCenter } from '../../store/rows.ts';
import { useShownTags } from '../../store/tags.ts';
import { openDialog } from '../../store/ui.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle, agentLong, queueName, skillName } from '../names.ts';

/** What is known of the conversation and the work it raises. */
export function FactsCard({
  conversation,
  item,
  row,
}: {
  readonly conversation: Conversation | undefined;
  readonly item: WorkItem | undefined;
  readonly row: QueueRow | undefined;
}): ReactNode {
  const texts = useText();
  const hint = useKeyHint();
  const { t, f } = texts;
  const center = useCenter();
  const minute = useMinute();
  const shownTags = useShownTags(conversation?.tags ?? row?.tags ?? []);
  const waited = useClock((now) => (item === undefined ? '' : f.span(Math.max(0, now - item.queuedAt))));
  return (
    <section className="context-part" aria-label={t('facts.title')}>
      <h2>{t('facts.title')}</h2>
      <dl className="card facts">
        {item !== undefined && (
          <>
            <dt>{t('facts.queue')}</dt>
            <dd>{queueName(center, texts, item.queueId)}</dd>
            {item.needs.length > 0 && (
              <>
                <dt>{t('facts.needs')}</dt>
                <dd>{item.needs.map((need) => t('facts.need', skillName(center, texts, need.skillId), need.minLevel)).join(', ')}</dd>
              </>
            )}
            {item.ownerAgentId !== undefined && (
              <>
                <dt>{t('facts.owner')}</dt>
                <dd>{agentLong(center, item.ownerAgentId)}</dd>
              </>
            )}
            {item.state !== 'closed' && (
              <>
                <dt>{t('why.title')}</dt>
                <dd>
                  <Button isSmall look="quiet" onPress={() => openDialog({ kind: 'why', workItemId: item.id })} keys={hint('why')} testId="why">
                    {t('facts.why')}
                  </Button>
                </dd>
              </>
            )}
            {item.handoverLine !== undefined && (
              <>
                <dt>{t('facts.handover')}</dt>
                <dd>{item.handoverLine}</dd>
              </>
            )}
            {item.special !== undefined && (
              <>
                <dt>{t(`special.${item.special.kind}`)}</dt>
                <dd>{t('facts.receipt', f.moment(item.special.receivedAt, minute), item.special.digest.slice(0, 12))}</dd>
              </>
            )}
            {item.state !== 'closed' && item.waitingFor === 'us' && (
              <>
                <dt>{t('facts.due')}</dt>
                <dd className="facts-due">
                  {f.moment(item.dueAt, minute)} <DueRing fromAt={item.queuedAt} dueAt={item.dueAt} />
                </dd>
                {item.resolutionDueAt !== undefined && (
                  <>
                    <dt>{t('facts.resolution')}</dt>
                    <dd data-testid="facts-resolution">{f.moment(item.resolutionDueAt, minute)}</dd>
                  </>
                )}
                <dt>{t('facts.age')}</dt>
                <dd>{waited}</dd>
              </>
            )}
            {item.snooze !== undefined && (
              <>
                <dt>{t('facts.asleep')}</dt>
                <dd data-testid="facts-asleep">{t('facts.asleepUntil', f.moment(item.snooze.untilAt, minute))}</dd>
              </>
            )}
            {item.state !== 'closed' && item.waitingFor === 'customer' && (
              <>
                <dt>{t('facts.state')}</dt>
                <dd>{t('row.waitsForCustomer')}</dd>
              </>
            )}
          </>
        )}
        {conversation !== undefined && (
          <>
            <dt>{t('facts.account')}</dt>
            <dd>{accountHandle(center, conversation.accountId)}</dd>
          </>
        )}
        <dt>{t('facts.tags')}</dt>
        <dd className="facts-tags">
          {shownTags.map(({ name, colour }) => (
            <Tag key={name} tone={colour}>
              {name}
            </Tag>
          ))}
          {item !== undefined && (
            <Button isSmall look="quiet" onPress={() => openDialog({ kind: 'tags', workItemId: item.id })} testId="edit-tags">
              {t('facts.editTags')}
            </Button>
          )}
        </dd>
      </dl>
    </section>
  );
}
