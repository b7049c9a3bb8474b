import type { ReactNode } from 'react';
import type { Unsent } from '../../../shared/ipc/index.ts';
import { PlainText } from '../components/PlainText.tsx';
import { showHidden } from '../components/plain-text.ts';
import { Tag } from '../components/Tag.tsx';
import { useText } from '../text/index.tsx';
import { openLink } from '../store/open-link.ts';
import { replyState } from './reply-state.ts';

const NAMES: Readonly<Record<string, 'unsent.tags' | 'unsent.addressForm' | 'unsent.note' | 'unsent.closed' | 'unsent.parked' | 'unsent.snoozed' | 'unsent.woken' | 'unsent.checked' | 'unsent.checkWithdrawn' | 'unsent.consent'>> = {
  'conversation.tag': 'unsent.tags',
  'contact.setAddressForm': 'unsent.addressForm',
  'contact.checkIdentity': 'unsent.checked',
  'contact.withdrawCheck': 'unsent.checkWithdrawn',
  'contact.noteConsent': 'unsent.consent',
  'note.add': 'unsent.note',
  'workItem.close': 'unsent.closed',
  'workItem.park': 'unsent.parked',
  'workItem.snooze': 'unsent.snoozed',
  'workItem.wake': 'unsent.woken',
};

/** What this desk holds and the center does not have, each with its text: replies, drafts, what was noted down for later. */
export function UnsentList({ unsent, now }: { readonly unsent: Unsent; readonly now: number }): ReactNode {
  const texts = useText();
  const { t } = texts;
  return (
    <div className="unsent" data-testid="unsent">
      {unsent.replies.length > 0 && (
        <section>
          <h3>{t('signOut.replies')}</h3>
          <ul>
            {unsent.replies.map(({ contactName, ...entry }) => (
              <li key={entry.replyId} className="unsent-item" data-testid="unsent-reply">
                <strong>{contactName === '' ? t('outbox.toSomeone') : t('outbox.to', showHidden(contactName))}</strong>{' '}
                <Tag tone={entry.state.kind === 'unclear' ? 'red' : 'amber'}>{replyState(texts, entry, now).label}</Tag>
                <p className="unsent-text">
                  <PlainText text={entry.parts.join('\n\n')} signed onOpenLink={openLink} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {unsent.drafts.length > 0 && (
        <section>
          <h3>{t('signOut.drafts')}</h3>
          <ul>
            {unsent.drafts.map((draft) => (
              <li key={draft.conversationId ?? draft.savedAt} className="unsent-item" data-testid="unsent-draft">
                <strong>{draft.contactName === '' ? t('away.someone') : showHidden(draft.contactName)}</strong>
                <p className="unsent-text">
                  <PlainText text={draft.text} onOpenLink={openLink} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {unsent.commands.length > 0 && (
        <section>
          <h3>{t('signOut.commands')}</h3>
          <ul>
            {unsent.commands.map((command) => {
              const what = t(NAMES[command.type] ?? 'unsent.other');
              return (
                <li key={`${command.type} ${command.at}`} data-testid="unsent-command">
                  {command.contactName === '' ? what : t('signOut.commandFor', what, showHidden(command.contactName))}
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </div>
  );
}
