import { memo, type ReactNode } from 'react';
import type { QueueRow } from '../../../../shared/domain/rows.ts';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import { Button } from '../../components/Button.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { DueRing } from '../../components/DueRing.tsx';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { entityOf, type OpenConversation } from '../../store/conversation.ts';
import { isLead, signedIn, useDesk } from '../../store/desk.ts';
import { takeItem } from '../../store/offers.ts';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { readProfile } from '../../store/thread-model.ts';
import { atHandle } from '../../text/handle.ts';
import { openDialog } from '../../store/ui.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle, agentShort, queueName } from '../names.ts';

export interface ConversationHeaderProps {
  readonly conversationId: string;
  readonly row: QueueRow | undefined;
  readonly open: OpenConversation | undefined;
  readonly item: WorkItem | undefined;
}

/** Who this is, in public or in private, on which account, and what can be done with it. */
export const ConversationHeader = memo(function ConversationHeader({ conversationId, row, open, item }: ConversationHeaderProps): ReactNode {
  const texts = useText();
  const { t } = texts;
  const accounts = useCenter((state) => state.accounts);
  const queues = useCenter((state) => state.queues);
  const ownerName = useCenter((state) => agentShort(state, item?.ownerAgentId));
  const conversation = open === undefined ? undefined : entityOf(open, 'conversation', conversationId);
  const contact = open === undefined ? undefined : entityOf(open, 'contact', conversation?.contactId);
  const profile = readProfile(contact === undefined ? undefined : open?.bodies.get(contact.profileRef));
  const identity = profile?.identities.find((one) => one.channel === conversation?.channel) ?? profile?.identities[0];
  const name = row?.contactName || profile?.displayName || identity?.handle || '…';
  const handle = atHandle(row?.contactHandle || identity?.handle || '');
  const channel = row?.channel ?? conversation?.channel;
  const visibility = row?.visibility ?? conversation?.visibility;
  const accountId = item?.accountId ?? conversation?.accountId;
  return (
    <header className="conversation-head">
      <div className="conversation-who">
        {channel !== undefined && <ChannelBadge channel={channel} />}
        <div className="conversation-names">
          <h2 className="conversation-name">
            {showHidden(name)} {handle !== name && <span className="muted">{showHidden(handle)}</span>}
          </h2>
          <p className="conversation-facts">
            {visibility !== undefined && (
              <span className={`visibility is-${visibility}`}>
                <Icon name={visibility === 'public' ? 'globe' : 'lock'} size={13} />
                {t(visibility === 'public' ? 'visibility.public' : 'visibility.private')}
              </span>
            )}
            {accountId !== undefined && <span>{t('conversation.onAccount', accountHandle({ accounts }, accountId))}</span>}
            {item !== undefined && <span>{queueName({ queues }, texts, item.queueId)}</span>}
          </p>
        </div>
        {item !== undefined && item.state !== 'closed' && item.waitingFor === 'us' && <DueRing fromAt={item.queuedAt} dueAt={item.dueAt} />}
      </div>
      {item !== undefined && <HeaderActions item={item} row={row} ownerName={ownerName} />}
    </header>
  );
});

function HeaderActions({
  item,
  row,
  ownerName,
}: {
  readonly item: WorkItem;
  readonly row: QueueRow | undefined;
  readonly ownerName: string;
}): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const lead = useDesk((state) => isLead(state.session));
  const mine = item.state === 'assigned' && item.ownerAgentId === me;
  const workItemId = item.id;
  if (item.state === 'closed') {
    return (
      <div className="conversation-actions">
        <span className="muted">{t(`disposition.${item.disposition?.kind ?? 'resolved'}`)}</span>
        <Button onPress={() => void runCommand({ type: 'workItem.reopen', data: { workItemId } })} testId="action-reopen">
          {t('action.reopen')}
        </Button>
      </div>
    );
  }
  if (!mine) {
    return (
      <div className="conversation-actions">
        {item.state === 'assigned' && <span className="muted">{t('conversation.ownedBy', ownerName)}</span>}
        {lead && (
          <Button onPress={() => openDialog({ kind: 'reassign', workItemIds: [workItemId] })} testId="action-reassign">
            {t('items.reassign')}
          </Button>
        )}
        {item.state === 'assigned' && !lead && (
          <Button onPress={() => openDialog({ kind: 'relieve', workItemId })} testId="action-relieve">
            {t('relieve.action')}
          </Button>
        )}
        {item.state === 'queued' && row !== undefined && (
          <Button look="primary" onPress={() => void takeItem(row)} testId="action-take">
            {t('action.take')}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="conversation-actions">
      <Button onPress={() => openDialog({ kind: 'transfer', workItemId })} keys={hint('transfer')} testId="action-transfer">
        <Sign name="handOn" word={t('action.transfer')} />
      </Button>
      {item.snooze !== undefined ? (
        <Button onPress={() => void runCommand({ type: 'workItem.wake', data: { workItemId } })} testId="action-wake">
          <Sign name="clock" word={t('action.wake')} />
        </Button>
      ) : (
        <Button onPress={() => openDialog({ kind: 'snooze', workItemId })} keys={hint('snooze')} testId="action-snooze">
          <Sign name="clock" word={t('action.snooze')} />
        </Button>
      )}
      <Button onPress={() => openDialog({ kind: 'noAnswer', workItemId })} keys={hint('noAnswer')} testId="action-no-answer">
        {t('action.noAnswer')}
      </Button>
      <Button look="primary" onPress={() => openDialog({ kind: 'done', workItemId })} keys={hint('done')} testId="action-done">
        {t('action.done')}
      </Button>
    </div>
  );
}

/** A word where there is room for it, its sign where there is not; the word stays its name. */
function Sign({ name, word }: { readonly name: IconName; readonly word: string }): ReactNode {
  return (
    <span className="action-sign" title={word}>
      <Icon name={name} size={15} />
      <span className="action-word">{word}</span>
    </span>
  );
}
