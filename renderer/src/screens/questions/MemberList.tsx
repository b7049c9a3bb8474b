import { useState, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { showHidden, withoutAddressees } from '../../components/plain-text.ts';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { useItemsVersion } from '../../hooks/items.ts';
import { openConversation } from '../../store/navigation.ts';
import { pick } from '../../store/questions.ts';
import { items } from '../../store/rows.ts';
import { showScreen } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { contactLabel } from '../names.ts';

const AT_ONCE = 60;

export interface MemberListProps {
  readonly ids: readonly string[];
  /** With these ticked; absent: nothing to tick. */
  readonly picked?: ReadonlySet<string> | undefined;
  readonly actions?: ((conversationId: string) => ReactNode) | undefined;
}

/** Conversations by who wrote and what, as far as their line is on this desk. */
export function MemberList({ ids, picked, actions }: MemberListProps): ReactNode {
  const { t } = useText();
  useItemsVersion();
  const [most, setMost] = useState(AT_ONCE);
  return (
    <>
      <ul className="member-list" data-testid="member-list">
        {ids.slice(0, most).map((id) => {
          const row = items.forConversation(id);
          const name = row === undefined ? t('questions.notHere') : contactLabel(row);
          return (
            <li key={id} className="member" data-testid="member" data-conversation={id}>
              {picked !== undefined && <input type="checkbox" className="member-tick" checked={picked.has(id)} onChange={() => pick(id)} aria-label={t('questions.tick', name)} />}
              {row !== undefined && <ChannelBadge channel={row.channel} />}
              <button
                type="button"
                className="member-open"
                onClick={() => {
                  showScreen('desk');
                  void openConversation(id);
                }}
              >
                <span className="member-name">{name}</span>{' '}
                <span className="member-line" dir="auto">
                  {showHidden(withoutAddressees(row?.firstLine ?? ''))}
                </span>
              </button>
              {actions?.(id)}
            </li>
          );
        })}
      </ul>
      {ids.length > most && (
        <Button isSmall look="quiet" onPress={() => setMost(most + 10 * AT_ONCE)}>
          {t('questions.showMore', ids.length - most)}
        </Button>
      )}
    </>
  );
}
