import { memo, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useKeyHint } from '../../hooks/key-hint.ts';
import type { Composition } from '../../store/composer.ts';
import type { ComposerJudgement } from '../../store/composer-rules.ts';
import type { AfterSend } from '../../store/replies.ts';
import { useText } from '../../text/index.tsx';
import { EmojiPicker } from './EmojiPicker.tsx';

export interface ComposerFootProps {
  readonly onInsert: (sign: string) => void;
  readonly judgement: ComposerJudgement;
  readonly composition: Composition;
  readonly asWhom: string;
  readonly toWhom: string;
  readonly onSend: (then: AfterSend) => void;
  readonly onSchedule: () => void;
}

export function ComposerFoot({ judgement, composition, asWhom, toWhom, onInsert, onSend, onSchedule }: ComposerFootProps): ReactNode {
  const { t, f } = useText();
  const { mode, sending } = composition;
  const { length } = judgement;
  const blocked = judgement.block !== undefined || (sending && mode !== 'note');
  if (mode === 'note') {
    return (
      <footer className="composer-foot">
        <span id="composer-count" className="composer-count muted">
          {t('composer.noteHint')}
        </span>
        <NoteActs blocked={blocked} onInsert={onInsert} onSend={onSend} />
      </footer>
    );
  }
  return (
    <footer className="composer-foot">
      <span className="composer-saved muted">
        {composition.savedAt !== undefined && composition.text !== '' && t('composer.saved', f.time(composition.savedAt))}
      </span>
      {length !== undefined && (
        <span id="composer-count" className={`composer-count${length.fits ? '' : ' is-over'}`} data-testid="length">
          <span className="visually-hidden">{t('composer.remaining', length.remaining)}</span>
          <span aria-hidden="true">
            {f.number(length.length)} / {f.number(length.max)}
          </span>
        </span>
      )}
      <SendActs mode={mode} blocked={blocked} label={mode === 'public' ? t('composer.sendPublic', asWhom) : t('composer.sendPrivate', toWhom)} onInsert={onInsert} onSend={onSend} onSchedule={onSchedule} />
    </footer>
  );
}

type ActsProps = Pick<ComposerFootProps, 'onInsert' | 'onSend'> & { readonly blocked: boolean };

const NoteActs = memo(function NoteActs({ blocked, onInsert, onSend }: ActsProps): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  return (
    <>
      <EmojiPicker onPick={onInsert} />
      <Button look="note" isDisabled={blocked} onPress={() => onSend({ kind: 'keep' })} keys={hint('send')} testId="send">
        {t('composer.saveNote')}
      </Button>
    </>
  );
});

/** Beside the count, which changes with every letter: these do not. */
const SendActs = memo(function SendActs({ mode, blocked, label, onInsert, onSend, onSchedule }: ActsProps & Pick<ComposerFootProps, 'onSchedule'> & { readonly mode: 'public' | 'private'; readonly label: string }): ReactNode {
  const { t } = useText();
  const hint = useKeyHint();
  return (
    <>
      <EmojiPicker onPick={onInsert} />
      <Button look="quiet" isDisabled={blocked} onPress={onSchedule} label={t('schedule.title')} testId="send-later">
        <Icon name="clock" size={16} />
      </Button>
      <Button
        isDisabled={blocked}
        onPress={() => onSend({ kind: 'close', disposition: { kind: 'resolved' } })}
        keys={hint('sendDone')}
        testId="send-done"
      >
        {t('composer.sendDone')}
      </Button>
      <Button look={mode} isDisabled={blocked} onPress={() => onSend({ kind: 'wait' })} keys={hint('send')} testId="send">
        <Icon name={mode === 'public' ? 'globe' : 'lock'} size={14} />
        {label}
      </Button>
    </>
  );
});
