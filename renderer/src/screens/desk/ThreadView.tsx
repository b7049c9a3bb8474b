import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import { Button } from '../../components/Button.tsx';
import { MessageBubble, NoteBubble } from '../../components/MessageBubble.tsx';
import { useNow } from '../../hooks/ticker.ts';
import { compositionOf, useComposer, write } from '../../store/composer.ts';
import { isLead, signedIn, useDesk } from '../../store/desk.ts';
import { openLink } from '../../store/open-link.ts';
import { markedSpans, useReadingFocus } from '../../store/reading.ts';
import { useCenter } from '../../store/rows.ts';
import type { ThreadEntry, ThreadModel } from '../../store/thread-model.ts';
import { useVisitors } from '../../store/visitors.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle, agentShort } from '../names.ts';
import { actOnReply } from '../reply-actions.ts';
import { replyState } from '../reply-state.ts';
import { GoingOutBubble } from './GoingOutBubble.tsx';
import { MessageHead, MessageParts } from './MessageParts.tsx';
import { PostParts } from './PostParts.tsx';
import { ThreadEventLine } from './ThreadEventLine.tsx';

/** A thread may run to thousands of posts; the newest are drawn first. */
const SHOWN_AT_FIRST = 150;
const NEAR_END_PX = 80;

export const ThreadView = memo(function ThreadView({
  conversationId,
  thread,
  item,
}: {
  readonly conversationId: string;
  readonly thread: ThreadModel;
  readonly item: WorkItem | undefined;
}): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const ground = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const minute = useNow(60_000);
  const entries = thread.entries.slice(-shown);
  const hidden = thread.entries.length - entries.length;
  const last = thread.entries.at(-1)?.key;
  const [behind, setBehind] = useState(false);

  const toEnd = useCallback(() => {
    ground.current?.scrollTo({ top: ground.current.scrollHeight });
    setBehind(false);
  }, []);
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  }, [last, toEnd]);
  useEffect(() => {
    if (!atEnd.current) setBehind(true);
  }, [last]);
  // The composer grows and shrinks below: whoever stood at the end stays there.
  useEffect(() => {
    if (ground.current === null) return undefined;
    const watch = new ResizeObserver(() => atEnd.current && toEnd());
    watch.observe(ground.current);
    return () => watch.disconnect();
  }, [toEnd]);

  return (
    <div className="thread-frame">
      <div
        className="thread"
        ref={ground}
        tabIndex={0}
        role="log"
        aria-label={t('thread.label')}
        data-testid="thread"
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
          if (atEnd.current) setBehind(false);
        }}
      >
        {hidden > 0 && (
          <div className="thread-more">
            <Button isSmall onPress={() => setShown(shown + SHOWN_AT_FIRST)}>
              {t('thread.showEarlier', hidden)}
            </Button>
          </div>
        )}
        {thread.people.length > 2 && <p className="thread-people">{t('thread.people', thread.people.length)}</p>}
        {entries.map((entry, place) => {
          const day = f.day(entry.at, minute);
          const before = entries[place - 1];
          return (
            <div key={entry.key} className="thread-entry">
              {(before === undefined || f.day(before.at, minute) !== day) && (
                <h3 className="thread-day">
                  <span>{day}</span>
                </h3>
              )}
              <Entry entry={entry} conversationId={conversationId} item={item} />
            </div>
          );
        })}
        <GoingOutBubble conversationId={conversationId} />
      </div>
      {behind && (
        <button type="button" className="to-end" onClick={toEnd}>
          {t('thread.newBelow')}
        </button>
      )}
    </div>
  );
});

function jumpTo(messageId: string): void {
  const target = document.getElementById(`message-${messageId}`);
  target?.scrollIntoView({ block: 'center' });
  target?.classList.add('is-found');
  setTimeout(() => target?.classList.remove('is-found'), 1_600);
}

function Entry({
  entry,
  conversationId,
  item,
}: {
  readonly entry: ThreadEntry;
  readonly conversationId: string;
  readonly item: WorkItem | undefined;
}): ReactNode {
  const texts = useText();
  const agentName = useCenter((state) => (entry.kind === 'note' ? agentShort(state, entry.agentId) : entry.kind === 'message' ? agentShort(state, entry.message.agentId) : ''));
  const accounts = useCenter((state) => state.accounts);
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const lead = useDesk((state) => isLead(state.session));
  const addressee = useComposer((state) => state.byId[conversationId]?.replyToMessageId);
  const seenSeq = useVisitors((state) => state.byId.get(conversationId)?.seenSeq ?? 0);
  const now = useNow(5_000);
  const address = useCallback(
    (id: string) => write(conversationId, { replyToMessageId: compositionOf(conversationId).replyToMessageId === id ? undefined : id }),
    [conversationId],
  );
  const read = entry.kind === 'message' && entry.message.side === 'in' ? entry.message : undefined;
  const focus = useReadingFocus();
  const marks = useMemo(() => (read === undefined ? undefined : markedSpans(read.id, read.reading, focus)), [read, focus]);
  const act = useCallback((id: string, action: string) => actOnReply(id, conversationId, action), [conversationId]);
  if (entry.kind === 'event')
    return (
      <ThreadEventLine event={entry.event} at={entry.at} maySettle={lead || (item?.state === 'assigned' && item.ownerAgentId === me)} />
    );
  if (entry.kind === 'note')
    return <NoteBubble author={agentName} at={entry.at} text={entry.text} onOpenLink={openLink} />;
  const { message } = entry;
  const out = message.side === 'out';
  const brand = item === undefined ? texts.t('message.brand') : accountHandle({ accounts }, item.accountId);
  const mine = item?.state === 'assigned' && item.ownerAgentId === me;
  return (
    <MessageBubble
      {...message}
      isOwn={message.own}
      author={
        out
          ? message.agentId === undefined
            ? brand
            : agentName
          : (message.person?.name ?? texts.t('message.someone'))
      }
      handle={out ? (message.agentId === undefined ? texts.t('message.elsewhere') : brand) : (message.person?.handle ?? '')}
      tone={message.person?.tone ?? 0}
      state={
        message.state === undefined
          ? undefined
          : replyState(texts, { state: message.state, schedule: message.schedule, takenUpAgain: message.takenUpAgain }, now)
      }
      isSeen={out && message.seq !== undefined && message.seq <= seenSeq && message.deletedAt === undefined}
      above={message.more === undefined ? undefined : <MessageHead more={message.more} />}
      below={
        <>
          {message.more !== undefined && <MessageParts messageId={message.id} more={message.more} onOpenLink={openLink} />}
          <PostParts message={message} conversationId={conversationId} channel={item?.channel} isOwner={mine} onJump={jumpTo} onOpenLink={openLink} />
        </>
      }
      marks={marks}
      isAddressee={addressee === message.id}
      canAddress={!out && message.own && mine}
      onAddress={address}
      onJump={jumpTo}
      onOpenLink={openLink}
      onAction={act}
    />
  );
}
