import type { ReactNode } from 'react';
import { Picker } from '../../components/Picker.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { write } from '../../store/composer.ts';
import type { ThreadModel } from '../../store/thread-model.ts';
import { useText } from '../../text/index.tsx';

const LAST = 'last';
const OFFERED = 12;

/** Which of the person's messages the answer hangs on; without a choice it is the last one. */
export function AddresseePicker({
  conversationId,
  thread,
  chosen,
}: {
  readonly conversationId: string;
  readonly thread: ThreadModel;
  readonly chosen: string | undefined;
}): ReactNode {
  const { t, f } = useText();
  const messages = thread.entries.flatMap((entry) =>
    entry.kind === 'message' && entry.message.own && entry.message.side === 'in' && entry.message.deletedAt === undefined
      ? [entry.message]
      : [],
  );
  if (messages.length < 2) return null;
  const shown = messages.slice(-OFFERED);
  const picked = messages.find((message) => message.id === chosen);
  if (picked !== undefined && !shown.includes(picked)) shown.unshift(picked);
  return (
    <div className="addressee">
      <span aria-hidden="true">{t('composer.answerTo')}</span>
      <Picker
        label={t('composer.answerTo')}
        value={picked?.id ?? LAST}
        isActive={picked !== undefined}
        options={[
          { id: LAST, label: t('composer.lastMessage') },
          ...shown
            .toReversed()
            .map((message) => ({ id: message.id, label: `${f.time(message.at)} ${showHidden((message.text ?? '').slice(0, 60))}` })),
        ]}
        onChange={(id) => write(conversationId, { replyToMessageId: id === LAST ? undefined : id })}
        testId="addressee"
      />
    </div>
  );
}
