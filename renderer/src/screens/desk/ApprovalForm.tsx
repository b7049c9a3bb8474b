import { useState, type ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import type { Approval } from '../../../../shared/domain/approval.ts';
import type { FrozenReply } from '../../../../shared/domain/reply.ts';
import { measure } from '../../../../shared/text/weighted-length.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { runCommand } from '../../store/commands.ts';
import { useDesk } from '../../store/desk.ts';
import { useText } from '../../text/index.tsx';

/** S2: a lead reads the words part by part, changes them where need be, lets them go or sends them back with a word. */
export function ApprovalForm({ approval, conversationId, channel, words }: { readonly approval: Approval; readonly conversationId: string; readonly channel: string; readonly words: FrozenReply }): ReactNode {
  const { t, f } = useText();
  const online = useDesk((state) => state.connection.kind === 'online');
  const [parts, setParts] = useState<readonly string[]>(words.parts);
  const [word, setWord] = useState<string>();
  const [isSent, setSent] = useState(false);
  const rule = getChannel(channel)?.length[words.visibility];
  const isChanged = parts.some((part, i) => part !== words.parts[i]);
  const lengths = parts.map((part) => (rule === undefined ? undefined : measure(part, rule)));
  const fits = lengths.every((length) => length?.fits !== false) && parts.every((part) => part.trim() !== '');
  const ref = { conversationId, replyId: approval.replyId };
  const run = async (command: Parameters<typeof runCommand>[0]): Promise<void> => {
    setSent(true);
    if ((await runCommand(command)) !== 'accepted') setSent(false);
  };
  const give = (): void => {
    if (!online || !fits || isSent) return;
    void run({ type: 'approval.give', data: { ...ref, ...(isChanged ? { words: { ...words, parts: [...parts] } } : {}) } });
  };
  const sendBack = (): void => {
    if (online && !isSent && word !== undefined && word.trim() !== '') void run({ type: 'approval.sendBack', data: { ...ref, word } });
  };
  return (
    <div
      className="approval-form"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        if (word === undefined) give();
        else sendBack();
      }}
    >
      {parts.map((part, i) => {
        const length = lengths[i];
        return (
          <Field
            key={`${approval.replyId}-${i}`}
            label={parts.length === 1 ? t('approval.words') : t('approval.part', i + 1, parts.length)}
            value={part}
            lines={Math.min(8, 2 + part.split('\n').length)}
            maxLength={50_000}
            onChange={(value) => setParts(parts.map((other, n) => (n === i ? value : other)))}
            hint={length === undefined || !length.fits ? undefined : t('approval.left', f.number(length.remaining))}
            error={length !== undefined && !length.fits ? t('approval.over', f.number(-length.remaining)) : undefined}
            name={`approval-part-${i}`}
          />
        );
      })}
      {word !== undefined && <Field label={t('approval.word')} value={word} lines={2} maxLength={2_000} onChange={setWord} autoFocus name="approval-word" />}
      <div className="approval-acts">
        {word === undefined ? (
          <>
            <Button look="primary" isDisabled={!online || !fits || isSent} onPress={give} keys={t('keys.ctrlEnter')} testId="approval-give">
              {t(isChanged ? 'approval.giveChanged' : 'approval.give')}
            </Button>
            <Button isDisabled={!online || isSent} onPress={() => setWord('')} testId="approval-back">
              {t('approval.sendBack')}
            </Button>
          </>
        ) : (
          <>
            <Button look="primary" isDisabled={!online || isSent || word.trim() === ''} onPress={sendBack} keys={t('keys.ctrlEnter')} testId="approval-back-confirm">
              {t('approval.sendBack')}
            </Button>
            <Button onPress={() => setWord(undefined)}>{t('action.cancel')}</Button>
          </>
        )}
      </div>
    </div>
  );
}
