import { memo, useDeferredValue, type ReactNode } from 'react';
import type { ChannelDescriptor } from '../../../../../shared/channels/index.ts';
import type { AddressForm } from '../../../../../shared/domain/channel.ts';
import type { WorkItem } from '../../../../../shared/domain/work-item.ts';
import { Button } from '../../../components/Button.tsx';
import { compose, write, type Composition } from '../../../store/composer.ts';
import type { ComposerJudgement, SeenMarks } from '../../../store/composer-rules.ts';
import { promiseOf, type Guards } from '../../../store/draft-guards.ts';
import { closeGuard, useClosedGuards } from '../../../store/guard-memory.ts';
import { useCenter } from '../../../store/rows.ts';
import { wordsOf } from '../../../store/seen-marks.ts';
import type { ThreadModel } from '../../../store/thread-model.ts';
import { openDialog } from '../../../store/ui.ts';
import { useText } from '../../../text/index.tsx';
import { agentLong } from '../../names.ts';
import { changeEntries } from './change-entries.tsx';
import { GuardList, toComposerField } from './GuardList.tsx';
import { promiseEntries } from './promise-entries.tsx';
import { useAlike } from './use-alike.ts';
import { writingEntries } from './writing-entries.tsx';

export interface ComposerGuardsProps {
  readonly conversationId: string;
  readonly contactId: string | undefined;
  readonly composition: Composition;
  readonly guards: Guards;
  readonly judgement: ComposerJudgement;
  readonly descriptor: ChannelDescriptor | undefined;
  readonly item: WorkItem | undefined;
  readonly thread: ThreadModel;
  readonly marks: SeenMarks;
  readonly wanted: AddressForm | undefined;
  /** Going private is one act of two halves here (D4). */
  readonly canSwitch: boolean;
  /** ms. */
  readonly now: number;
}

/** Reads along: one calm list of what would better not go out like this, and what happened while somebody wrote. */
export function ComposerGuards(props: ComposerGuardsProps): ReactNode {
  // Typing goes first: it is read at the next pause, and sending reads anew.
  const composition = useDeferredValue(props.composition);
  const judgement = useDeferredValue(props.judgement);
  return <Read {...props} composition={composition} judgement={judgement} />;
}

const Read = memo(function Read(props: ComposerGuardsProps): ReactNode {
  const { conversationId, contactId, composition, judgement, item, thread, marks, now } = props;
  const texts = useText();
  const { t, f } = texts;
  const agents = useCenter((state) => state.agents);
  const closed = useClosedGuards(contactId);
  const alike = useAlike(conversationId, composition.text);
  const { kept } = promiseOf(composition, now);
  const then = (act: () => void) => (): void => {
    act();
    toComposerField();
  };
  const put = (text: string): void => {
    write(conversationId, { text });
    compose(conversationId, { seen: composition.seen ?? marks, seenTexts: composition.seenTexts ?? wordsOf(thread) });
    toComposerField();
  };
  const goPrivate = props.canSwitch
    ? () => openDialog({ kind: 'switch', conversationId, followUp: judgement.followUp })
    : judgement.modes.includes('private')
      ? then(() => write(conversationId, { mode: 'private' }))
      : undefined;
  const nameOf = (agentId: string | undefined): string => (agentId === undefined ? t('guard.elsewhere') : agentLong({ agents }, agentId));
  return (
    <>
      <GuardList
        entries={[
          ...changeEntries(texts, { composition, judgement, marks, thread, nameOf }, then(() => compose(conversationId, { seen: marks, seenTexts: wordsOf(thread) }))),
          ...writingEntries(
            texts,
            { composition, guards: props.guards, isPublic: composition.mode === 'public', alike, refusesSame: props.descriptor?.identicalText === 'refused', closed },
            {
              put,
              goPrivate,
              checkIdentity: contactId === undefined ? undefined : () => openDialog({ kind: 'identity', conversationId }),
              disclose: (reason, of) => compose(conversationId, { disclosure: { reason, texts: of } }),
              close: contactId === undefined ? undefined : (guard) => then(() => void closeGuard(contactId, guard))(),
            },
          ),
          ...promiseEntries(
            texts,
            { composition, item, thread, wanted: props.wanted, nameOf, now },
            {
              keep: (promise) => then(() => compose(conversationId, { promise }))(),
              none: (words) => then(() => compose(conversationId, { noPromise: [...composition.noPromise, words] }))(),
              put,
            },
          ),
        ]}
      />
      {kept !== undefined && (
        <div className="guard guard-plain" data-testid="promise-kept" role="status">
          <p>{t('promise.kept', kept.text, f.moment(kept.dueAt, now))}</p>
          <Button isSmall look="quiet" onPress={then(() => compose(conversationId, { promise: undefined, noPromise: [...composition.noPromise, kept.text] }))} testId="promise-drop">
            {t('promise.drop')}
          </Button>
        </div>
      )}
    </>
  );
});
