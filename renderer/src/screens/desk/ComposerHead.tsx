import { memo, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Icon } from '../../components/Icon.tsx';
import { compose, write, type ComposerMode } from '../../store/composer.ts';
import type { ThreadModel } from '../../store/thread-model.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { AddresseePicker } from './AddresseePicker.tsx';

export interface ComposerHeadProps {
  readonly conversationId: string;
  readonly thread: ThreadModel;
  readonly mode: ComposerMode;
  readonly modes: readonly ComposerMode[];
  readonly readOnly: boolean;
  /** Going private is one act of two halves here (D4). */
  readonly canSwitch: boolean;
  readonly followUp: boolean;
  readonly sending: boolean;
  readonly replyToMessageId: string | undefined;
}

/** In public, in private or a note, and to which message. Takes nothing that changes with a letter, so that typing does not draw it. */
export const ComposerHead = memo(function ComposerHead({ conversationId, thread, mode, modes, readOnly, canSwitch, followUp, sending, replyToMessageId }: ComposerHeadProps): ReactNode {
  const { t } = useText();
  return (
    <div className="composer-head">
      <Choices<ComposerMode>
        label={t('composer.mode')}
        hideLabel
        look="segments"
        value={mode}
        onChange={(next) => (next === 'note' ? compose(conversationId, { mode: next }) : write(conversationId, { mode: next }))}
        choices={modes.map((one) => ({ id: one, label: t(`composer.mode.${one}`) }))}
      />
      {mode === 'public' && !readOnly && canSwitch && (
        <Button isSmall look="quiet" isDisabled={sending} onPress={() => openDialog({ kind: 'switch', conversationId, followUp })} testId="switch-private">
          <Icon name="lock" size={14} />
          {t('switch.open')}
        </Button>
      )}
      {mode !== 'note' && !readOnly && <AddresseePicker conversationId={conversationId} thread={thread} chosen={replyToMessageId} />}
    </div>
  );
});
