import { memo, useDeferredValue, useMemo, type ReactNode } from 'react';
import { useConversationRow } from '../../hooks/items.ts';
import { entityOf, useConversation, type OpenConversation } from '../../store/conversation.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { explain } from '../../store/errors.ts';
import { useTimeline } from '../../store/timeline.ts';
import { whyNotReadable } from '../../store/not-readable.ts';
import { usePopOuts } from '../../store/window-role.ts';
import { buildThread } from '../../store/thread-model.ts';
import { useText } from '../../text/index.tsx';
import { CallBackPanel } from './CallBackPanel.tsx';
import { ApprovalCard } from './ApprovalCard.tsx';
import { Composer } from './Composer.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { EscalationCard } from './EscalationCard.tsx';
import { FirstWords } from './FirstWords.tsx';
import { PoppedOut } from './PoppedOut.tsx';
import { LeadReadLine } from './LeadReadLine.tsx';
import { MergedAway, NotReadable } from './NotReadable.tsx';
import { NothingOpen } from './NothingOpen.tsx';
import { ProfileRequest } from './ProfileRequest.tsx';
import { PresenceLine } from './PresenceLine.tsx';
import { useReadingSignal } from './reading-signal.ts';
import { TimelineView } from './TimelineView.tsx';
import { ThreadView } from './ThreadView.tsx';
import { WhisperCard } from './WhisperCard.tsx';

export const ConversationColumn = memo(function ConversationColumn(): ReactNode {
  const texts = useText();
  const { t } = texts;
  const openId = useConversation((state) => state.openId);
  const current = useConversation((state) => state.current);
  const failure = useConversation((state) => state.failure);
  const row = useConversationRow(openId);
  const outbox = useDesk((state) => state.outbox);
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const isTimeline = useTimeline((state) => state.openFor !== undefined && state.openFor === openId);
  const item =
    current === undefined
      ? row?.item
      : (entityOf(current, 'workItem', entityOf(current, 'conversation', current.id)?.workItemId) ?? row?.item);
  const thread = useMemo(
    () => (current === undefined ? undefined : buildThread(current, outbox.values(), item, me)),
    [current, outbox, item, me],
  );

  // What is read comes with the first frame, where one writes with the next: letters typed in between are kept for the field.
  const writesTo = useDeferredValue(current?.id);
  // What stands around the thread follows a moment after it: the frame that answers a key draws what was said.
  const calm = useDeferredValue(current);
  const around = calm?.id === current?.id ? calm : current;
  const isElsewhere = usePopOuts(({ ids }) => openId !== undefined && ids.has(openId));
  useReadingSignal(isElsewhere ? undefined : openId, row?.channel, thread?.lastInbound?.id);

  if (openId === undefined) {
    return (
      <section className="conversation" aria-label={t('conversation.label')}>
        <NothingOpen />
      </section>
    );
  }
  if (isElsewhere) {
    return (
      <section className="conversation" aria-label={t('conversation.label')} data-testid="conversation" data-conversation={openId}>
        <ConversationHeader conversationId={openId} row={row} open={current} item={item} />
        <PoppedOut conversationId={openId} />
      </section>
    );
  }
  const shut = whyNotReadable(current);
  if (shut !== undefined) {
    return (
      <section className="conversation" aria-label={t('conversation.label')} data-testid="conversation" data-conversation={openId}>
        <NotReadable why={shut} />
      </section>
    );
  }
  const callBack = current === undefined ? undefined : entityOf(current, 'conversation', openId)?.callBack;
  return (
    <section className="conversation" aria-label={t('conversation.label')} data-testid="conversation" data-conversation={openId}>
      <ConversationHeader conversationId={openId} row={row} open={around} item={item} />
      {failure !== undefined && (
        <p className="banner banner-red" role="alert">
          {explain(texts, failure)}
        </p>
      )}
      {current !== undefined && current.held !== 'held' && (
        <p className={`banner ${current.held === 'loading' ? '' : 'banner-amber'}`}>{t(`held.${current.held}`)}</p>
      )}
      {row !== undefined && failure === undefined && (thread === undefined || (current?.held === 'loading' && thread.entries.length === 0)) ? (
        <FirstWords row={row} />
      ) : thread === undefined ? (
        <div className="thread thread-waiting">{failure === undefined && <p className="muted">{t('held.loading')}</p>}</div>
      ) : (
        isTimeline ? <TimelineView /> : <ThreadView key={openId} conversationId={openId} thread={thread} item={item} />
      )}
      {current !== undefined && <MergedAway open={current} />}
      <PresenceLine />
      {around !== undefined && <Around open={around} />}
      {current !== undefined && callBack !== undefined && <CallBackPanel open={current} callBack={callBack} />}
      {current !== undefined && thread !== undefined && writesTo === openId && callBack === undefined && entityOf(current, 'conversation', openId) !== undefined && (
        <Composer key={`composer-${openId}`} open={current} item={item} thread={thread} />
      )}
    </section>
  );
});

/** What others ask or say about it, between the thread and the field. */
const Around = memo(function Around({ open }: { readonly open: OpenConversation }): ReactNode {
  const conversation = entityOf(open, 'conversation', open.id);
  return (
    <>
      <LeadReadLine conversation={conversation} />
      <EscalationCard open={open} conversation={conversation} />
      <ApprovalCard open={open} conversation={conversation} />
      <WhisperCard open={open} conversation={conversation} />
      <ProfileRequest conversation={conversation} />
    </>
  );
});
