import type { ReactNode } from 'react';
import type { AwayItem } from '../../../../shared/ipc/index.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { seenAway } from '../../store/away.ts';
import { useDesk } from '../../store/desk.ts';
import { explain } from '../../store/errors.ts';
import { openConversation } from '../../store/navigation.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { awayCounts, awayItemText, awayTitle } from '../away-words.ts';
import { agentShort } from '../names.ts';

const GRAVITY: Record<AwayItem['kind'], number> = {
  replyUnclear: 0,
  replyBecameDraft: 1,
  takenAway: 2,
  newItem: 3,
  newMessage: 3,
  answeredByOthers: 4,
  deleted: 4,
  replySent: 5,
};
const TONES: Record<AwayItem['kind'], TagTone> = {
  replyUnclear: 'red',
  replyBecameDraft: 'red',
  takenAway: 'amber',
  newItem: 'blue',
  newMessage: 'blue',
  answeredByOthers: 'plain',
  deleted: 'plain',
  replySent: 'green',
};

/** What happened while this desk had no server, conversation by conversation; what needs a person stands first. */
export function AwayDialog(): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const now = useMinute();
  const center = useCenter();
  const away = useDesk((state) => state.away);
  if (away === null) return null;
  const items = away.items.toSorted((a, b) => GRAVITY[a.kind] - GRAVITY[b.kind] || b.at - a.at);
  const told = items.reduce((sum, item) => sum + item.count, 0);
  const all = Object.values(away.counts).reduce((sum, count) => sum + count, 0);
  return (
    <Dialog
      title={awayTitle(texts, away, now)}
      onClose={closeDialog}
      confirm={{
        label: t('away.seen'),
        onPress: () => {
          closeDialog();
          void seenAway();
        },
      }}
      width="wide"
      isReading
      testId="dialog-away"
    >
      <p className="muted">{awayCounts(texts, away).join(' · ')}</p>
      <ul className="away-list">
        {items.map((item) => (
          <li
            key={`${item.kind} ${item.conversationId} ${item.replyId ?? ''} ${item.at}`}
            className="away-item"
            data-testid="away-item"
            data-kind={item.kind}
          >
            <span className="muted away-time">{f.moment(item.at, now)}</span>
            <span className="away-what">
              <strong>{item.contactName === '' ? t('away.someone') : showHidden(item.contactName)}</strong>{' '}
              <Tag tone={TONES[item.kind]}>{awayItemText(texts, item)}</Tag>
              {item.byAgentId !== undefined && <span className="muted"> {t('away.by', agentShort(center, item.byAgentId))}</span>}
              {item.code !== undefined && <span className="away-why">{explain(texts, { code: item.code, message: '' })}</span>}
            </span>
            <Button
              isSmall
              look="quiet"
              onPress={() => {
                closeDialog();
                void openConversation(item.conversationId);
              }}
            >
              {t('action.open')}
            </Button>
          </li>
        ))}
      </ul>
      {all > told && <p className="muted">{t('away.older', all - told)}</p>}
    </Dialog>
  );
}
