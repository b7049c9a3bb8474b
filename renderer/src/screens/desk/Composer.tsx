import { memo, useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import { channelFor, getChannel } from '../../../../shared/channels/index.ts';
import { validCheck } from '../../../../shared/domain/identity-check.ts';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import { showHidden } from '../../components/plain-text.ts';
import { nameOfPress } from '../../hooks/shortcuts.ts';
import { useNow } from '../../hooks/ticker.ts';
import { beginComposition, compose, compositionOf, NOTHING_WRITTEN, useComposer, write } from '../../store/composer.ts';
import { composerFieldReady, insertAtCursor } from '../../store/composer-focus.ts';
import { allowedModes, isPrivateUsed, judgeComposer } from '../../store/composer-rules.ts';
import { addressOfOpen, entityOf, type OpenConversation } from '../../store/conversation.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { exposedBy, guardsOf, heardAddress, heardTexts, isDisclosed, NO_GUARDS, wantedAddress } from '../../store/draft-guards.ts';
import { keysOf } from '../../store/key-bindings.ts';
import { followNaming, hearNamingKey, stopNaming } from '../../store/mentions.ts';
import { addNote, sendReply, type AfterSend } from '../../store/replies.ts';
import { speakersFor, useSpeaker } from '../../store/speaker.ts';
import { useCenter } from '../../store/rows.ts';
import { marksOf, wordsOf } from '../../store/seen-marks.ts';
import { openDialog } from '../../store/ui.ts';
import type { ThreadModel } from '../../store/thread-model.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle } from '../names.ts';
import { hearArticleKey, stopAsking, stopAtPlaceholder, useAsking } from '../../store/asking.ts';
import { ArticleInserter } from './ArticleInserter.tsx';
import { ComposerArticles } from './ComposerArticles.tsx';
import { ComposerBudget } from './ComposerBudget.tsx';
import { ComposerFiles, useFileDrop } from './ComposerFiles.tsx';
import { ComposerFoot } from './ComposerFoot.tsx';
import { ComposerHead } from './ComposerHead.tsx';
import { ComposerNotices } from './ComposerNotices.tsx';
import { NamePicker } from './NamePicker.tsx';
import { SpeakerPicker } from './SpeakerPicker.tsx';
import { DraftCard } from './DraftCard.tsx';
import { ComposerGuards } from './guards/ComposerGuards.tsx';
import { SituationNotice } from './SituationNotice.tsx';
import { useTypingSignal } from './typing-signal.ts';

export interface ComposerProps {
  readonly open: OpenConversation;
  readonly item: WorkItem | undefined;
  readonly thread: ThreadModel;
}

/** Where an answer is written: in public or in private, as whom and to whom is never in doubt. */
export const Composer = memo(function Composer({ open, item, thread }: ComposerProps): ReactNode {
  const { t } = useText();
  const id = open.id;
  const field = useRef<HTMLTextAreaElement>(null);
  const written = useComposer((state) => state.byId[id] ?? NOTHING_WRITTEN);
  const session = useDesk(signedIn);
  const online = useDesk((state) => state.connection.kind === 'online');
  const outbox = useDesk((state) => state.outbox);
  const accounts = useCenter((state) => state.accounts);
  const now = useNow(10_000);
  const signalTyping = useTypingSignal(id);
  const asking = useAsking((state) => (state.place?.conversationId === id ? state.place : undefined));
  const conversation = entityOf(open, 'conversation', id);
  const account = accounts.get(conversation?.accountId ?? item?.accountId ?? '');
  const own = useMemo(() => [...outbox.values()].filter((entry) => entry.conversationId === id), [outbox, id]);
  const me = session?.agentId ?? '';
  const inbound = useMemo(() => marksOf(thread, me), [thread, me]);
  const channel = getChannel(conversation?.channel ?? item?.channel ?? '');
  const settings = account?.settings;
  // The same objects for the same facts: what stands around the field is drawn again only when it says something else.
  const descriptor = useMemo(() => (channel === undefined ? undefined : channelFor(channel, settings)), [channel, settings]);
  const modes = useMemo(() => allowedModes(descriptor, conversation), [descriptor, conversation]);
  // What this conversation does not allow is neither shown nor sent, wherever it came from.
  const composition = useMemo(() => (modes.includes(written.mode) ? written : { ...written, mode: modes[0] ?? ('note' as const) }), [modes, written]);
  useLayoutEffect(() => {
    if (conversation !== undefined) beginComposition(id, conversation.visibility, open.draft, session?.agentId ?? '');
    composerFieldReady(id);
    // Once per conversation: what is pushed later is taken where it arrives.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  const contact = entityOf(open, 'contact', conversation?.contactId);
  const isPublic = composition.mode === 'public';
  const wanted = useMemo(() => wantedAddress(addressOfOpen(open, conversation?.contactId), heardAddress(thread)), [open, conversation?.contactId, thread]);
  const heard = useMemo(() => heardTexts(thread), [thread]);
  const isChecked = validCheck(contact, now) !== undefined;
  const { numbers } = accounts.get(conversation?.accountId ?? '') ?? {};
  // Typing goes first: the guards read what stands there at the next pause, sending reads it anew.
  const paused = useDeferredValue(composition.text);
  const { mode } = composition;
  const isNote = mode === 'note';
  const guards = useMemo(() => (isNote ? NO_GUARDS : guardsOf(paused, { isPublic, wanted, isChecked, heard, numbers, now })), [isNote, paused, isPublic, wanted, isChecked, heard, numbers, now]);
  const chosenId = useSpeaker((state) => state.byId[id]);
  const speakers = useMemo(() => speakersFor(accounts.values(), account, conversation, me), [accounts, account, conversation, me]);
  // A profile that may not speak here any more is not written from, whatever was chosen before.
  const speaker = isPublic ? speakers.find((one) => one.account.id === chosenId) : undefined;
  const { held } = open;
  const initials = session?.initials ?? '';
  const judgement = useMemo(
    () => judgeComposer({ descriptor, conversation, item, account: speaker?.account ?? account, speaker, held, me, initials, online, outbox: own, composition, inbound, exposes: !isDisclosed(exposedBy(guards), composition.disclosure), now }),
    [descriptor, conversation, item, account, speaker, held, me, initials, online, own, composition, inbound, guards, now],
  );
  const canSwitch = conversation?.visibility === 'public' && modes.includes('private') && !isPrivateUsed(descriptor, conversation);
  const readOnly =
    !isNote &&
    (judgement.block === 'notHere' || judgement.block === 'closed' || judgement.block === 'queued' || judgement.block === 'notOwner' || judgement.block === 'siteOnly');
  const fileDrop = useFileDrop({ conversationId: id, descriptor, composition, isPublic: conversation?.visibility === 'public' }, !readOnly);
  const asWhom = speaker !== undefined ? speaker.account.name : account === undefined ? '' : accountHandle({ accounts }, account.id);
  const toWhom = showHidden(thread.lastInbound?.person?.handle || thread.lastInbound?.person?.name || t('message.someone'));

  const send = (then: AfterSend): void => {
    if (mode !== 'note' && stopAtPlaceholder(id)) return;
    if (mode === 'note') void addNote(id);
    else if (judgement.block === undefined && isDisclosed(exposedBy(guardsOf(composition.text, { isPublic, wanted, isChecked, heard, numbers, now })), composition.disclosure)) void sendReply(id, mode, judgement.followUp, then);
    field.current?.focus();
  };
  const latest = useRef(send);
  useLayoutEffect(() => {
    latest.current = send;
  });
  const onSend = useCallback((then: AfterSend) => latest.current(then), []);
  const onInsert = useCallback((sign: string) => insertAtCursor(id, sign), [id]);
  const onSchedule = useCallback(() => openDialog({ kind: 'schedule', conversationId: id, followUp: judgement.followUp }), [id, judgement.followUp]);
  const type = (text: string): void => {
    if (isNote) return compose(id, { note: text });
    const { seen, seenTexts } = compositionOf(id);
    compose(id, text === '' ? { seen: undefined, seenTexts: undefined } : { seen: seen ?? inbound, seenTexts: seenTexts ?? wordsOf(thread) });
    write(id, { text });
    signalTyping();
  };

  return (
    <section className={`composer is-${mode}${speaker === undefined ? '' : ' is-person'}`} aria-label={t('composer.label')} data-testid="composer" data-mode={mode} {...fileDrop}>
      <ComposerHead
        conversationId={id}
        thread={thread}
        mode={mode}
        modes={modes}
        readOnly={readOnly}
        canSwitch={canSwitch}
        followUp={judgement.followUp}
        sending={written.sending}
        replyToMessageId={composition.replyToMessageId}
      />
      {isPublic && !readOnly && account !== undefined && speakers.length > 0 && <SpeakerPicker conversationId={id} own={account} speakers={speakers} chosen={speaker} />}
      <DraftCard draft={open.draft} composition={composition} canWrite={!readOnly} />
      {asking !== undefined && !isNote && !readOnly && <ArticleInserter key={id} open={open} thread={thread} place={asking} onClose={stopAsking} />}
      {isNote && <NamePicker conversationId={id} />}
      <div className="composer-field">
        <textarea
          ref={field}
          id="composer-text"
          data-conversation={id}
          className="composer-text"
          aria-label={t(`composer.field.${mode}`)}
          aria-describedby="composer-count"
          data-testid="composer-text"
          value={isNote ? composition.note : composition.text}
          // An answer on its way holds its own words, not the note one begins meanwhile.
          readOnly={readOnly || (composition.sending && !isNote)}
          placeholder={readOnly ? '' : t(`composer.placeholder.${mode}`)}
          maxLength={isNote ? 10_000 : 50_000}
          rows={2}
          spellCheck
          {...(thread.lastInbound?.language === undefined || isNote ? {} : { lang: thread.lastInbound.language })}
          dir="auto"
          onChange={(event) => {
            type(event.currentTarget.value);
            if (isNote) followNaming(id, event.currentTarget.value, event.currentTarget.selectionStart);
          }}
          onBlur={stopNaming}
          onKeyDown={(event) => {
            if (isNote && hearNamingKey(event, id)) return;
            if (hearArticleKey(event, id)) return;
            if (event.key === 'Escape') event.currentTarget.blur();
            if (event.nativeEvent.isComposing) return;
            const press = nameOfPress(event);
            const isDone = keysOf('sendDone').includes(press);
            if (!isDone && !keysOf('send').includes(press)) return;
            event.preventDefault();
            event.stopPropagation();
            send(isDone ? { kind: 'close', disposition: { kind: 'resolved' } } : { kind: 'wait' });
          }}
        />
        {judgement.signs && (
          <span className="signature composer-signature" title={t('composer.signature')}>
            ^{session?.initials}
          </span>
        )}
      </div>
      {!isNote && !readOnly && <ComposerFiles conversationId={id} descriptor={descriptor} composition={composition} isPublic={conversation?.visibility === 'public'} />}
      {!isNote && !readOnly && (
        <ComposerGuards
          conversationId={id}
          contactId={contact?.id}
          composition={composition}
          guards={guards}
          judgement={judgement}
          descriptor={descriptor}
          item={item}
          thread={thread}
          marks={inbound}
          wanted={wanted}
          canSwitch={canSwitch}
          now={now}
        />
      )}
      {!isNote && !readOnly && <ComposerArticles conversationId={id} text={composition.text} now={now} />}
      {!isNote && !readOnly && <SituationNotice conversationId={id} composition={composition} now={now} />}
      {!isNote && !readOnly && <ComposerBudget account={speaker?.account ?? account} mode={mode} text={composition.text} />}
      <ComposerNotices judgement={judgement} item={item} siteUrl={thread.lastInbound?.url} />
      <ComposerFoot
        judgement={judgement}
        composition={composition}
        asWhom={asWhom}
        toWhom={toWhom}
        onInsert={onInsert}
        onSend={onSend}
        onSchedule={onSchedule}
      />
    </section>
  );
});
