import type { ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { Tag } from '../components/Tag.tsx';
import { useConversationRow } from '../hooks/items.ts';
import { useNow } from '../hooks/ticker.ts';
import { useConversation } from '../store/conversation.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { openQuestions } from '../store/questions.ts';
import { useCenter } from '../store/rows.ts';
import { insertSituation, openSituations } from '../store/situations.ts';
import { useUi } from '../store/ui.ts';
import { useKeyHint } from '../hooks/key-hint.ts';
import { useText } from '../text/index.tsx';

const MOST_SHOWN = 2;

/** D14: what is the matter now, on every desk, one key away from the answer. */
export function SituationStrip(): ReactNode {
  const { t, f } = useText();
  const hint = useKeyHint();
  const center = useCenter();
  const now = useNow(30_000);
  const me = useDesk((state) => signedIn(state)?.agentId);
  const openId = useConversation((state) => state.openId);
  const screen = useUi((state) => state.screen);
  const item = useConversationRow(openId)?.item;
  const canInsert = screen === 'desk' && item?.state === 'assigned' && item.ownerAgentId === me;
  const rows = openSituations(center);
  if (rows.length === 0) return null;
  return (
    <section className="alerts situations" aria-label={t('situation.title')} data-testid="situation-strip">
      {rows.slice(0, MOST_SHOWN).map((row, place) => (
        <div key={row.id} className="banner situation-line">
          <Icon name="clip" size={16} />
          <span>
            <strong>{row.title}</strong> <Tag tone={row.status === 'solved' ? 'green' : 'red'}>{t(`situation.status.${row.status}`)}</Tag>{' '}
            {[row.region, row.product].filter(Boolean).join(' · ')} {row.untilAt === undefined ? t('situation.untilOpen') : t('situation.until', f.moment(row.untilAt, now))}
          </span>
          {row.owed.length > 0 && (
            <Button isSmall look="quiet" onPress={() => openQuestions('situations')} testId="situation-owed-open">
              {t('situation.owed', row.owed.length)}
            </Button>
          )}
          {canInsert && (
            <Button isSmall {...(place === 0 ? { keys: hint('situationInsert') } : {})} onPress={() => insertSituation(row)} testId="situation-insert">
              {t('situation.insert')}
            </Button>
          )}
          <Button isSmall look="quiet" onPress={() => openQuestions('situations')} label={t('situation.openOne', row.title)}>
            {t('alert.open')}
          </Button>
        </div>
      ))}
      {rows.length > MOST_SHOWN && (
        <div className="banner situation-line">
          <Button isSmall look="quiet" onPress={() => openQuestions('situations')}>
            {t('alert.more', rows.length - MOST_SHOWN)}
          </Button>
        </div>
      )}
    </section>
  );
}
